"""Responses that browsers show all the same are read, and what cannot be decoded is named."""

import asyncio
import gzip
import ssl
from collections.abc import Callable
from ipaddress import ip_network

import brotli  # type: ignore[import-untyped]
import h2.config
import h2.connection
import h2.events
import h2.exceptions
import pytest
import trustme

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.errors import NotHttp
from portal_audit.evidence.answer import HttpResponse
from portal_audit.model import Target

LIMITS = VisitLimits(rate=10_000, connect_timeout=5, read_timeout=5, site_timeout=20)
LOOPBACK = AccessRules(allow_private=(ip_network("127.0.0.0/8"),))
PAGE = "<!doctype html><html lang=vi><title>Xã Mẫu</title><p>Ủy ban nhân dân".encode()
TWICE = gzip.compress(gzip.compress(PAGE, mtime=0), mtime=0)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(PAGE)
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]


def fetch(talk: Talk, tls: ssl.SSLContext | None = None, method: str = "GET") -> HttpResponse:
    """Ask a server that talks so for its home page."""

    async def main() -> HttpResponse:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)  # type: ignore[arg-type]
        port = server.sockets[0].getsockname()[1]
        url = f"http{'s' if tls else ''}://portal.example:{port}/"
        async with server, HttpClient(Target("p", url, address="127.0.0.1"), LIMITS, LOOPBACK) as c:
            return await c.get(url, method=method)

    return asyncio.run(main())


def sends(message: bytes) -> Talk:
    """Return a server that answers with these bytes, and closes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(message)
        await writer.drain()
        writer.close()

    return talk


@pytest.mark.parametrize(
    "message",
    [
        OK
        + b"get-ban-to-cache-result/forum.php: userdata not support\r\n"
        + LENGTH
        + b"\r\n"
        + PAGE,
        OK + b"/usr/lib/python3/x: \r\nContent Type: text/html\r\n" + LENGTH + b"\r\n" + PAGE,
        OK + b"Warning something broke\r\n" + LENGTH + b"\r\n" + PAGE,
        OK + b"Content-Length: \r\n\r\n" + PAGE,
        OK + LENGTH + LENGTH + b"\r\n" + PAGE,
        OK + b"Transfer-Encoding: identity\r\n\r\n" + PAGE,
        OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE),
        (
            OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
        ).replace(b"\r\n", b"\n"),
        OK.replace(b"HTTP", b"http") + LENGTH + b"\r\n" + PAGE,
        b"\r\n" + OK + LENGTH + b"\r\n" + PAGE,
        b"\xef\xbb\xbf" + OK + LENGTH + b"\r\n" + PAGE,
        b" " + OK + LENGTH + b"\r\n" + PAGE,
        OK + b"X-Frame-Options : DENY\r\n" + LENGTH + b"\r\n" + PAGE,
        (OK + LENGTH + b"\r\n").replace(b"\r\n", b"\n") + PAGE,
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + OK + LENGTH + b"\r\n" + PAGE,
    ],
)
def test_slips_that_browsers_forgive_are_forgiven(message: bytes) -> None:
    answer = fetch(sends(message))
    assert (answer.status, answer.body, answer.cut) == (200, PAGE, "")
    assert answer.header("content-type") == "text/html"


def test_fields_are_kept_as_sent_though_the_library_sees_fewer() -> None:
    answer = fetch(
        sends(OK + b"X-Frame-Options : DENY\r\nServer:\tIIS\r\n" + LENGTH + b"\r\n" + PAGE)
    )
    assert answer.headers == (
        ("Content-Type", "text/html"),
        ("X-Frame-Options", "DENY"),
        ("Server", "IIS"),
        ("Content-Length", str(len(PAGE))),
    )
    assert answer.http_version == "HTTP/1.1"


def test_the_length_of_an_answer_to_head_is_known() -> None:
    answer = fetch(sends(OK + LENGTH + b"\r\n"), method="HEAD")
    assert (answer.body, answer.header("content-length")) == (b"", str(len(PAGE)))


def test_lengths_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(NotHttp, match="Content-Length"):
        fetch(sends(OK + LENGTH + b"Content-Length: 1\r\n\r\n" + PAGE))


@pytest.mark.parametrize(
    ("coding", "body", "read", "unreadable"),
    [
        (b"br", brotli.compress(PAGE), PAGE, ""),
        (b"utf-8", PAGE, b"", "unknown-coding"),
        (b"br", PAGE, b"", "broken-coding"),
        (
            b"gzip, gzip",
            gzip.compress(gzip.compress(PAGE, mtime=0), mtime=0),
            b"",
            "several-codings",
        ),
    ],
)
def test_a_body_is_decoded_or_said_to_be_unreadable(
    coding: bytes, body: bytes, read: bytes, unreadable: str
) -> None:
    answer = fetch(sends(OK + b"Content-Encoding: " + coding + b"\r\n\r\n" + body))
    assert (answer.body, answer.unreadable) == (read, unreadable)


def http2(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> object:
    """Answer over HTTP/2, whatever is asked for."""

    async def talk() -> None:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        writer.write(connection.data_to_send())
        try:
            while data := await reader.read(65_536):
                for event in connection.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        fields = [(":status", "200"), ("content-type", "text/html")]
                        connection.send_headers(event.stream_id, fields)
                        connection.send_data(event.stream_id, PAGE, end_stream=True)
                writer.write(connection.data_to_send())
        except (OSError, h2.exceptions.ProtocolError):
            pass
        finally:
            writer.close()

    return talk()


def test_a_server_that_speaks_http2_only_is_read() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("portal.example").configure_cert(context)
    context.set_alpn_protocols(["h2"])
    answer = fetch(http2, context)
    assert (answer.status, answer.body, answer.http_version) == (200, PAGE, "HTTP/2")


def test_http2_without_encryption_is_named() -> None:
    with pytest.raises(NotHttp, match="HTTP/2 only"):
        fetch(http2)
