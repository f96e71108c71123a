"""The hostile servers do what their names say."""

from __future__ import annotations

import socket
import zlib

import httpx
import pytest

from portal_audit.testbed.hostile import METADATA_URL, TRICKS, gzip_bomb, hostile


@pytest.mark.parametrize("trick", TRICKS)
def test_starts_is_reached_and_stops(trick: str) -> None:
    with hostile(trick) as server:
        with socket.create_connection(("127.0.0.1", server.port), 2):
            pass
        port = server.port
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 2)


@pytest.mark.parametrize("trick", ["silent", "tarpit", "slow-body"])
def test_stalls(trick: str) -> None:
    with (
        hostile(trick) as server,
        pytest.raises(httpx.TimeoutException),
        httpx.Client(timeout=0.05) as client,
    ):
        client.get(server.url)


@pytest.mark.parametrize(
    ("trick", "error"),
    [
        ("garbage", httpx.RemoteProtocolError),
        ("closes", httpx.TransportError),
        ("body-too-short", httpx.RemoteProtocolError),
        ("broken-gzip", httpx.DecodingError),
        ("huge-headers", httpx.TransportError),
        ("redirect-loop", httpx.TooManyRedirects),
        ("redirect-endless", httpx.TooManyRedirects),
    ],
)
def test_breaks_an_ordinary_client(trick: str, error: type[Exception]) -> None:
    with (
        hostile(trick) as server,
        pytest.raises(error),
        httpx.Client(follow_redirects=True, timeout=5) as client,
    ):
        client.get(server.url)


def test_redirects_to_the_metadata_address() -> None:
    with hostile("redirect-metadata") as server:
        assert httpx.get(server.url).headers["location"] == METADATA_URL
        assert server.requests == ["/"]


def test_every_page_of_the_maze_has_new_links() -> None:
    with hostile("link-maze") as server:
        first, second = (httpx.get(server.url + path).text for path in ("", "7"))
    assert 'href="/49"' in first
    assert 'href="/7/49"' in second


def test_endless_body_does_not_end() -> None:
    read = 0
    with hostile("endless-body") as server, httpx.stream("GET", server.url) as answer:
        for block in answer.iter_bytes():
            read += len(block)
            if read > 5_000_000:
                break
    assert read > 5_000_000


def test_bomb_is_valid_gzip_and_a_thousand_times_larger_than_sent() -> None:
    body = gzip_bomb(4)
    assert len(zlib.decompress(body, wbits=31)) == 4 * 1024 * 1024
    assert len(body) * 900 < 4 * 1024 * 1024
