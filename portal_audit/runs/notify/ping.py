"""A dead man's switch: ask for an address after each good run, so that silence is noticed there."""

from __future__ import annotations

import httpx

from portal_audit.history.notices.channels import Channels
from portal_audit.runs.notify.masking import mask

TRIES = 3
SECONDS = 10.0


def ping(channels: Channels, schedule: str) -> tuple[str, ...]:
    """Ask for the addresses of a schedule; return what failed, without the addresses.

    Whoever is asked raises the alarm when no request comes; a failure here must stop nothing.
    """
    return tuple(
        error for one in channels.pings if one.takes(schedule) and (error := _asked(one.url))
    )


def _asked(url: str) -> str:
    error = ""
    for _ in range(TRIES):
        try:
            answer = httpx.get(url, timeout=SECONDS, follow_redirects=True)
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            error = mask(f"{type(failure).__name__}: {failure}", url)
            continue
        if answer.is_success:
            return ""
        error = f"answered {answer.status_code}"
    return error
