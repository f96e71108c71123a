"""Tell what went wrong with a request, in the words of ``portal_audit.errors``."""

from __future__ import annotations

import errno
import ssl

import anyio
import httpcore

from portal_audit.collect.http.local_faults import local_fault
from portal_audit.collect.http.response_stream import SpeaksHttp2
from portal_audit.collect.http.sockets import Attempt
from portal_audit.errors import LocalFault, NetError, NotHttp, Refused, TimedOut, TlsFailed

CERTIFICATE_REQUIRED = "CERTIFICATE_REQUIRED"
"""Part of OpenSSL's name of the alert by which TLS 1.3 refuses a visitor (RFC 8446 6.2): it comes
after the handshake, often together with the end of the connection, and either may be seen first."""
FAULTS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    TimeoutError,
    OSError,
    ValueError,  # such as a name that cannot be sent as SNI
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
)
"""Everything that a portal can make the HTTP client raise."""


def net_error(error: Exception, attempt: Attempt, scheme: str) -> NetError:
    """Return the NetError that *error* amounts to, with a short detail."""
    if isinstance(error, NetError):
        return error
    if (ours := local_fault(error)) is not None:
        return LocalFault((ours.strerror or errno.errorcode[ours.errno or 0]).lower())
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        connecting = bool(attempt.address) and not attempt.connected
        return TimedOut("no connection" if connecting else "no answer")
    if (tls := _tls_error(error)) is not None:
        if CERTIFICATE_REQUIRED in (tls.reason or ""):
            return Refused("client certificate required")
        if isinstance(tls, ssl.SSLEOFError) and not isinstance(error, httpcore.ConnectError):
            return Refused("connection closed without an answer")  # the handshake was over
        return TlsFailed((tls.reason or type(tls).__name__).lower().replace("_", " "))
    if isinstance(error, httpcore.ConnectError):
        if attempt.connected and scheme == "https":
            return TlsFailed("connection closed during the handshake")
        return Refused(_os_reason(error) or "no connection")
    if isinstance(error, httpcore.RemoteProtocolError):
        if "disconnected" in str(error):
            return Refused("connection closed without an answer")
        return NotHttp(str(error)[:200])
    if isinstance(error, httpcore.NetworkError | OSError | anyio.BrokenResourceError):
        return Refused("connection reset")
    return NotHttp(f"{type(error).__name__}: {error}"[:200])


def stale(error: Exception, attempt: Attempt) -> bool:
    """Return whether the fault may lie with a kept connection rather than with this request.

    It had been closed before the request came, or still held the end of an earlier answer (a
    body sent to HEAD, say). Such a request is sent again on a new connection (RFC 9112 9.3.1).
    """
    reused = not attempt.connected and not attempt.address
    kinds = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)
    return reused and isinstance(error, kinds)


def only_http2(error: Exception) -> bool:
    """Tell whether a server refused HTTP/1: by an alert (RFC 7301 3.2), or by sending HTTP/2."""
    tls = _tls_error(error)
    refused = tls is not None and "NO_APPLICATION_PROTOCOL" in (tls.reason or "").upper()
    return refused or isinstance(error, SpeaksHttp2)


def _tls_error(error: BaseException | None) -> ssl.SSLError | None:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _os_reason(error: BaseException | None) -> str:
    while error is not None:
        if isinstance(error, ConnectionRefusedError):
            return "connection refused"
        if isinstance(error, OSError) and error.strerror:
            return error.strerror.lower()
        error = error.__cause__ or error.__context__
    return ""
