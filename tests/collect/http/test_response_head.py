"""The head of a response is read as browsers read it, and the end of its body is never in doubt."""

import asyncio
from typing import Any

import h11
import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.collect.http import response_stream
from portal_audit.collect.http.response_head import BadHead, Http2Preface, ResponseHead, read_head
from portal_audit.collect.http.response_stream import ResponseStream, SpeaksHttp2

OK = b"HTTP/1.1 200 OK\r\n"


def head_of(data: bytes) -> ResponseHead:
    found = read_head(data)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("lines", "headers"),
    [
        (b"A: 1\r\nB:2\r\n", (("A", "1"), ("B", "2"))),
        (b"A: 1\nB: 2\n", (("A", "1"), ("B", "2"))),
        (b"A : 1\r\n", (("A", "1"),)),
        (b"get-ban/forum.php: 1\r\nB: 2\r\n", (("B", "2"),)),
        (b"Content Type: text/html\r\nB: 2\r\n", (("B", "2"),)),
        (b"/usr/lib/python3/x: \r\nB: 2\r\n", (("B", "2"),)),
        (b"Warning something broke\r\nB: 2\r\n", (("B", "2"),)),
        (b": nameless\r\nB: 2\r\n", (("B", "2"),)),
        (b"A: 1\r\n  more\r\n\tand more\r\nB: 2\r\n", (("A", "1 more and more"), ("B", "2"))),
        (b" no field before it\r\nB: 2\r\n", (("B", "2"),)),
        (b"A: nul\0\r\nB: 2\r\n", (("B", "2"),)),
        (b"A:\r\nB: \t 2 \t\r\n", (("A", ""), ("B", "2"))),
        (b"A: c\xe1\xbb\x95ng\r\n", (("A", "cá»\x95ng"),)),
        (b"A: 1\r\nA: 2\r\n", (("A", "1"), ("A", "2"))),
        (b"", ()),
    ],
)
def test_fields_that_browsers_take_are_read(lines: bytes, headers: tuple[Any, ...]) -> None:
    end = b"\r\n" if b"\r\n" in lines or not lines else b"\n"
    assert head_of(OK + lines + end).headers == headers


@pytest.mark.parametrize(
    ("line", "version", "status"),
    [
        (b"HTTP/1.1 404 Not Found", "HTTP/1.1", 404),
        (b"http/1.1 200 OK", "HTTP/1.1", 200),
        (b"HTTP/1.0 301", "HTTP/1.0", 301),
        (b"HTTP/1.1  200  OK", "HTTP/1.1", 200),
        (b"HTTP/1.1 200 Kh\xc3\xb4ng", "HTTP/1.1", 200),
        (b"HTTP/1.1 OK", "HTTP/1.1", 200),
        (b"HTTP 200 OK", "HTTP/1.0", 200),
        (b"\r\nHTTP/1.1 200 OK", "HTTP/1.1", 200),
        (b"\nHTTP/1.1 200 OK", "HTTP/1.1", 200),
    ],
)
def test_status_lines(line: bytes, version: str, status: int) -> None:
    head = head_of(line + b"\r\n\r\n")
    assert (head.version, head.status) == (version, status)


@pytest.mark.parametrize(
    ("lines", "framing"),
    [
        (b"Content-Length: 5", b"Content-Length: 5"),
        (b"Content-Length:", b""),
        (b"Content-Length: five", b""),
        (b"Content-Length: -5", b""),
        (b"Content-Length: 5, 5", b"Content-Length: 5"),
        (b"Content-Length: 5\r\nContent-Length: 05", b"Content-Length: 5"),
        (b"Content-Length: 99999999999999999999", b""),
        (b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
        (b"Transfer-Encoding: chunked, chunked", b"Transfer-Encoding: chunked"),
        (b"Transfer-Encoding: Chunked\r\nContent-Length: 5", b"Transfer-Encoding: chunked"),
        (b"Transfer-Encoding: identity\r\nContent-Length: 5", b"Content-Length: 5"),
        (b"Transfer-Encoding: identity", b""),
        (b"Connection: Keep-Alive, close", b"Connection: close"),
    ],
)
def test_the_end_of_the_body_is_told_once(lines: bytes, framing: bytes) -> None:
    sent = head_of(OK + lines + b"\r\n\r\n").framing()
    assert sent == b"HTTP/1.1 200 \r\n" + (framing + b"\r\n" if framing else b"") + b"\r\n"


def test_old_servers_close_unless_they_say_otherwise() -> None:
    assert b"Connection: close" in head_of(b"HTTP/1.0 200 OK\r\n\r\n").framing()
    kept = head_of(b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n").framing()
    assert b"Connection" not in kept


def test_lengths_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(BadHead):
        head_of(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n").framing()


@pytest.mark.parametrize(
    "data",
    [b"<html>", b"SSH-2.0-OpenSSH", b"\r\n" * 9 + OK, b"HTTP/1.1 099 X\r\n\r\n", b"ICY 200 OK\r\n"],
)
def test_what_is_no_http_is_refused(data: bytes) -> None:
    with pytest.raises(BadHead):
        read_head(data)


def test_http2_is_told_from_noise() -> None:
    with pytest.raises(Http2Preface):
        read_head(bytes.fromhex("00001204000000000000030000008000"))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_head_or_refused(data: bytes) -> None:
    """Whatever is read, h11 can read what we make of it."""
    try:
        found = read_head(OK + data + b"\r\n\r\n")
        assert found is not None
        framing = found[0].framing()
    except BadHead:
        return
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("Host", "portal.example")]))
    connection.receive_data(framing)
    assert isinstance(connection.next_event(), h11.Response)


