"""One hello of SSLv2: its server lists what it takes; all others answer something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.collect.tls.worker.ssl2 import SUITES, build, read

RC4 = SUITES["SSL_CK_RC4_128_WITH_MD5"].to_bytes(3, "big")
UNKNOWN = b"\x0f\x0f\x0f"


def server_hello(kinds: bytes, certificate: bytes = b"\x30\0") -> bytes:
    lengths = b"".join(size.to_bytes(2, "big") for size in (len(certificate), len(kinds), 16))
    message = b"\4\0\1\0\2" + lengths + certificate + kinds + bytes(16)
    return (0x8000 + len(message)).to_bytes(2, "big") + message


def test_all_suites_are_offered() -> None:
    made = build(bytes(16))
    assert made[:5] == bytes([0x80, len(made) - 2, 1, 0, 2])
    assert all(number.to_bytes(3, "big") in made for number in SUITES.values())


@pytest.mark.parametrize(
    ("received", "suites"),
    [
        (server_hello(RC4), ("SSL_CK_RC4_128_WITH_MD5",)),
        (server_hello(UNKNOWN + RC4), ("SSL_CK_RC4_128_WITH_MD5",)),
        (server_hello(b""), ()),
        (b"\x15\x03\x01\x00\x02\x02\x46", ()),
        (b"\x80\x03\0\0\1", ()),
        (b"HTTP/1.1 400 Bad Request", ()),
        (b"", ()),
    ],
    ids=["one", "an unknown one", "none", "alert of TLS", "error of SSLv2", "HTTP", "cut"],
)
def test_what_the_answer_lists(received: bytes, suites: tuple[str, ...]) -> None:
    assert read(received) == suites


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fall_over(noise: bytes) -> None:
    assert set(read(b"\x80" + noise)) <= set(SUITES)
