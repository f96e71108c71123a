"""One HTTP answer, bounded."""

from __future__ import annotations

from dataclasses import dataclass

CODING_FAULTS = frozenset({"unknown-coding", "several-codings", "broken-coding"})
"""Why a body cannot be read: its content coding (RFC 9110 8.4) is none that we know, there are
several, or the data is not in it."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One HTTP answer, bounded."""

    url: str
    """As asked for, without fragment and user name."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """As sent, in order, repeated ones apart; bytes read as Latin-1."""
    body: bytes
    """Decompressed, cut at the limit."""
    truncated: bool
    wire_bytes: int
    elapsed: float
    """Seconds from the request, connection included, to the last header."""
    http_version: str
    cut: str = ""
    """Why the body is truncated: ``size``, ``budget``, ``timeout``, ``broken-off``, or one of
    ``CODING_FAULTS``; empty where it is whole."""
    address: str = ""
    """IP address that answered."""

    @property
    def unreadable(self) -> str:
        """Why the body says nothing, though one came; empty where it does."""
        return self.cut if self.cut in CODING_FAULTS else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a header, in the order sent, whatever the case of its name."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)

    def header(self, name: str) -> str | None:
        """Return the first value of a header."""
        return next(iter(self.all(name)), None)
