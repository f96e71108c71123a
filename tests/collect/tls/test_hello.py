"""A ClientHello made by hand: what it offers, and what the answers tell."""

from __future__ import annotations

import contextlib
import ssl
import warnings

import pytest
from cryptography.hazmat.primitives.asymmetric.dh import DHParameterNumbers
from cryptography.hazmat.primitives.serialization import Encoding, ParameterFormat
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.collect.tls.known_groups import known_primes
from portal_audit.collect.tls.worker.hello import (
    RETRY,
    TLS13,
    ClientHello,
    ServerReply,
    build,
    read,
)
from portal_audit.collect.tls.worker.key_exchange import (
    GROUPS,
    SHA1_SCHEMES,
    SIGNED_SUITES,
    TLS13_SUITES,
)
from portal_audit.demo.certificates import Authority

RANDOM = bytes(range(32))
SCHEMES = (0x0403, 0x0804, 0x0401)
KYBER = 4588


def record(kind: int, body: bytes) -> bytes:
    return bytes([kind, 3, 3]) + len(body).to_bytes(2, "big") + body


def message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def server_hello(random: bytes, suite: int, extensions: bytes, version: int = 0x0303) -> bytes:
    body = version.to_bytes(2, "big") + random + b"\0" + suite.to_bytes(2, "big") + b"\0"
    return message(2, body + len(extensions).to_bytes(2, "big") + extensions)


def extension(kind: int, data: bytes) -> bytes:
    return kind.to_bytes(2, "big") + len(data).to_bytes(2, "big") + data


ASKS_AGAIN = server_hello(
    RETRY, 0x1301, extension(43, b"\3\4") + extension(51, KYBER.to_bytes(2, "big"))
)
OLD_HELLO = server_hello(RANDOM, 0xC02F, b"")
PRIME_HELLO = server_hello(RANDOM, 0x009E, b"")
SHARE = bytes([3, 0, 29, 2, 7, 7])
"""A named curve, X25519, and a key that is short for the sake of the table."""
PRIMES = b"\0\2\7\7" + b"\0\1\2" + b"\0\2\5\5"


def signed(share: bytes, scheme: bytes) -> bytes:
    return message(12, share + scheme + b"\0\2xx")


@pytest.mark.parametrize(
    ("received", "reply"),
    [
        (b"", ServerReply()),
        (record(21, b"\2\x28"), ServerReply(alert=40, over=True)),
        (record(21, b"\1\x70"), ServerReply()),
        (
            record(21, b"\1\x70") + record(22, ASKS_AGAIN) + record(20, b"\1"),
            ServerReply(
                version=TLS13,
                suite=0x1301,
                group=KYBER,
                extensions=frozenset({43, 51}),
                over=True,
            ),
        ),
        (record(22, ASKS_AGAIN)[:-1], ServerReply()),
        (record(22, ASKS_AGAIN[:30]) + record(22, ASKS_AGAIN[30:]), read(record(22, ASKS_AGAIN))),
        (record(22, OLD_HELLO), ServerReply(version=0x0303, suite=0xC02F)),
        (
            record(22, OLD_HELLO + signed(SHARE, b"\2\1")),
            ServerReply(
                version=0x0303, suite=0xC02F, group=29, signature=0x0201, signed=True, over=True
            ),
        ),
        (
            record(22, PRIME_HELLO + signed(PRIMES, b"\4\1")),
            ServerReply(
                version=0x0303, suite=0x009E, prime="0707", signature=0x0401, signed=True, over=True
            ),
        ),
        (
            record(22, server_hello(RANDOM, 0xC013, b"", 0x0301) + signed(SHARE, b"")),
            ServerReply(version=0x0301, suite=0xC013, group=29, signed=True, over=True),
        ),
        (
            record(22, OLD_HELLO + message(11, bytes(9)) + message(14, b"")),
            ServerReply(version=0x0303, suite=0xC02F, over=True),
        ),
    ],
)
def test_what_an_answer_tells(received: bytes, reply: ServerReply) -> None:
    assert read(received) == reply


