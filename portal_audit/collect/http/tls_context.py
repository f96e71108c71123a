"""The one TLS context of the process: it talks to everybody, and believes nobody."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def open_context() -> ssl.SSLContext:
    """Return the shared context: one takes 20 ms to build."""
    return new_context()


def new_context() -> ssl.SSLContext:
    """Return a client context that also talks to old servers.

    Certificates are not verified here: a page behind a bad certificate must still be read, and
    the certificate is judged from the TLS evidence. Nothing secret is ever sent. TLS 1.0 and up,
    security level 0, and servers without RFC 5746 are accepted.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    context.set_ciphers("ALL:!aNULL:!eNULL:@SECLEVEL=0")
    return context
