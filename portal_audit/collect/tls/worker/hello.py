"""Build a ClientHello and read what comes back, for offers that no library at hand can make.

Pure, and no more of TLS than that: no keys are made and no handshake is ever finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_address

from portal_audit.collect.tls.worker.iana_numbers import finite_field

ALERT, HANDSHAKE = 21, 22
"""Record types (RFC 8446 section 5.1)."""
WARNING = b"\1"
"""Level of an alert after which the handshake goes on, such as one about the name."""
SERVER_HELLO, SERVER_KEY_EXCHANGE, SERVER_HELLO_DONE = 2, 12, 14
"""Handshake types (RFC 5246 section 7.4)."""
NAME, GROUPS, POINTS, SIGNATURES, MASTER_SECRET = 0, 10, 11, 13, 23
PADDING, VERSIONS, KEY_SHARE, RENEGOTIATION = 21, 43, 51, 0xFF01
"""Extensions, by IANA's numbers."""
SSL3, TLS12, TLS13 = 0x0300, 0x0303, 0x0304
FEW, MANY = 256, 512
"""Hellos of a length in between hang old F5 devices (RFC 7685 section 1)."""
RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random of a HelloRetryRequest (RFC 8446 section 4.1.3)."""
ELLIPTIC_CURVE_BY_NAME = 3
"""RFC 8422 section 5.4."""
X25519 = 29
NO_COMPRESSION, OR_DEFLATE = b"\1\0", b"\2\1\0"


@dataclass(frozen=True, slots=True)
class ClientHello:
    """What to offer; numbers are IANA's, in order of preference."""

    host: str
    suites: Sequence[int]
    groups: Sequence[int]
    signatures: Sequence[int]
    version: int = TLS12
    """The newest, and for TLS 1.3 the only one."""
    size: int = 0
    """Bytes that the message is padded to at least (RFC 7685)."""
    share: bool = False
    """Whether to send a share for X25519, to servers of TLS 1.3 that cannot ask for one."""


@dataclass(frozen=True, slots=True)
class ServerReply:
    """What a server said to it, as far as it has come."""

    alert: int | None = None
    version: int | None = None
    suite: int | None = None
    group: int | None = None
    """Chosen for the key exchange: by a HelloRetryRequest as well, or in the server's share."""
    prime: str | None = None
    """Prime of the server's share, in hexadecimal, where the suite goes by one."""
    compression: int = 0
    """IANA's number of the method chosen; 0: none."""
    extensions: frozenset[int] = frozenset()
    """Those that a ServerHello carries."""
    signature: int | None = None
    """Scheme that a ServerKeyExchange of TLS 1.2 is signed with."""
    signed: bool = False
    """Whether a ServerKeyExchange came."""
    over: bool = False
    """Whether nothing more of interest is to come."""


def build(offer: ClientHello, random: bytes) -> bytes:
    """Return the ClientHello in its record (RFC 5246 section 7.4.1.2, RFC 8446 section 4.1.2).

    *random* has 32 bytes. For TLS 1.3 no key share is sent, which asks for a HelloRetryRequest
    (RFC 8446 section 4.2.8), so that no key has to be made; a *share* is random as well, since any
    32 bytes are a key of X25519. Older hellos offer to compress, to see whether it is taken. SSLv3
    knows no extensions.
    """
    parts = [
        *([_extension(NAME, _vector(b"\0" + _vector(_name(offer.host))))] if _named(offer) else []),
        _extension(GROUPS, _vector(_shorts(offer.groups))),
        _extension(POINTS, b"\1\0"),
        _extension(SIGNATURES, _vector(_shorts(offer.signatures))),
        _extension(MASTER_SECRET, b""),
        _extension(RENEGOTIATION, b"\0"),
    ]
    if offer.version == TLS13:
        share = _shorts([X25519]) + _vector(random) if offer.share else b""
        parts += [
            _extension(VERSIONS, b"\2" + _shorts([TLS13])),
            _extension(KEY_SHARE, _vector(share)),
        ]
    legacy = min(offer.version, TLS12)
    body = _shorts([legacy]) + random + b"\0" + _vector(_shorts(offer.suites))
    body += NO_COMPRESSION if offer.version == TLS13 else OR_DEFLATE
    if offer.version != SSL3:
        length = len(body) + len(b"".join(parts))
        missing = max(offer.size, MANY if FEW <= length + 4 < MANY else 0) - length
        if missing > 0:
            parts.append(_extension(PADDING, bytes(missing)))
        body += _vector(b"".join(parts))
    message = b"\1" + len(body).to_bytes(3, "big") + body
    return bytes([HANDSHAKE]) + _shorts([min(legacy, 0x0301)]) + _vector(message)


