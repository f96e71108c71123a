"""Whether a server speaks SSLv2, and with which suites: one hello, in which all are offered.

SSLv2 (Netscape, 1995) has records and messages of its own; its server lists what it takes.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from portal_audit.collect.tls.worker.jobs import Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import ServerConnectivityInfo

SUITES: Mapping[str, int] = {
    "SSL_CK_RC4_128_WITH_MD5": 0x010080,
    "SSL_CK_RC4_128_EXPORT40_WITH_MD5": 0x020080,
    "SSL_CK_RC2_128_CBC_WITH_MD5": 0x030080,
    "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5": 0x040080,
    "SSL_CK_IDEA_128_CBC_WITH_MD5": 0x050080,
    "SSL_CK_DES_64_CBC_WITH_MD5": 0x060040,
    "SSL_CK_DES_192_EDE3_CBC_WITH_MD5": 0x0700C0,
}
CLIENT_HELLO, SERVER_HELLO = 1, 4
MAX_BYTES = 32_767
"""Of a record: its length has 15 bits."""
LONG_RECORD = 0x80
"""Set in the first byte of a record without padding."""


@dataclass(frozen=True, slots=True)
class Ssl2Answer:
    """What came of it."""

    suites: tuple[str, ...] = ()
    heard: bool = False
    """Whether there was an answer at all, of whatever kind."""
    silent: bool = False
    """Whether the connection was neither answered nor cut."""


def ask(info: ServerConnectivityInfo, runner: Runner) -> Ssl2Answer:
    """Send the hello and read the list."""
    place = info.server_location
    arguments = (str(place.ip_address), place.port, runner.timeout)
    for answer in runner.run([TlsJob("SSLv2", _exchange, arguments)], bool):
        if answer.error is None:
            return Ssl2Answer(read(answer.value), heard=bool(answer.value))
    return Ssl2Answer(silent=True)


def build(challenge: bytes) -> bytes:
    """Return the CLIENT-HELLO in its record; *challenge* has 16 bytes."""
    kinds = b"".join(number.to_bytes(3, "big") for number in SUITES.values())
    lengths = b"".join(size.to_bytes(2, "big") for size in (len(kinds), 0, len(challenge)))
    message = bytes([CLIENT_HELLO]) + b"\0\2" + lengths + kinds + challenge
    return bytes([LONG_RECORD, len(message)]) + message


def read(received: bytes) -> tuple[str, ...]:
    """Return the suites that a SERVER-HELLO lists; none where it is something else."""
    message = received[2:]
    if not received or not received[0] & LONG_RECORD or message[:1] != bytes([SERVER_HELLO]):
        return ()
    certificate, kinds = (int.from_bytes(message[at : at + 2], "big") for at in (5, 7))
    listed = message[11 + certificate : 11 + certificate + kinds]
    numbers = {int.from_bytes(listed[at : at + 3], "big") for at in range(0, len(listed), 3)}
    return tuple(name for name, number in SUITES.items() if number in numbers)


def _exchange(address: str, port: int, seconds: float) -> bytes:
    """Return the first record, as far as it came; nothing where the connection was cut."""
    deadline = monotonic() + seconds
    with socket.create_connection((address, port), timeout=seconds) as connection:
        connection.sendall(build(os.urandom(16)))
        received = b""
        while len(received) < MAX_BYTES:
            connection.settimeout(max(0.001, deadline - monotonic()))
            try:
                data = connection.recv(16384)
            except ConnectionError:
                break
            received += data
            if not data or _whole(received):
                break
        return received


def _whole(received: bytes) -> bool:
    """Whether the record is complete, or none of SSLv2."""
    if not received[0] & LONG_RECORD:
        return True
    size = int.from_bytes(received[:2], "big") & MAX_BYTES
    return len(received) >= 2 + size
