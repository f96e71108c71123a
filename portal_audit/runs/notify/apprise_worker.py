"""The process that sends: Apprise alone, a message a line on stdin, what came of it on stdout.

A process of its own, because an endpoint that never ends its answer can only be stopped so, and
because here the answers themselves can be looked at: Apprise takes every 2xx for a success.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from itertools import count
from typing import Any
from urllib.parse import quote

import apprise
import requests

from portal_audit.runs.notify.answers import refusal
from portal_audit.runs.notify.masking import mask

HOOKS = ("json://", "jsons://", "form://", "forms://", "xml://", "xmls://")
HEADED = (*HOOKS, "mailto", "mailtos")
"""Beginnings of addresses to which a header can be added."""
REFUSED = 422
NOT_UNDERSTOOD = "not-understood"


class _Said(logging.Handler):
    """Keeps what Apprise says of a failure; it says nothing else of use."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def attempt(order: Mapping[str, str]) -> dict[str, Any]:
    """Send one message; return ``ok`` and, where not, why, with the address masked."""
    said = _Said()
    logger = logging.getLogger("apprise")
    logger.addHandler(said)
    logger.propagate = False
    try:
        why = _send(order)
    finally:
        logger.removeHandler(said)
    if why is None:
        return {"ok": True, "error": ""}
    if why == NOT_UNDERSTOOD:  # what Apprise says of it quotes the address
        return {"ok": False, "error": why}
    text = " ".join(" ".join([why, *said.lines]).split()) or "refused"
    return {"ok": False, "error": mask(text, order["url"])[:400]}


def _send(order: Mapping[str, str]) -> str | None:
    """Return ``None`` where the message was taken, else what is known beside Apprise's log."""
    asset = apprise.AppriseAsset(
        app_id="portal-audit",
        app_desc="portal-audit",
        app_url="",
        async_mode=False,
        secure_logging=True,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
    target = apprise.Apprise.instantiate(_address(order), asset=asset, suppress_exceptions=True)
    if not isinstance(target, apprise.NotifyBase):
        return NOT_UNDERSTOOD
    target.overflow_mode = apprise.OverflowMode.SPLIT
    sender = apprise.Apprise(target, asset=asset)
    if order.get("id") and order["url"].startswith("mailto"):
        _number_mails(order["id"])
    html = target.notify_format == apprise.NotifyFormat.HTML
    _refusals.clear()
    taken = sender.notify(
        title=order["title"],
        body=order["html" if html else "text"],
        body_format=apprise.NotifyFormat.HTML if html else apprise.NotifyFormat.TEXT,
    )
    return None if taken else " ".join(_refusals)


def _number_mails(message: str) -> None:
    """Give a mail the same Message-ID at every attempt: many servers drop what they had already.

    RFC 5322 3.6.4; a long message is sent in parts, each with a number of its own.
    """
    from apprise.plugins.email import base

    parts = count(1)

    def message_id(domain: str) -> str:
        return f"<{message}.{next(parts)}@{domain}>"

    vars(base)["make_msgid"] = message_id


def _address(order: Mapping[str, str]) -> str:
    url, more = order["url"], []
    if order.get("recipient"):
        more.append(f"to={quote(order['recipient'])}")
    if order.get("id") and url.startswith(HEADED):
        more.append(f"+X-Portal-Audit-Message={quote(order['id'])}")
        if url.startswith(HOOKS):  # draft-ietf-httpapi-idempotency-key-header
            more.append(f"+Idempotency-Key={quote(order['id'])}")
    if not more:
        return url
    return f"{url}{'&' if '?' in url else '?'}{'&'.join(more)}"


_refusals: list[str] = []
_plain_send = requests.Session.send


def _careful_send(self: Any, request: Any, **more: Any) -> Any:
    """Send as ``requests`` does, but let an answer of 2xx that refuses count as a refusal."""
    answer = _plain_send(self, request, **more)
    if answer.ok and not more.get("stream") and (why := refusal(answer.content)):
        answer.status_code = REFUSED
        _refusals.append(f"answered 200 with an error: {why}")
    return answer


def main() -> None:
    """Send one message a line until stdin ends."""
    requests.Session.send = _careful_send  # type: ignore[method-assign]
    answers = sys.stdout
    sys.stdout = sys.stderr  # a plug-in that prints must not end up among the answers
    for line in sys.stdin:
        print(json.dumps(attempt(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