def read(received: bytes) -> ServerReply:
    """Return what has come so far. Raises ValueError for what is not TLS."""
    reply, flight, alert = ServerReply(), b"", None
    for kind, body in _records(received):
        if kind == ALERT and body[:1] != WARNING:
            alert = body[1] if len(body) > 1 else 0
            break
        if kind == HANDSHAKE:
            flight += body
    for kind, body in _messages(flight):
        if reply.over:
            break
        if kind == SERVER_HELLO:
            reply = _server_hello(body)
        elif kind == SERVER_KEY_EXCHANGE:
            reply = _share(reply, body)
        elif kind == SERVER_HELLO_DONE:
            reply = replace(reply, over=True)
    return reply if reply.over or alert is None else replace(reply, alert=alert, over=True)


def _server_hello(body: bytes) -> ServerReply:
    session = 35 + body[34] if len(body) > 34 else len(body)
    if len(body) < session + 3:
        raise ValueError("a short ServerHello")
    version = int.from_bytes(body[:2], "big")
    suite = int.from_bytes(body[session : session + 2], "big")
    group, kinds = None, set()
    for kind, data in _extensions(body[session + 3 :]):
        kinds.add(kind)
        if kind == VERSIONS and len(data) == 2:
            version = int.from_bytes(data, "big")
        elif kind == KEY_SHARE and len(data) >= 2:
            group = int.from_bytes(data[:2], "big")
    over = version >= TLS13 or body[2:34] == RETRY
    return ServerReply(
        version=version,
        suite=suite,
        group=group,
        compression=body[session + 2],
        extensions=frozenset(kinds),
        over=over,
    )


def _share(reply: ServerReply, body: bytes) -> ServerReply:
    """Add what the ServerKeyExchange tells (RFC 5246 section 7.4.3, RFC 8422 section 5.4).

    The scheme of TLS 1.2 stands between parameters and signature; older versions have but one.
    """
    group, prime, end = None, None, len(body)
    if reply.suite in finite_field():
        size = int.from_bytes(body[:2], "big")
        prime, end = body[2 : 2 + size].hex() or None, 0
        for _ in range(3):  # prime, generator, public key
            end += 2 + int.from_bytes(body[end : end + 2], "big")
    elif body[:1] == bytes([ELLIPTIC_CURVE_BY_NAME]) and len(body) > 3:
        group, end = int.from_bytes(body[1:3], "big"), 4 + body[3]
    scheme = body[end : end + 2] if reply.version == TLS12 else b""
    signature = int.from_bytes(scheme, "big") if len(scheme) == 2 else None
    return replace(reply, group=group, prime=prime, signature=signature, signed=True, over=True)


def _records(received: bytes) -> Iterable[tuple[int, bytes]]:
    """Yield the records that have come; the last one may be in part."""
    at = 0
    while len(received) - at >= 5:
        if received[at] not in (20, 21, 22, 23, 24) or received[at + 1] != 3:
            raise ValueError("not a record of TLS")
        size = int.from_bytes(received[at + 3 : at + 5], "big")
        body = received[at + 5 : at + 5 + size]
        if received[at] == HANDSHAKE or len(body) == size:
            yield received[at], body
        at += 5 + size


def _messages(flight: bytes) -> Iterable[tuple[int, bytes]]:
    at = 0
    while len(flight) - at >= 4:
        size = int.from_bytes(flight[at + 1 : at + 4], "big")
        if len(flight) < at + 4 + size:
            return
        yield flight[at], flight[at + 4 : at + 4 + size]
        at += 4 + size


def _extensions(block: bytes) -> Iterable[tuple[int, bytes]]:
    at = 2
    while len(block) - at >= 4:
        size = int.from_bytes(block[at + 2 : at + 4], "big")
        yield int.from_bytes(block[at : at + 2], "big"), block[at + 4 : at + 4 + size]
        at += 4 + size


def _named(offer: ClientHello) -> bool:
    """Tell whether the host is a name: an address has no place in SNI (RFC 6066 section 3)."""
    try:
        ip_address(offer.host)
    except ValueError:
        return bool(offer.host)
    return False


def _name(host: str) -> bytes:
    return host.encode("ascii", "replace")[:255]


def _extension(kind: int, data: bytes) -> bytes:
    return _shorts([kind]) + _vector(data)


def _vector(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


def _shorts(numbers: Iterable[int]) -> bytes:
    return b"".join(number.to_bytes(2, "big") for number in numbers)
