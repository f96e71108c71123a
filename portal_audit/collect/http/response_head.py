"""Read the head of an HTTP/1 response as browsers do: forgiving of form, strict about framing.

Servers that browsers show pages of send field names with slashes, lines without a colon, bare line
feeds, blanks before the colon, an empty Content-Length. h11 refuses all of these, so it is shown a
head of our own that says only where the body ends; everybody else reads :class:`ResponseHead`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LEADING = 8
"""Bytes of line breaks that may stand before the status line."""
MAX_STRAY = 4
"""Bytes of anything else, such as a byte order mark, behind which Chromium finds it."""
MAX_LENGTH_DIGITS = 18

_STATUS_LINE = re.compile(rb"http(?:/(\d)\.(\d))?[ \t]*(\d{1,9})?", re.IGNORECASE)
_END = re.compile(rb"\n\r?\n")
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HTTP2_SETTINGS = re.compile(rb"\0[\0-\xff]{2}\x04[\0\x01]\0{4}")
"""The head of a SETTINGS frame on stream 0, which opens every HTTP/2 connection (RFC 9113 3.4)."""


class BadHead(ValueError):
    """Something came that is no head of an HTTP/1 response."""


class Http2Preface(BadHead):
    """HTTP/2 came though HTTP/1 was asked for."""


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """Status line and fields of one response."""

    version: str
    """``HTTP/1.1`` or ``HTTP/1.0``."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """As sent, in order; fields that browsers drop are left out; bytes read as Latin-1."""

    def framing(self) -> bytes:
        """Return a head that says no more than where the body ends (RFC 9112 6.3).

        Raises BadHead where two lengths contradict each other.
        """
        lines = [b"HTTP/1.1 %d " % self.status]
        if self.is_chunked:
            lines.append(b"Transfer-Encoding: chunked")
        elif (length := self._length()) is not None:
            lines.append(b"Content-Length: %d" % length)
        connection = self._words("connection")
        if "close" in connection or (self.version == "HTTP/1.0" and "keep-alive" not in connection):
            lines.append(b"Connection: close")
        return b"\r\n".join([*lines, b"", b""])

    @property
    def is_chunked(self) -> bool:
        """Whether the body comes in chunks, each with its length."""
        return "chunked" in self._words("transfer-encoding")

    def _words(self, name: str) -> list[str]:
        """Return the comma-separated words of a field, in lower case, empty ones left out."""
        values = (value for key, value in self.headers if key.lower() == name)
        words = (word.strip(" \t").lower() for value in values for word in value.split(","))
        return [word for word in words if word]

    def _length(self) -> int | None:
        """Return the length stated; ``None`` where the body ends with the connection."""
        stated = self._words("content-length")
        if not all(re.fullmatch(rf"[0-9]{{1,{MAX_LENGTH_DIGITS}}}", word) for word in stated):
            return None
        lengths = {int(word) for word in stated}
        if len(lengths) > 1:
            raise BadHead("different values of Content-Length")
        return lengths.pop() if lengths else None


def read_head(data: bytes) -> tuple[ResponseHead, int] | None:
    """Return the head that *data* begins with and its length; ``None`` where more is needed.

    Raises BadHead where it is no response of HTTP/1.
    """
    leading = len(data) - len(data.lstrip(b"\r\n"))
    start = data[leading : leading + MAX_STRAY + 4].lower()
    places = range(min(MAX_STRAY, len(start)) + 1)
    stray = next((at for at in places if b"http".startswith(start[at : at + 4])), None)
    if leading > MAX_LEADING or stray is None:
        if _HTTP2_SETTINGS.match(data):
            raise Http2Preface("HTTP/2 only")
        raise BadHead("no status line")
    leading += stray
    end = _END.search(data, leading)
    if end is None:
        return None
    status_line, *lines = data[leading : end.start()].split(b"\n")
    found = _STATUS_LINE.match(status_line)
    status = int(found[3] or 200) if found else 0
    if found is None or not 100 <= status <= 999:
        raise BadHead("no status code")
    old = found[1] is None or (found[1], found[2]) < (b"1", b"1")
    head = ResponseHead("HTTP/1.0" if old else "HTTP/1.1", status, tuple(_fields(lines)))
    return head, end.end()


def _fields(lines: list[bytes]) -> Iterator[tuple[str, str]]:
    """Yield name and value of the fields that browsers take.

    A line that begins with a blank goes on with the one before it (RFC 9112 5.2, obs-fold).
    """
    unfolded: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if unfolded:
                unfolded[-1] += b" " + line.strip(b" \t\r")
        else:
            unfolded.append(line.strip(b"\r"))
    for line in unfolded:
        name, colon, value = line.partition(b":")
        name = name.rstrip(b" \t")
        if colon and _TOKEN.fullmatch(name) and b"\0" not in value:
            yield name.decode("ascii"), value.strip(b" \t\r").decode("latin-1")
