"""Lines of a chunked body that end with a bare line feed, which browsers read and h11 does not."""

from __future__ import annotations

import re

MAX_LINE = 8_192
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")


class ChunkLines:
    """Gives the lines around chunks (RFC 9112 7.1) the ends that h11 wants; data stays as it is."""

    def __init__(self) -> None:
        """Begin in front of the first chunk."""
        self._line = b""
        """As much of a line as came."""
        self._left = 0
        """Bytes of the chunk that are still to come."""
        self._after_data = False
        """Whether the line is the empty one behind a chunk."""
        self._last = False
        """Whether no chunk follows: trailers, or what h11 is to judge."""

    def read(self, data: bytes) -> bytes:
        """Return the next bytes for h11; none where a line is not complete."""
        done: list[bytes] = []
        at = 0
        while at < len(data):
            if self._left:
                done.append(data[at : at + self._left])
                at += len(done[-1])
                self._left -= len(done[-1])
                continue
            end = data.find(b"\n", at)
            self._line += data[at : end if end >= 0 else len(data)]
            if end < 0:
                break
            done += [self._line.removesuffix(b"\r"), b"\r\n"]
            self._begin_chunk(self._line)
            self._line, at = b"", end + 1
        if len(self._line) > MAX_LINE:  # no line of chunks: h11 will refuse it
            done.append(self._line)
            self._line = b""
        return b"".join(done)

    def _begin_chunk(self, line: bytes) -> None:
        size = None if self._after_data or self._last else _SIZE.match(line)
        self._last = self._last or (not self._after_data and (size is None or not int(size[0], 16)))
        self._left = int(size[0], 16) if size else 0
        self._after_data = self._left > 0
