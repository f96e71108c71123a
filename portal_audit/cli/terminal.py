"""Nothing that a portal wrote may steer the terminal, or turn a line around."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

STEERING = re.compile("[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls of C1 (ECMA-48), and characters that turn the direction of writing (UAX #9)."""


class Filtered:
    """A stream that writes such characters as ``⟨U+202E⟩``; everything else is the stream's.

    Each command makes scanned text visible by itself; this is for what one of them forgets.
    """

    def __init__(self, stream: TextIO) -> None:
        """Write to *stream*."""
        self._stream = stream

    def write(self, text: str) -> int:
        """Write it made visible."""
        return self._stream.write(STEERING.sub(_visible, text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each of them."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        """Return what the stream has."""
        return getattr(self._stream, name)


def _visible(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match.group()):04X}⟩"


@contextmanager
def filtered() -> Iterator[None]:
    """Filter standard output and standard error while the block lasts."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Filtered(before[0]), Filtered(before[1])
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
