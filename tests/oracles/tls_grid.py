"""Servers of known faults in a grid: what each is set to, and what has to be said about it.

Expectations are put together here by hand from the settings alone, so that evidence, checks and
views are all held to them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

SAMPLE = 13
"""Servers of the grid that are looked at by default, besides those of tlslite."""
GRADES = ["A+", "A", "A-", "B", "C", "D", "E", "F", "M", "T"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One value on one axis: how it is configured, and what follows from it."""

    value: str
    outcomes: Mapping[str, str]
    grade: str = "A+"
    """The best SSL Labs grade that it leaves, with HSTS of a year."""


@dataclass(frozen=True, slots=True)
class GridServer:
    """One server."""

    name: str
    kind: str
    """``nginx``, ``python`` or ``tlslite``."""
    versions: str
    suites: str
    key: str
    fault: str
    expected: Mapping[str, str]
    grade: str

    @property
    def host(self) -> str:
        """The name its certificate is for."""
        return f"{self.name}.grid.example"


VERSIONS = {
    "13": Setting("TLSv1.3", {"tls.versions": "modern"}),
    "12-13": Setting("TLSv1.2 TLSv1.3", {"tls.versions": "modern"}),
    "12": Setting("TLSv1.2", {"tls.versions": "no-tls13"}, "A-"),
    "11-12": Setting("TLSv1.1 TLSv1.2", {"tls.versions": "old"}, "B"),
    "10-13": Setting("TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", {"tls.versions": "old"}, "B"),
    "10": Setting("TLSv1", {"tls.versions": "obsolete-only"}, "C"),
}
SECRET = {"tls.forward_secrecy": "always", "tls.kex_groups": "strong"}
SUITES = {
    "aead": Setting("ECDHE+AESGCM:ECDHE+CHACHA20", {"tls.ciphers": "strong", **SECRET}),
    "cbc2": Setting(
        "ECDHE+AESGCM:ECDHE+SHA256:ECDHE+SHA384", {"tls.ciphers": "phase-out", **SECRET}
    ),
    "cbc1": Setting("ECDHE+AES", {"tls.ciphers": "sha1-cbc", **SECRET}),
    "mixed": Setting("ECDHE+AESGCM:ECDHE+AES:RSA+AES", {"tls.ciphers": "static-key", **SECRET}),
    "static": Setting(
        "AES128-GCM-SHA256:AES256-SHA",
        {
            "tls.ciphers": "static-key",
            "tls.forward_secrecy": "none",
            "tls.kex_groups": "no-ephemeral",
        },
        "B",
    ),
    "dhe": Setting(
        "DHE+AESGCM:ECDHE+AESGCM",
        {"tls.ciphers": "phase-out", "tls.forward_secrecy": "always", "tls.kex_groups": "dhe"},
    ),
    "all": Setting(
        "ALL:COMPLEMENTOFALL",
        {"tls.ciphers": "null", "tls.forward_secrecy": "always", "tls.kex_groups": "dhe"},
        "F",
    ),
}
RSA_ONLY = frozenset({"static", "dhe", "all", "mixed"})
TLS12_ONLY = frozenset({"aead", "cbc2", "dhe"})
"""Suite sets of which nothing goes together with TLS 1.0 or 1.1, so that those are not on."""
WITH_OLD = frozenset({"10", "11-12", "10-13"})
KEYS = {
    "ec256": Setting("", {"tls.cert_key": "strong"}),
    "ec384": Setting("", {"tls.cert_key": "strong"}),
    "ec521": Setting("", {"tls.cert_key": "strong"}),
    "rsa2048": Setting("", {"tls.cert_key": "strong"}),
    "rsa3072": Setting("", {"tls.cert_key": "strong"}),
    "rsa4096": Setting("", {"tls.cert_key": "strong"}),
    "rsa1024": Setting("", {"tls.cert_key": "weak-rsa"}, "B"),
}
SOUND = {"tls.cert_trust": "trusted", "tls.cert_host": "match", "tls.cert_sig": "strong"}
FAULTS = {
    "none": Setting("", SOUND),
    "expired": Setting("", {**SOUND, "tls.cert_trust": "expired"}, "T"),
    "not-yet": Setting("", {**SOUND, "tls.cert_trust": "not-yet-valid"}, "T"),
    "self-signed": Setting("", {**SOUND, "tls.cert_trust": "self-signed"}, "T"),
    "missing": Setting("", {**SOUND, "tls.cert_trust": "incomplete-chain"}, "B"),
    "stranger": Setting("", {**SOUND, "tls.cert_trust": "untrusted"}, "T"),
    "wrong-name": Setting("", {**SOUND, "tls.cert_host": "mismatch"}, "M"),
    "sha1": Setting("", {**SOUND, "tls.cert_trust": "weak-signature", "tls.cert_sig": "sha1"}, "T"),
    "md5": Setting("", {**SOUND, "tls.cert_trust": "weak-signature", "tls.cert_sig": "md5"}, "F"),
    "sha224": Setting("", {**SOUND, "tls.cert_sig": "sha224"}),
}


