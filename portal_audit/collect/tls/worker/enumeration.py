"""Enumerate the accepted suites in few handshakes: offer many, remove the one chosen, repeat.

One handshake for each accepted suite and one refusal for each handful of others, in place of one
for each of some 500 combinations of suite and version. What is not clear here – an odd alert, a
cut connection, silence – is left to the caller, who tests those suites one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from portal_audit.collect.tls.worker.jobs import JobResult, Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import (
    CipherSuitesRepository,
    ClientCertificateRequested,
    DhEphemeralKeyInfo,
    NoCiphersAvailableBugInSSlyze,
    ServerConnectivityInfo,
    ServerRejectedTlsHandshake,
    SslClient,
    WorkaroundForTls12ForCipherSuites,
)
from portal_audit.collect.tls.worker.versions import NUMBERS

AT_ONCE = 48
"""Suites in one ClientHello: more make it long enough for some old devices to choke on."""

NONE_FITS = frozenset({"TLS alert: handshake failure", "TLS alert: protocol version "})
"""The refusals that speak of all the suites offered (RFC 5246 section 7.2.2)."""


@dataclass(slots=True)
class SuiteOffer:
    """Suites that go into one hello, OpenSSL's name → IANA's."""

    suites: dict[str, str]
    legacy: bool | None
    """Which of the two OpenSSL libraries knows them; ``None``: the usual one for the version."""


@dataclass(slots=True)
class EnumeratedSuites:
    """What is clear, and what is not."""

    accepted: list[str] = field(default_factory=list)
    primes: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)
    """IANA names of the suites to test one by one."""


def enumerate_choices(
    version: str, info: ServerConnectivityInfo, runner: Runner
) -> EnumeratedSuites:
    """Sort the suites of one version."""
    found = EnumeratedSuites()
    offers = dict(enumerate(_offers(version)))
    while offers:
        jobs = [
            TlsJob(str(number), _shake, (info, version, offer)) for number, offer in offers.items()
        ]
        unanswered = set(offers)
        for answer in runner.run(jobs, runner.unanswered):
            number = int(answer.label)
            unanswered.discard(number)
            if not _take_in(answer, offers[number], found):
                del offers[number]
        for number in unanswered:  # the time is up, or another offer met with silence
            found.doubtful.update(offers.pop(number).suites.values())
        offers = {number: offer for number, offer in offers.items() if offer.suites}
    return found


def _take_in(answer: JobResult, offer: SuiteOffer, found: EnumeratedSuites) -> bool:
    """Take in one answer; tell whether the offer, less what was chosen, is to be made again."""
    error = answer.error
    if error is None:
        name, prime = answer.value
        if name in offer.suites:
            found.accepted.append(offer.suites.pop(name))
            found.primes |= {prime} if prime else set()
            return True
    elif isinstance(error, NoCiphersAvailableBugInSSlyze):
        return False  # none of them goes together with this version
    elif isinstance(error, ServerRejectedTlsHandshake) and error.error_message in NONE_FITS:
        found.refused.extend(offer.suites.values())
        return False
    found.doubtful.update(offer.suites.values())
    return False


def _shake(info: ServerConnectivityInfo, version: str, offer: SuiteOffer) -> tuple[str, str | None]:
    """Return the suite chosen, as OpenSSL names it, and the finite-field prime if there was one."""
    connection = info.get_preconfigured_tls_connection(
        override_tls_version=NUMBERS[version], should_use_legacy_openssl=offer.legacy
    )
    client = connection.ssl_client
    names = ":".join(offer.suites)
    if version == "TLSv1.3" and isinstance(client, SslClient):
        client.set_ciphersuites(names)
    else:
        client.set_cipher_list(names)
    try:
        with suppress(ClientCertificateRequested):  # by then the suite is chosen
            connection.connect()
        key = client.get_ephemeral_key()
        prime = bytes(key.prime).hex() if isinstance(key, DhEphemeralKeyInfo) else None
        return client.get_current_cipher_name(), prime
    finally:
        connection.close()


def _offers(version: str) -> list[SuiteOffer]:
    suites = {
        suite.openssl_name: suite.name
        for suite in CipherSuitesRepository.get_all_cipher_suites(NUMBERS[version])
    }
    halves: Mapping[bool | None, list[str]] = {None: sorted(suites)}
    if version == "TLSv1.2":
        old = {
            name
            for name in suites
            if WorkaroundForTls12ForCipherSuites.requires_legacy_openssl(name)
        }
        halves = {True: sorted(old), False: sorted(suites.keys() - old)}
    return [
        SuiteOffer({name: suites[name] for name in names[start : start + AT_ONCE]}, legacy)
        for legacy, names in halves.items()
        for start in range(0, len(names), AT_ONCE)
    ]
