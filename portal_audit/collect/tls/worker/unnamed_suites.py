"""Suites that sslyze has no name for, asked for with hellos of our own.

Camellia in GCM is GnuTLS's, Camellia without a certificate OpenSSL's, and the export suites of
1024 bits are those of the nineties. Those that need a secret shared beforehand (PSK, SRP) are
left out: no web server has one with its visitors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal_audit.collect.tls.worker.cipher_order import VERSIONS, choose
from portal_audit.collect.tls.worker.exchange import Closed
from portal_audit.collect.tls.worker.jobs import Runner
from portal_audit.collect.tls.worker.sslyze_api import ServerConnectivityInfo

EVER: Mapping[str, int] = {
    "TLS_DHE_DSS_WITH_RC4_128_SHA": 0x0066,
    "TLS_RSA_EXPORT1024_WITH_RC4_56_MD5": 0x0060,
    "TLS_RSA_EXPORT1024_WITH_RC2_CBC_56_MD5": 0x0061,
    "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA": 0x0062,
    "TLS_DHE_DSS_EXPORT1024_WITH_DES_CBC_SHA": 0x0063,
    "TLS_RSA_EXPORT1024_WITH_RC4_56_SHA": 0x0064,
    "TLS_DHE_DSS_EXPORT1024_WITH_RC4_56_SHA": 0x0065,
}
"""Under any version."""
SINCE_TLS12: Mapping[str, int] = {
    "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256": 0x00BF,
    "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256": 0x00C5,
    "TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256": 0xC07A,
    "TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384": 0xC07B,
    "TLS_DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256": 0xC07C,
    "TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384": 0xC07D,
    "TLS_DH_anon_WITH_CAMELLIA_128_GCM_SHA256": 0xC084,
    "TLS_DH_anon_WITH_CAMELLIA_256_GCM_SHA384": 0xC085,
    "TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256": 0xC086,
    "TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384": 0xC087,
    "TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256": 0xC08A,
    "TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384": 0xC08B,
}


@dataclass(slots=True)
class UnnamedSuites:
    """Which of them one version takes, and which got no answer, or none but a cut connection."""

    accepted: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def unnamed_suites(version: str, info: ServerConnectivityInfo, runner: Runner) -> UnnamedSuites:
    """Offer them all, strike out the one taken, and offer the rest again until none is."""
    found = UnnamedSuites()
    if version not in VERSIONS or version == "TLSv1.3":
        return found
    left = {**EVER, **(SINCE_TLS12 if version == "TLSv1.2" else {})}
    while left:
        answer = choose(version, left, info, runner)
        if answer is None or runner.unanswered(answer):
            found.unknown = list(left)
            break
        if answer.error is not None:
            (found.dropped if isinstance(answer.error, Closed) else found.unknown).extend(left)
            break
        taken = next((n for n, number in left.items() if number == answer.value.suite), None)
        if taken is None:
            break
        found.accepted.append(taken)
        del left[taken]
    return found
