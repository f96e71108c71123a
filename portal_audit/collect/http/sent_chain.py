"""The certificates that a server sent on a connection of the visit's own."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Any

_DER = 2
"""``_ssl.ENCODING_DER``."""


@dataclass(frozen=True, slots=True)
class SentCertificates:
    """What one handshake brought: no verdict, for the visit believes nobody."""

    pems: tuple[str, ...]
    """Leaf first, as sent."""
    signed_handshake: bool
    """Whether the server's key signed, as in every key exchange but that of RSA."""


def sent_certificates(session: Any) -> SentCertificates | None:
    """Return the certificates of a TLS session; ``None`` where they cannot be had.

    Before Python 3.13 only the object inside gives more of them than the first.
    """
    inner = session if hasattr(session, "get_unverified_chain") else session._sslobj
    try:
        chain = [_der(one) for one in inner.get_unverified_chain() or ()]
    except (AttributeError, ssl.SSLError, ValueError):
        return None
    name = (session.cipher() or ("",))[0]
    signed = name.startswith(("TLS_", "ECDHE", "DHE"))
    pems = tuple(ssl.DER_cert_to_PEM_cert(one) for one in chain)
    return SentCertificates(pems, signed) if pems else None


def _der(certificate: Any) -> bytes:
    found = certificate if isinstance(certificate, bytes) else certificate.public_bytes(_DER)
    return bytes(found)