@given(st.lists(st.binary(max_size=12), max_size=8), st.integers(1, 40))
def test_a_head_is_the_same_however_it_arrives(lines: list[bytes], step: int) -> None:
    sent = OK + b"".join(line.replace(b"\n", b" ") + b"\r\n" for line in lines) + b"\r\nbody"
    whole = read_head(sent)
    assert whole is not None
    for end in range(1, len(sent), step):
        part = read_head(sent[:end])
        assert part is None or part == whole


class Sent(httpcore.AsyncNetworkStream):
    """A connection that holds these reads."""

    def __init__(self, *reads: bytes) -> None:
        self.reads = list(reads)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.reads.pop(0) if self.reads else b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass


def first_read(*reads: bytes, most: int = 1_000) -> tuple[bytes, ResponseHead | None]:
    stream = ResponseStream(Sent(*reads), most)
    return asyncio.run(stream.read(65_536)), stream.head


def test_a_head_in_pieces_is_put_together() -> None:
    data, head = first_read(b"HTTP/1.1 20", b"0 OK\r\nA b: 1\r\n", b"C: 2\r\n\r\nbody")
    assert data == b"HTTP/1.1 200 \r\n\r\nbody"
    assert head is not None
    assert head.headers == (("C", "2"),)


def test_interim_responses_are_passed_over() -> None:
    data, head = first_read(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", OK + b"\r\nbody")
    assert (data, head and head.status) == (b"HTTP/1.1 200 \r\n\r\nbody", 200)


@pytest.mark.parametrize("flood", [[b"A: 1\r\n"] * 300, [b"HTTP/1.1 100 C\r\n\r\n"] * 300])
def test_a_head_without_end_is_refused(flood: list[bytes]) -> None:
    with pytest.raises(httpcore.RemoteProtocolError, match="bytes of headers"):
        first_read(b"HTTP/1.1 100 C\r\n\r\n" if flood[0][:1] == b"H" else OK, *flood)


def test_a_head_that_drips_is_waited_for_no_longer_than_one_that_does_not_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, waited = [0.0], list[float | None]()

    class Dripping(Sent):
        async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            waited.append(timeout)
            now[0] += 4
            return await super().read(max_bytes, timeout)

    monkeypatch.setattr(response_stream, "monotonic", lambda: now[0])
    stream = ResponseStream(Dripping(OK, b"A: 1\r\n", b"B: 2\r\n", b"C: 3\r\n"), 1_000)
    asyncio.run(stream.read(65_536, 10))
    assert waited[:4] == [10, 6, 2, 0]


def test_a_connection_that_closes_early_says_nothing() -> None:
    assert first_read(OK) == (b"", None)


def test_every_request_is_answered_by_a_head_of_its_own() -> None:
    async def main() -> list[bytes]:
        stream = ResponseStream(Sent(OK + b"\r\none", b"more", b"http/1.1 404 No\r\n\r\n"), 1_000)
        first = [await stream.read(65_536), await stream.read(65_536)]
        await stream.write(b"GET /two HTTP/1.1\r\n\r\n")
        return [*first, await stream.read(65_536)]

    assert asyncio.run(main()) == [
        b"HTTP/1.1 200 \r\n\r\none",
        b"more",
        b"HTTP/1.1 404 \r\n\r\n",
    ]


def test_a_server_of_http2_is_named() -> None:
    with pytest.raises(SpeaksHttp2):
        first_read(bytes.fromhex("000012040000000000000300000080"))
