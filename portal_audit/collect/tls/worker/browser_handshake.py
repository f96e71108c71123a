"""One handshake as a present-day browser makes it, and a look at what answered."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from time import monotonic

BROWSER_SUITES = ":".join(
    (
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305",
        "ECDHE-RSA-CHACHA20-POLY1305",
        "ECDHE-RSA-AES128-SHA",
        "ECDHE-RSA-AES256-SHA",
        "AES128-GCM-SHA256",
        "AES256-GCM-SHA384",
        "AES128-SHA",
        "AES256-SHA",
        "@SECLEVEL=0",
    )
)
"""What Chrome and Firefox offer below TLS 1.3, in their order: no DHE, RSA key exchange last."""

BROWSER_NUMBERS = (
    *(0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014),
    *(0x009C, 0x009D, 0x002F, 0x0035),
)
"""The same by IANA's numbers."""

BROWSER_SUITES13 = (
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_GCM_SHA256",
)
"""What OpenSSL offers of TLS 1.3 by default, in its order."""

OP_LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL: do not break off because the server lacks RFC 5746; another probe looks at that."""

RECORD_TYPES = range(20, 25)
"""First byte of a TLS record (RFC 8446 section 5.1)."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """How one handshake ended."""

    result: str
    """``ok``, ``rejected``, ``closed``, ``not-tls``, ``timeout``, ``refused``, ``unreachable``."""
    suite: str | None = None
    """As OpenSSL names it."""
    version: str | None = None


def handshake(
    host: str, address: str, port: int, seconds: float, *, newest: ssl.TLSVersion
) -> Handshake:
    """Connect once, with TLS 1.2 up to *newest*, and give it *seconds* in all."""
    deadline = monotonic() + seconds
    try:
        with socket.create_connection((address, port), timeout=seconds) as connection:
            return _shake(connection, host, newest, deadline)
    except TimeoutError:
        return Handshake("unreachable")
    except ConnectionRefusedError:
        return Handshake("refused")
    except OSError:
        return Handshake("unreachable")


def _shake(
    connection: socket.socket, host: str, newest: ssl.TLSVersion, deadline: float
) -> Handshake:
    received, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = _context(newest).wrap_bio(received, outgoing, server_hostname=host)
    first = b""
    while True:
        try:
            tls.do_handshake()
            cipher = tls.cipher()
            return Handshake("ok", cipher[0] if cipher else None, tls.version())
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError:
            is_tls = not first or first[0] in RECORD_TYPES or first[0] & 0x80
            return Handshake("rejected" if is_tls else "not-tls")
        try:
            connection.settimeout(max(0.001, deadline - monotonic()))
            if outgoing.pending:
                connection.sendall(outgoing.read())
            data = connection.recv(16384)
        except TimeoutError:
            return Handshake("timeout")
        except OSError:
            return Handshake("closed")
        if not data:
            return Handshake("closed")
        first = first or data
        received.write(data)
        if monotonic() >= deadline:
            return Handshake("timeout")


def _context(newest: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # whom to trust is judged on the chain, elsewhere
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = newest
    context.options |= OP_LEGACY_SERVER_CONNECT
    context.set_ciphers(BROWSER_SUITES)
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context
