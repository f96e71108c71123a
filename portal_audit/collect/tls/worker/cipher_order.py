"""Whether a server insists on an order of suites, and which: asked with hello after hello.

Nothing but the suite in the ServerHello is waited for, so that no handshake is finished.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal_audit.collect.tls.worker.exchange import exchange
from portal_audit.collect.tls.worker.hello import TLS13, ClientHello
from portal_audit.collect.tls.worker.jobs import JobResult, Runner, TlsJob
from portal_audit.collect.tls.worker.key_exchange import GROUPS, SHA1_SCHEMES
from portal_audit.collect.tls.worker.sslyze_api import ServerConnectivityInfo

MOST = 32
"""More suites than these are not put in order: each costs a connection."""
VERSIONS = {"TLSv1.3": TLS13, "TLSv1.2": 0x0303, "TLSv1.1": 0x0302, "TLSv1.0": 0x0301}
SCHEMES = (
    *(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807, 0x0808),
    *(0x0402, 0x0303, 0x0301, *SHA1_SCHEMES),
)
"""Every signature scheme in use, so that no suite fails for want of one."""
ALL_GROUPS = (*GROUPS, 256, 257, 21, 19)
"""With ffdhe2048, ffdhe3072, P-224 and P-192."""


@dataclass(frozen=True, slots=True)
class Order:
    """The accepted suites of a version in a meaningful order."""

    suites: tuple[str, ...]
    enforced: bool | None
    """Whether the server insists on it; ``None`` where it could not be determined."""


def order(
    version: str, accepted: Sequence[str], info: ServerConnectivityInfo, runner: Runner
) -> Order:
    """Return *accepted* in the server's order where it has one, else as given.

    It has one where it takes the same suite whether that is offered first or last.
    """
    if not 2 <= len(accepted) <= MOST or version not in VERSIONS:
        return Order(tuple(accepted), None)
    if any(name not in every_number() for name in accepted):
        return Order(tuple(accepted), None)
    first = _choice(version, accepted, info, runner)
    again = _choice(version, accepted[::-1], info, runner)
    if first is None or again is None:
        return Order(tuple(accepted), None)
    if first != again:
        return Order(tuple(accepted), False)
    ranked, left = [first], [name for name in accepted if name != first]
    while len(left) > 1:
        chosen = _choice(version, left, info, runner)
        if chosen is None:
            return Order(tuple(accepted), True)
        ranked.append(chosen)
        left.remove(chosen)
    return Order((*ranked, *left), True)


@cache
def every_number() -> Mapping[str, int]:
    """Return IANA's number of each suite that we know by name."""
    file = Path(__file__).with_name("suite_numbers.csv")
    rows = csv.reader(file.read_text(encoding="ascii").splitlines())
    return {name: int(number, 16) for number, name in rows}


def choose(
    version: str, offered: Mapping[str, int], info: ServerConnectivityInfo, runner: Runner
) -> JobResult | None:
    """Offer suites (name → number) in one hello; return the answer, if there was time to ask."""
    host = info.network_configuration.tls_server_name_indication
    offer = ClientHello(host, tuple(offered.values()), ALL_GROUPS, SCHEMES, VERSIONS[version])
    place = info.server_location
    arguments = (str(place.ip_address), place.port, offer, runner.timeout)
    return next(iter(list(runner.run([TlsJob("", exchange, arguments)], bool))), None)


def _choice(
    version: str, offered: Sequence[str], info: ServerConnectivityInfo, runner: Runner
) -> str | None:
    """Return which of the suites the server takes; ``None`` where it says nothing of the sort."""
    numbers = {name: every_number()[name] for name in offered}
    answer = choose(version, numbers, info, runner)
    if answer is None or answer.error is not None:
        return None
    return next((name for name, number in numbers.items() if number == answer.value.suite), None)
