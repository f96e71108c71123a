"""A body is read within bounds, whatever it claims to be."""

import gzip
import sys
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.collect.http.bounded_body import MAX_PIECES, Body

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = b"<!doctype html><p>Tin t\xe1\xbb\xa9c</p>" * 20
BARE = zlib.compressobj(9, zlib.DEFLATED, -15)
BARE_DEFLATE = BARE.compress(TEXT) + BARE.flush()


def read(encoding: str, sent: bytes, step: int = 7, wire: int = 10_000, size: int = 10_000) -> Body:
    body = Body(encoding, wire, size)
    for start in range(0, len(sent), step):
        if not body.feed(sent[start : start + step]):
            return body
    body.finish()
    return body


@pytest.mark.parametrize("step", [1, 2, 7, 100_000])
@pytest.mark.parametrize(
    ("encoding", "sent", "data", "cut"),
    [
        ("", TEXT, TEXT, ""),
        ("identity", TEXT, TEXT, ""),
        ("gzip", gzip.compress(TEXT, mtime=0), TEXT, ""),
        ("GZip", gzip.compress(TEXT, mtime=0), TEXT, ""),
        ("x-gzip", gzip.compress(TEXT, mtime=0), TEXT, ""),
        ("gzip, identity", gzip.compress(TEXT, mtime=0), TEXT, ""),
        ("gzip", gzip.compress(TEXT, mtime=0) + gzip.compress(TEXT, mtime=0), TEXT + TEXT, ""),
        ("gzip", gzip.compress(TEXT, mtime=0) + bytes(9), TEXT, ""),
        ("gzip", b"", b"", ""),
        ("deflate", zlib.compress(TEXT), TEXT, ""),
        ("deflate", BARE_DEFLATE, TEXT, ""),
        ("gzip", TEXT, TEXT, ""),
        ("gzip", b"k", b"k", ""),
        ("br", brotli.compress(TEXT), TEXT, ""),
        ("BR", brotli.compress(TEXT), TEXT, ""),
        ("zstd", zstd.compress(TEXT), TEXT, ""),
        ("zstd", zstd.compress(TEXT) + zstd.compress(TEXT), TEXT + TEXT, ""),
        ("gzip", b"\x1f\x8b\x08\x00no gzip after all", b"", "broken-coding"),
        ("deflate", TEXT, b"", "broken-coding"),
        ("br", TEXT, b"", "broken-coding"),
        ("zstd", TEXT, b"", "broken-coding"),
        ("compress", TEXT, b"", "unknown-coding"),
        ("utf-8", TEXT, b"", "unknown-coding"),
        ("gzip, br", brotli.compress(gzip.compress(TEXT, mtime=0)), b"", "several-codings"),
        (
            "gzip, gzip",
            gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0),
            b"",
            "several-codings",
        ),
    ],
)
def test_a_body_is_decoded(encoding: str, sent: bytes, data: bytes, cut: str, step: int) -> None:
    body = read(encoding, sent, step)
    assert (body.data, body.cut) == (data, cut)


def test_a_gzip_body_that_breaks_is_kept_up_to_there() -> None:
    body = read("gzip", gzip.compress(TEXT, mtime=0)[:-12])
    assert body.cut == "broken-off"
    assert TEXT.startswith(body.data)


def test_bytes_on_the_wire_are_bounded() -> None:
    body = read("", bytes(500), wire=100)
    assert (len(body.data), body.cut) == (100, "size")


def test_a_body_in_chunks_of_a_byte_is_cut_by_their_number() -> None:
    body = read("", bytes(MAX_PIECES + 500), 1, wire=3_000_000)
    assert (len(body.data), body.cut) == (MAX_PIECES, "size")


def test_text_that_is_still_compressed_was_coded_twice() -> None:
    body = Body("gzip", 10_000, 10_000)
    body.feed(gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0))
    body.finish("Text/HTML; charset=utf-8")
    assert body.cut == "several-codings"


def test_a_compressed_file_sent_compressed_is_whole() -> None:
    body = Body("gzip", 10_000, 10_000)
    body.feed(gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0))
    body.finish("application/gzip")
    assert body.cut == ""


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)],
)
def test_a_bomb_is_cut_after_decompression(
    encoding: str, compress: Callable[[bytes], bytes]
) -> None:
    body = read(encoding, compress(bytes(5_000_000)), step=1_000, size=1_000)
    assert (len(body.data), body.cut) == (1_000, "size")


def test_a_body_of_exactly_the_limit_is_whole() -> None:
    body = read("gzip", gzip.compress(bytes(1_000)), step=1_000, size=1_000, wire=1_000)
    assert (len(body.data), body.cut) == (1_000, "")


def test_thousands_of_members_are_cut() -> None:
    body = read("gzip", gzip.compress(b"") * 400, step=1_000)
    assert body.cut == "broken-coding"


@given(
    st.sampled_from(["", "gzip", "deflate", "br", "zstd", ",", "gzip;q=1"]), st.binary(max_size=400)
)
def test_no_bytes_raise_or_pass_the_limit(encoding: str, sent: bytes) -> None:
    body = read(encoding, sent, size=50, wire=200)
    assert len(body.data) <= 50
