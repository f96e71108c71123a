"""What a page may do: its content security policy, and the one script that it may run."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

SCRIPT = Path(__file__).with_name("ranking.js")
"""Search, filters and sorting of the ranking; every page can be read without it."""


@cache
def script() -> str:
    """Return the script as it stands in a page."""
    return SCRIPT.read_text(encoding="utf-8")


@cache
def policy() -> str:
    """Return the policy of every page (CSP 3): style sheets beside it, this one script, no request.

    ``file:`` stands beside ``'self'`` because a page opened from disk has no origin that every
    browser would match; a page on a web server cannot load such addresses anyway.
    """
    digest = b64encode(sha256(script().encode("utf-8")).digest()).decode("ascii")
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self' file:",
            "style-src-attr 'unsafe-inline'",
            f"script-src 'sha256-{digest}'",
            "img-src 'self' file: data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
