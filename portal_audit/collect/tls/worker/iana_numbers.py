"""IANA's numbers of cipher suites and of groups, by name."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from portal_audit.collect.tls.worker.sslyze_api import CipherSuitesRepository
from portal_audit.collect.tls.worker.versions import NUMBERS

EVER = (
    "TLS_DHE_DSS_WITH_RC4_128_SHA",
    "TLS_RSA_EXPORT1024_WITH_RC4_56_MD5",
    "TLS_RSA_EXPORT1024_WITH_RC2_CBC_56_MD5",
    "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA",
    "TLS_DHE_DSS_EXPORT1024_WITH_DES_CBC_SHA",
    "TLS_RSA_EXPORT1024_WITH_RC4_56_SHA",
    "TLS_DHE_DSS_EXPORT1024_WITH_RC4_56_SHA",
)
"""Suites that sslyze has no name for: those of 1024 bits are of the nineties."""
SINCE_TLS12 = (
    "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256",
    "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256",
    "TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256",
    "TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384",
    "TLS_DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256",
    "TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384",
    "TLS_DH_anon_WITH_CAMELLIA_128_GCM_SHA256",
    "TLS_DH_anon_WITH_CAMELLIA_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384",
)
"""Camellia in GCM is GnuTLS's, Camellia without a certificate OpenSSL's."""

GROUP_NUMBERS: Mapping[str, int] = {
    "X25519MLKEM768": 4588,
    "x25519": 29,
    "secp256r1": 23,
    "x448": 30,
    "secp521r1": 25,
    "secp384r1": 24,
    "brainpoolP256r1": 26,
    "brainpoolP384r1": 27,
    "brainpoolP512r1": 28,
    "secp256k1": 22,
    "secp224r1": 21,
    "secp224k1": 20,
    "secp192r1": 19,
    "secp192k1": 18,
    "secp160r2": 17,
    "secp160r1": 16,
    "secp160k1": 15,
    "sect571r1": 14,
    "sect571k1": 13,
    "sect409r1": 12,
    "sect409k1": 11,
    "sect283r1": 10,
    "sect283k1": 9,
    "sect239k1": 8,
    "sect233r1": 7,
    "sect233k1": 6,
    "sect193r2": 5,
    "sect193r1": 4,
    "sect163r2": 3,
    "sect163r1": 2,
    "sect163k1": 1,
    "ffdhe2048": 256,
    "ffdhe3072": 257,
    "ffdhe4096": 258,
    "ffdhe6144": 259,
    "ffdhe8192": 260,
}
"""Strong ones first (RFC 8446 4.2.7, RFC 8422 5.1.1, RFC 7027, RFC 7919)."""
ML_KEM = frozenset({"X25519MLKEM768"})
TLS13_GROUPS = (
    *ML_KEM,
    *("x25519", "secp256r1", "x448", "secp521r1", "secp384r1"),
    *("ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"),
)
OLDER_GROUPS = tuple(name for name, number in GROUP_NUMBERS.items() if number <= 30)
"""Elliptic curves: finite-field primes below TLS 1.3 are looked at in the server's own share."""


@cache
def suite_numbers() -> Mapping[str, int]:
    """Return IANA's number of each suite that we know by name."""
    file = Path(__file__).with_name("suite_numbers.csv")
    rows = csv.reader(file.read_text(encoding="ascii").splitlines())
    return {name: int(number, 16) for number, name in rows}


@cache
def suites_of(version: str) -> Mapping[str, int]:
    """Return the suites (name → number) to offer at a version from SSLv3 on.

    Those that need a secret shared beforehand (PSK, SRP) are left out: no web server has one with
    its visitors. Elliptic ones come first, so that a server without an order of its own shows
    its groups soonest.
    """
    names = {suite.name for suite in CipherSuitesRepository.get_all_cipher_suites(NUMBERS[version])}
    if version != "TLSv1.3":
        names.update(EVER)
    if version == "TLSv1.2":
        names.update(SINCE_TLS12)
    ordered = sorted(sorted(names, reverse=True), key=lambda name: not elliptic(name))
    return {name: suite_numbers()[name] for name in ordered}


def elliptic(suite: str) -> bool:
    """Whether the server sends a share of its own on an elliptic curve, below TLS 1.3."""
    return "_ECDHE_" in suite or "_ECDH_anon" in suite


@cache
def finite_field() -> frozenset[int]:
    """Return the suites in which the server sends a share on a prime (RFC 5246 7.4.3)."""
    return frozenset(
        number for name, number in suite_numbers().items() if "_DHE_" in name or "_DH_anon" in name
    )
