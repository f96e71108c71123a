"""Which cipher suites of one protocol version a server accepts: yes, no, or no answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portal_audit.collect.tls.worker.cipher_order import Order
from portal_audit.collect.tls.worker.enumeration import enumerate_choices
from portal_audit.collect.tls.worker.jobs import JobResult, Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import (
    CipherSuiteAcceptedByServer,
    CipherSuiteRejectedByServer,
    CipherSuitesRepository,
    DhEphemeralKeyInfo,
    NoCiphersAvailableBugInSSlyze,
    OpenSSLError,
    ScanCommandsRepository,
    ServerConnectivityInfo,
)
from portal_audit.collect.tls.worker.unnamed_suites import unnamed_suites
from portal_audit.collect.tls.worker.versions import COMMANDS, NUMBERS

SILENCES_ENOUGH = 3
"""Unanswered handshakes in a row after which a version is left alone."""

ALERTS_ENOUGH = 3
"""``protocol_version`` alerts, and no other answer, that settle a whole version.

The alert refuses the version itself (RFC 5246 section 7.2.2), whatever the suite, so that the
other hundred handshakes can be spared.
"""

VERSION_REFUSED = "TLS alert: protocol version"

CLOSED_WITHOUT_ALERT = frozenset(
    {
        "Server rejected the connection",
        "Server interrupted the TLS handshake",
        "Server closed the connection during the TLS handshake",
    }
)
"""How sslyze reports a connection closed without an alert: a refusal, or a limit on connections."""


@dataclass(slots=True)
class Suites:
    """What was found for one version."""

    version: str
    accepted: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    """Refused by a cut connection: an answer only if the server still answers others."""
    primes: set[str] = field(default_factory=set)
    """Finite-field DH primes, in hexadecimal."""
    answered: int = 0
    alerts: int = 0
    """How many of the answers were ``protocol_version``."""
    silences: int = 0
    """Unanswered in a row, just now."""

    @property
    def version_refused(self) -> bool:
        """Whether the server refuses the version, whatever the suite."""
        return self.answered == self.alerts >= ALERTS_ENOUGH

    @property
    def doubtful(self) -> bool:
        """Whether refusals or silences may come from a server that limits connections."""
        return bool(self.dropped or self.unknown)

    @property
    def by_name(self) -> list[str]:
        """The accepted suites, in an order that only depends on their names."""
        return sorted(self.accepted, reverse=True)

    def as_piece(self, *, alive: bool, ranked: Order | None = None) -> dict[str, Any]:
        """Return the JSON line; *alive*: the server answered a good handshake afterwards."""
        lost = [] if alive else self.dropped
        return {
            "kind": "suites",
            "version": self.version,
            "accepted": ranked.suites if ranked else self.by_name,
            "ordered": ranked.enforced if ranked else None,
            "unknown": sorted({*self.unknown, *lost}),
            "primes": sorted(self.primes),
        }


def enumerate_suites(version: str, info: ServerConnectivityInfo, runner: Runner) -> Suites:
    """Try the suites of one version: by enumeration, and one by one where that was not clear."""
    found = Suites(version)
    doubtful = None
    if version != "SSLv2":  # where the client chooses, not the server
        plain = enumerate_choices(version, info, runner)
        found.accepted += plain.accepted
        found.primes |= plain.primes
        found.answered += len(plain.accepted) + len(plain.refused)
        doubtful = plain.doubtful
    jobs = [job for job in _jobs(version, info) if doubtful is None or job.label in doubtful]
    left = {job.label for job in jobs}

    def enough(_: JobResult) -> bool:
        return found.version_refused or found.silences >= SILENCES_ENOUGH

    for answer in runner.run(jobs, enough):
        left.discard(answer.label)
        _sort(answer, found, silent=runner.unanswered(answer))
    if not found.version_refused:
        found.unknown += left
    if found.accepted:
        others = unnamed_suites(version, info, runner)
        found.accepted += others.accepted
        found.unknown += others.unknown
        found.dropped += others.dropped
    return found


def iana_name(openssl_name: str | None) -> str | None:
    """Return IANA's name of a suite that OpenSSL named; those of TLS 1.3 have just one."""
    for version in ("TLSv1.2", "TLSv1.3"):
        for suite in CipherSuitesRepository.get_all_cipher_suites(NUMBERS[version]):
            if suite.openssl_name == openssl_name:
                return suite.name
    return openssl_name


def _jobs(version: str, info: ServerConnectivityInfo) -> list[TlsJob]:
    plugin = ScanCommandsRepository.get_implementation_cls(COMMANDS[version])
    jobs = [
        TlsJob(job.function_arguments[2].name, job.function_to_call, job.function_arguments)
        for job in plugin.scan_jobs_for_scan_command(info)
    ]
    return sorted(jobs, key=lambda job: job.label, reverse=True)


def _sort(answer: JobResult, found: Suites, *, silent: bool) -> None:
    value, error = answer.value, answer.error
    if isinstance(error, NoCiphersAvailableBugInSSlyze):
        return  # suite and version do not go together: nothing was sent
    found.silences = found.silences + 1 if silent else 0
    if isinstance(value, CipherSuiteAcceptedByServer):
        found.answered += 1
        found.accepted.append(answer.label)
        if isinstance(value.ephemeral_key, DhEphemeralKeyInfo):
            found.primes.add(bytes(value.ephemeral_key.prime).hex())
    elif silent:
        # sslyze counts these as rejected: a rate limiter would look like a clean server.
        found.unknown.append(answer.label)
    elif isinstance(value, CipherSuiteRejectedByServer):
        found.answered += 1
        found.alerts += value.error_message.startswith(VERSION_REFUSED)
        if value.error_message in CLOSED_WITHOUT_ALERT:
            found.dropped.append(answer.label)
    elif isinstance(error, OpenSSLError) and " alert " in str(error):
        found.answered += 1
    else:
        found.unknown.append(answer.label)
