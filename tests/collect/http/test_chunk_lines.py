"""Chunked bodies reach h11 with the line ends it wants, however they are cut on the way."""

from itertools import pairwise

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.collect.http.chunk_lines import MAX_LINE, ChunkLines

HEAD = b"HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n"


def decoded(pieces: list[bytes]) -> bytes:
    """Return the body that h11 makes of what passes."""
    connection = h11.Connection(h11.CLIENT)
    request = h11.Request(method="GET", target="/", headers=[("Host", "a")])
    connection.send(request)
    connection.send(h11.EndOfMessage())
    lines, body = ChunkLines(), b""
    connection.receive_data(HEAD)
    for piece in pieces:
        if passed := lines.read(piece):
            connection.receive_data(passed)
    while not isinstance(event := connection.next_event(), h11.EndOfMessage):
        assert event is not h11.NEED_DATA
        body += bytes(event.data) if isinstance(event, h11.Data) else b""
    return body


def cut(message: bytes, at: list[int]) -> list[bytes]:
    places = sorted({place % (len(message) + 1) for place in at} | {0, len(message)})
    return [message[a:b] for a, b in pairwise(places)]


CHUNKS = st.lists(st.binary(min_size=1, max_size=30) | st.just(b"\r\n0\r\n\r\n"), max_size=5)


@given(CHUNKS, st.sampled_from([b"\n", b"\r\n"]), st.lists(st.integers(0, 500), max_size=8))
def test_what_is_in_the_chunks_is_read_and_nothing_else(
    chunks: list[bytes], end: bytes, at: list[int]
) -> None:
    message = b"".join(b"%x;note=1" % len(one) + end + one + end for one in chunks)
    message += b"0" + end + b"X-Trailer: a" + end + end
    assert decoded(cut(message, at)) == b"".join(chunks)


@pytest.mark.parametrize("junk", [b"no size\r\n", b"5\r\nabcdeXY\r\n", b"-1\r\n"])
def test_what_is_no_chunk_is_left_to_h11_to_refuse(junk: bytes) -> None:
    with pytest.raises(h11.RemoteProtocolError):
        decoded([junk])


def test_a_line_without_an_end_is_not_kept_for_ever() -> None:
    lines = ChunkLines()
    assert lines.read(b"a" * MAX_LINE) == b""
    assert len(lines.read(b"a")) == MAX_LINE + 1
