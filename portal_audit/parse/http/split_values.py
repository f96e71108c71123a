"""Split a field's value at its commas (Fetch Standard, “get, decode, and split”)."""

from __future__ import annotations

import re

_PIECE = re.compile(r'(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|[^",])*', re.DOTALL)


def split_values(text: str) -> list[str]:
    """Return the parts; a comma within a quoted string parts nothing, and quotes stay."""
    parts: list[str] = []
    at = 0
    while True:
        piece = _PIECE.match(text, at)
        assert piece is not None  # the pattern matches the empty string
        parts.append(piece[0].strip("\t "))
        at = piece.end()
        if at >= len(text):
            return parts
        at += 1