def servers(everything: bool) -> list[GridServer]:
    """Return the servers to look at: all of them, or a sample that is always the same."""
    grid = [*_protocols(), *_certificates()]
    if not everything:
        grid = random.Random(7).sample(grid, SAMPLE)
    return [*grid, *_python(), *_tlslite()]


def _protocols() -> list[GridServer]:
    """Return every version set with every suite set and key that go together."""
    return [
        _server("nginx", versions, suites, key, "none")
        for versions, suites, key in product(VERSIONS, SUITES, KEYS)
        if not (suites in RSA_ONLY and not key.startswith("rsa"))
        and not (suites in TLS12_ONLY and versions in WITH_OLD)
        and not (versions == "13" and suites != "aead")
    ]


def _certificates() -> list[GridServer]:
    """Return every certificate fault with every key."""
    return [
        _server("nginx", "12-13", "aead", key, fault)
        for key, fault in product(KEYS, FAULTS)
        if fault != "none"
    ]


def _python() -> list[GridServer]:
    return [
        _server("python", "10-13", "cbc1", "rsa2048", "none"),
        _server("python", "12", "mixed", "rsa2048", "expired"),
    ]


def _server(kind: str, versions: str, suites: str, key: str, fault: str) -> GridServer:
    axes = (VERSIONS[versions], SUITES[suites], KEYS[key], FAULTS[fault])
    expected = {check: outcome for axis in axes for check, outcome in axis.outcomes.items()}
    grades = [axis.grade for axis in axes]
    newer = "13" in versions
    if suites == "static" and newer:  # TLS 1.3 always has ephemeral keys, but not for everybody
        expected |= {"tls.forward_secrecy": "not-preferred", "tls.kex_groups": "strong"}
        grades.remove("B")
    if versions == "13":
        expected |= SUITES["aead"].outcomes
    worst = max(grades, key=GRADES.index)
    name = f"{kind}-{versions}-{suites}-{key}-{fault}"
    return GridServer(name, kind, versions, suites, key, fault, expected, worst)


LITE = {
    # name: versions, ciphers, MACs, key exchanges, outcomes
    "ssl3-rc4": (
        "SSLv3",
        "rc4",
        "md5 sha",
        "rsa",
        ("obsolete-only", "rc4", "none", "no-ephemeral"),
    ),
    "ssl3-3des": (
        "SSLv3 TLSv1",
        "3des",
        "sha",
        "rsa",
        ("obsolete-only", "small-block", "none", "no-ephemeral"),
    ),
    "rc4": (
        "TLSv1 TLSv1.2",
        "rc4 aes128",
        "md5 sha",
        "rsa",
        ("old", "rc4", "none", "no-ephemeral"),
    ),
    "null": (
        "TLSv1.2",
        "null aes128gcm",
        "sha md5 aead",
        "rsa",
        ("no-tls13", "null", "none", "no-ephemeral"),
    ),
    "3des": (
        "TLSv1.2",
        "3des aes128gcm",
        "sha aead",
        "ecdhe_rsa",
        ("no-tls13", "small-block", "always", "strong"),
    ),
    "md5": ("TLSv1.1 TLSv1.2", "rc4", "md5", "rsa", ("old", "rc4", "none", "no-ephemeral")),
}
"""Servers of what no present OpenSSL speaks."""


def _tlslite() -> list[GridServer]:
    checks = ("tls.versions", "tls.ciphers", "tls.forward_secrecy", "tls.kex_groups")
    grades = {"null": "F", "3des": "C", "rc4": "C", "md5": "F", "ssl3-rc4": "F", "ssl3-3des": "C"}
    return [
        GridServer(
            f"tlslite-{name}",
            "tlslite",
            versions,
            name,
            "rsa2048",
            "none",
            {**SOUND, "tls.cert_key": "strong", **dict(zip(checks, outcomes, strict=True))},
            grades[name],
        )
        for name, (versions, _, _, _, outcomes) in LITE.items()
    ]
