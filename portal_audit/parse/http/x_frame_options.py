"""X-Frame-Options as browsers read it (HTML Standard 7.4.3, RFC 7034)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from portal_audit.parse.http.split_values import split_values

MAX_LENGTH = 4_096
Framing = Literal["nobody", "same-origin", "contradictory", "ignored", "absent"]
"""Who may frame the page: nobody, pages of its own origin; nobody either where the values
contradict each other; anybody where browsers ignore what was sent, or nothing was."""


def read_x_frame_options(values: Sequence[str]) -> Framing:
    """Read every value of the field together."""
    if not values:
        return "absent"
    words = {value.lower() for value in split_values(", ".join(values)[:MAX_LENGTH])}
    if len(words) > 1:
        return "contradictory" if words & {"deny", "sameorigin", "allowall"} else "ignored"
    if words == {"deny"}:
        return "nobody"
    return "same-origin" if words == {"sameorigin"} else "ignored"
