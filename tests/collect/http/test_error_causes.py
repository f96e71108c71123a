"""What is the portal's fault, and what is ours."""

import asyncio
import errno
import os
import socket
import ssl
from ipaddress import ip_network

import httpcore
import pytest

from portal_audit.collect.http import resolver
from portal_audit.collect.http.error_causes import net_error
from portal_audit.collect.http.resolver import system_lookup
from portal_audit.collect.http.sockets import ATTEMPT, Attempt, PinnedBackend
from portal_audit.errors import DnsFailed, LocalFault, NetError, Refused


def wrapped(number: int) -> Exception:
    """Return an error of the system as the HTTP library passes it on."""
    try:
        try:
            raise OSError(number, os.strerror(number))
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
    except httpcore.ConnectError as error:
        return error


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EMFILE, LocalFault),
        (errno.ENETUNREACH, LocalFault),
        (errno.EHOSTUNREACH, LocalFault),
        (errno.EAFNOSUPPORT, LocalFault),
        (errno.ECONNREFUSED, Refused),
        (errno.ECONNRESET, Refused),
    ],
)
def test_what_this_machine_lacks_is_never_said_of_the_portal(
    number: int, kind: type[NetError]
) -> None:
    assert type(net_error(wrapped(number), Attempt("192.0.2.1"), "https")) is kind


def test_memory_that_runs_out_beneath_the_library_is_ours() -> None:
    error = httpcore.LocalProtocolError("cannot read the answer")
    error.__cause__ = MemoryError()
    found = net_error(error, Attempt("192.0.2.1", connected=True), "https")
    assert (type(found), str(found)) == (LocalFault, os.strerror(errno.ENOMEM).lower())


def test_who_wants_a_client_certificate_refuses_whatever_is_seen_first() -> None:
    alert = ssl.SSLError(1, "tlsv13 alert certificate required")
    alert.reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED"
    ended = ssl.SSLEOFError(8, "EOF occurred in violation of protocol")
    ended.reason = "UNEXPECTED_EOF_WHILE_READING"
    for sign in (alert, ended, ConnectionResetError()):
        error = httpcore.WriteError(sign)
        error.__cause__ = error.args[0]
        assert type(net_error(error, Attempt("192.0.2.1", connected=True), "https")) is Refused


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (errno.ENETUNREACH, errno.ECONNREFUSED, Refused),
        (errno.ECONNREFUSED, errno.ENETUNREACH, Refused),
        (errno.ENETUNREACH, errno.ENETUNREACH, LocalFault),
    ],
)
def test_of_two_addresses_what_the_portal_does_counts(
    monkeypatch: pytest.MonkeyPatch, first: int, second: int, kind: type[NetError]
) -> None:
    faults = {"2001:db8::1": wrapped(first), "192.0.2.1": wrapped(second)}

    class Addresses:
        def pinned(self, _host: str) -> tuple[str, ...]:
            return tuple(faults)

    async def connect(_self: object, address: str, *_more: object) -> None:
        raise faults[address]

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)

    async def at_once(_address: str, _port: int) -> None:
        pass

    networks = [ip_network("2001:db8::/32"), ip_network("192.0.2.0/24")]
    backend = PinnedBackend(Addresses(), networks, 1000, at_once)  # type: ignore[arg-type]
    ATTEMPT.set(attempt := Attempt())
    with pytest.raises(httpcore.ConnectError) as raised:
        asyncio.run(backend.connect_tcp("portal.example", 443))
    assert type(net_error(raised.value, attempt, "https")) is kind


@pytest.mark.parametrize(
    ("number", "ours_answers", "kind"),
    [
        (socket.EAI_NONAME, True, DnsFailed),
        (socket.EAI_AGAIN, True, DnsFailed),
        (socket.EAI_AGAIN, False, LocalFault),
        (socket.EAI_SYSTEM, True, LocalFault),
        (socket.EAI_MEMORY, True, LocalFault),
    ],
)
def test_a_name_server_of_ours_that_is_silent_is_no_fault_of_the_name(
    monkeypatch: pytest.MonkeyPatch, number: int, ours_answers: bool, kind: type[NetError]
) -> None:
    def fail(_host: str) -> tuple[str, ...]:
        raise socket.gaierror(number, "failed")

    monkeypatch.setattr(resolver, "_getaddrinfo", fail)
    monkeypatch.setattr(resolver, "_root", lambda: ours_answers)
    with pytest.raises(NetError) as raised:
        asyncio.run(system_lookup("portal.example"))
    assert type(raised.value) is kind
