"""The answers of the hostile servers: each trick is one way to ill-treat a client."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache

Trick = Callable[[str, asyncio.StreamWriter], Awaitable[None]]
"""Answers one request: its target (``""`` where none was read), and where to write."""

MIB = 1024 * 1024
BOMB_MIB = 512
"""What the gzip bomb grows to."""
DRIP_SECONDS = 0.1
MAZE_LINKS = 50
METADATA_URL = "http://169.254.169.254/latest/meta-data/"


async def _silent(_target: str, _writer: asyncio.StreamWriter) -> None:
    """Accept and never answer."""
    await asyncio.Event().wait()


async def _tarpit(_target: str, writer: asyncio.StreamWriter) -> None:
    """Drip a head, byte by byte, that never ends."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Drip: "
    await _drip(head, writer)


async def _slow_body(_target: str, writer: asyncio.StreamWriter) -> None:
    """Send the head at once, then a body byte by byte."""
    writer.write(_head("200 OK", "Content-Length: 1000000"))
    await _drip(b"<!doctype html><title>", writer)


async def _drip(first: bytes, writer: asyncio.StreamWriter) -> None:
    for byte in first:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)


async def _endless(_target: str, writer: asyncio.StreamWriter) -> None:
    """Send a body without end."""
    writer.write(_head("200 OK", "Transfer-Encoding: chunked"))
    chunk = b"10000\r\n" + b"<p>endless</p>\r\n" * (0x10000 // 16) + b"\r\n"
    while True:
        writer.write(chunk)
        await writer.drain()


async def _gzip_bomb(_target: str, writer: asyncio.StreamWriter) -> None:
    """Send half a mebibyte that decompresses to half a gibibyte."""
    body = gzip_bomb(BOMB_MIB)
    writer.write(_head("200 OK", "Content-Encoding: gzip", f"Content-Length: {len(body)}") + body)
    await writer.drain()


@lru_cache(maxsize=2)
def gzip_bomb(mib: int) -> bytes:
    """Return a gzip member (RFC 1952) that grows to ``mib`` mebibytes of zero bytes.

    A fully flushed block depends on nothing before it, so one block is simply repeated.
    """
    zeros = bytes(MIB)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(mib):
        crc = zlib.crc32(zeros, crc)
    size = mib * MIB % 2**32
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    end = b"\x03\x00" + crc.to_bytes(4, "little") + size.to_bytes(4, "little")
    return head + block * mib + end


async def _broken_gzip(_target: str, writer: asyncio.StreamWriter) -> None:
    """Say gzip and send something else."""
    body = b"\x1f\x8b\x08\x00this is not gzip at all"
    writer.write(_head("200 OK", "Content-Encoding: gzip", f"Content-Length: {len(body)}") + body)
    await writer.drain()


async def _redirect_loop(target: str, writer: asyncio.StreamWriter) -> None:
    """Send the visitor from /a to /b and back."""
    await _redirect("/b" if target == "/a" else "/a", writer)


async def _redirect_endless(target: str, writer: asyncio.StreamWriter) -> None:
    """Send the visitor to a new address every time."""
    step = target.rpartition("/")[2]
    await _redirect(f"/step/{int(step) + 1 if step.isdecimal() else 1}", writer)


async def _redirect_metadata(_target: str, writer: asyncio.StreamWriter) -> None:
    """Send the visitor to the metadata address of cloud machines."""
    await _redirect(METADATA_URL, writer)


async def _redirect(location: str, writer: asyncio.StreamWriter) -> None:
    writer.write(_head("302 Found", f"Location: {location}", "Content-Length: 0"))
    await writer.drain()


async def _link_maze(target: str, writer: asyncio.StreamWriter) -> None:
    """Every page links to fifty pages nobody has seen."""
    base = target.rstrip("/")[-1000:]
    links = "".join(f'<li><a href="{base}/{n}">Trang {n}</a></li>' for n in range(MAZE_LINKS))
    page = (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Mê cung</title></head>'
        f"<body><main><h1>Trang {base or '/'}</h1><p>Trang nào cũng dẫn tới năm mươi trang mới."
        f"</p><ul>{links}</ul></main></body></html>"
    ).encode()
    writer.write(_head("200 OK", f"Content-Length: {len(page)}") + page)
    await writer.drain()


async def _huge_headers(_target: str, writer: asyncio.StreamWriter) -> None:
    """Send four mebibytes of header lines."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
    for number in range(4096):
        writer.write(b"X-Filler-%d: " % number + b"f" * 1000 + b"\r\n")
        await writer.drain()
    writer.write(b"Content-Length: 0\r\n\r\n")
    await writer.drain()


async def _garbage(_target: str, writer: asyncio.StreamWriter) -> None:
    """Answer with bytes that are no HTTP."""
    writer.write(b"\x00\xff\xfeSSH-2.0-nothing\r\n" + bytes(range(256)) * 4)
    await writer.drain()


async def _closes(_target: str, _writer: asyncio.StreamWriter) -> None:
    """Hang up without a word."""


async def _body_too_short(_target: str, writer: asyncio.StreamWriter) -> None:
    """Promise a megabyte and hang up after a few bytes."""
    writer.write(_head("200 OK", "Content-Length: 1000000") + b"<!doctype html><p>ng")
    await writer.drain()


async def _body_too_long(_target: str, writer: asyncio.StreamWriter) -> None:
    """Promise ten bytes and send more."""
    writer.write(_head("200 OK", "Content-Length: 10") + b"<!doctype html><p>more than ten</p>")
    await writer.drain()


TRICKS: Mapping[str, Trick] = {
    "silent": _silent,
    "tarpit": _tarpit,
    "slow-body": _slow_body,
    "endless-body": _endless,
    "gzip-bomb": _gzip_bomb,
    "broken-gzip": _broken_gzip,
    "redirect-loop": _redirect_loop,
    "redirect-endless": _redirect_endless,
    "redirect-metadata": _redirect_metadata,
    "link-maze": _link_maze,
    "huge-headers": _huge_headers,
    "garbage": _garbage,
    "closes": _closes,
    "body-too-short": _body_too_short,
    "body-too-long": _body_too_long,
}
"""Every trick by name."""

WITHOUT_REQUEST = frozenset({"silent", "closes", "garbage"})
"""Tricks that do not wait for a request, so that a TLS hello meets them too."""


def _head(status: str, *lines: str) -> bytes:
    kept = ("Content-Type: text/html; charset=utf-8", "Connection: close", *lines)
    return "\r\n".join((f"HTTP/1.1 {status}", *kept, "", "")).encode()