@pytest.mark.parametrize(
    ("received", "error"),
    [(b"HTTP/1.1 400 Bad Request", "not a record"), (record(22, message(2, b"xx")), "short")],
)
def test_what_is_not_tls_is_an_error(received: bytes, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        read(received)


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_make_it_fall_over(noise: bytes, framed: bool) -> None:
    try:
        reply = read(record(22, OLD_HELLO + noise) if framed else noise)
    except ValueError:
        return
    assert reply.version is None or reply.version >= 0


def openssl_answers(offer: ClientHello, context: ssl.SSLContext) -> ServerReply:
    """Hand the hello to a real server, without a network."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = context.wrap_bio(incoming, outgoing, server_side=True)
    incoming.write(build(offer, RANDOM))
    with contextlib.suppress(ssl.SSLError):
        server.do_handshake()
    return read(outgoing.read())


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """Return a server that takes nearly everything, with X25519 for groups."""
    leaf = Authority().leaf("portal.example", rsa_key=True)
    folder = tmp_path_factory.mktemp("hello")
    file, primes = folder / "server.pem", folder / "dh.pem"
    file.write_bytes(leaf.key_pem + leaf.pem)
    prime = next(prime for prime, name in known_primes().items() if name == "ffdhe2048")
    parameters = DHParameterNumbers(prime, 2).parameters()
    primes.write_bytes(parameters.parameter_bytes(Encoding.PEM, ParameterFormat.PKCS3))
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(file)
    served.load_dh_params(str(primes))
    served.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        served.minimum_version = ssl.TLSVersion.TLSv1
    return served


@pytest.mark.parametrize(
    ("groups", "group", "alert"), [((29,), 29, None), ((23, 24), 23, None), ((KYBER,), None, 40)]
)
def test_openssl_understands_the_hello_of_tls13(
    context: ssl.SSLContext, groups: tuple[int, ...], group: int | None, alert: int | None
) -> None:
    reply = openssl_answers(
        ClientHello("portal.example", TLS13_SUITES, groups, SCHEMES, TLS13), context
    )
    assert (reply.group, reply.alert, reply.over) == (group, alert, True)


@pytest.mark.parametrize(
    ("schemes", "scheme"), [(SHA1_SCHEMES, 0x0201), ((0x0401,), 0x0401), ((0x0804,), 0x0804)]
)
@pytest.mark.parametrize("suites", [SIGNED_SUITES, (0x009E,), (0xC013,)])
def test_openssl_signs_with_what_was_offered(
    context: ssl.SSLContext, schemes: tuple[int, ...], scheme: int, suites: tuple[int, ...]
) -> None:
    reply = openssl_answers(ClientHello("portal.example", suites, GROUPS, schemes), context)
    assert (reply.version, reply.signed, reply.signature) == (0x0303, True, scheme)


@pytest.mark.parametrize("host", ["portal.example", "203.0.113.5", "2001:db8::1", ""])
def test_an_address_has_no_place_among_names(host: str) -> None:
    made = build(ClientHello(host, (0xC02F,), GROUPS, SCHEMES), RANDOM)
    assert (host.encode() in made) is (host == "portal.example" or not host)
    assert (b"\x00\x00\x00" + bytes([len(host) + 5]) in made) is (host == "portal.example")


@pytest.mark.parametrize("suites", [20, 60, 90, 120, 170])
def test_no_hello_has_a_length_that_hangs_old_devices(suites: int) -> None:
    made = build(ClientHello("portal.example", range(suites), range(30), SCHEMES), RANDOM)
    message = len(made) - 5
    assert not 256 <= message < 512


def test_a_prime_that_begins_like_a_named_curve_is_read_as_a_prime() -> None:
    """One of 6144 bits has 0x0300 bytes, and 3 is what a named curve begins with."""
    share = b"\3\0" + b"\xfb" * 768 + b"\0\1\2" + b"\0\2\5\5"
    reply = read(record(22, PRIME_HELLO + signed(share, b"\4\1")))
    assert (reply.prime, reply.group, reply.signature) == ("fb" * 768, None, 0x0401)


def test_openssl_takes_a_share_that_is_not_a_key(context: ssl.SSLContext) -> None:
    """So that a server that cannot ask for another share is looked at all the same."""
    offer = ClientHello("portal.example", TLS13_SUITES, (29,), SCHEMES, TLS13, share=True)
    reply = openssl_answers(offer, context)
    assert (reply.version, reply.group, reply.alert) == (TLS13, 29, None)


def test_a_hello_of_sslv3_carries_no_extensions() -> None:
    made = build(ClientHello("portal.example", (0x0005,), GROUPS, SCHEMES, 0x0300), RANDOM)
    assert made.endswith(b"\0\2\0\5\2\1\0")
    assert b"portal" not in made
