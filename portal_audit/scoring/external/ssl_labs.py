"""The SSL Labs rating (server rating guide 2009r), computed from our TLS evidence. Pure.

Our computation of Qualys' published rules; their own test sees the server from elsewhere and may
know more (revocation, distrusted authorities, attacks that only authorised probing shows).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal_audit.evidence import Certificate, TlsAddress, TlsServer
from portal_audit.parse.http.cipher_suites import Suite, suite

GUIDE = "2009r"
LONG_AGE = 15_552_000
"""Seconds of HSTS that A+ asks for: 180 days."""
PROTOCOL = {
    "SSLv2": 0,
    "SSLv3": 80,
    "TLSv1.0": 90,
    "TLSv1.1": 95,
    "TLSv1.2": 100,
    "TLSv1.3": 100,
}
LETTERS = (("A", 80), ("B", 65), ("C", 50), ("D", 35), ("E", 20), ("F", 0))
ORDER = "ABCDEF"
BIG_KEY = 90
"""Score of the smallest key that brings no cap: RSA of 2048 bits, or as strong."""
CAPS = {
    "ssl2": "F",
    "ssl3-is-best": "F",
    "weak-cipher": "F",
    "md5-signature": "F",
    "rsa-exponent-1": "F",
    "key-below-1024": "F",
    "key-exchange": "F",
    "insecure-renegotiation": "F",
    "rc4-only": "F",
    "no-tls12": "C",
    "rc4-with-modern": "C",
    "small-block": "C",
    "ssl3-poodle": "C",
    "compression": "C",
    "old-version": "B",
    "rc4": "B",
    "incomplete-chain": "B",
    "weak-dh": "B",
    "weak-key": "B",
    "no-forward-secrecy": "B",
    "no-aead": "B",
}
"""Reason → the best grade it leaves, the gravest first."""
WARNINGS = ("no-tls13", "no-hsts", "no-secure-renegotiation")
"""Each makes an A an A-."""
OVERRIDES = {"not-trusted": "T", "sha1-signature": "T", "name-mismatch": "M"}
"""Reasons that stand above every letter."""


@dataclass(frozen=True, slots=True)
class SslLabs:
    """A rating and how it came about."""

    grade: str | None
    """A+ … F, T (not trusted) or M (name mismatch); ``None`` where it cannot be determined."""
    score: int | None
    """0–100, weighted, before caps."""
    protocol: int | None = None
    key_exchange: int | None = None
    cipher: int | None = None
    caps: tuple[tuple[str, str], ...] = ()
    """(grade, reason), the lowest first."""
    warnings: tuple[str, ...] = ()
    override: str | None = None
    """Why it is T or M, whatever the rest."""
    unknown: tuple[str, ...] = ()
    """Evidence that was missing."""
    address: str = ""
    guide: str = field(default=GUIDE)


def rate(server: TlsServer, hsts_age: int | None) -> SslLabs:
    """Rate every address and return the worst rating, as a visitor may meet any of them.

    *hsts_age* is the max-age in seconds of a valid HSTS header, ``None`` where there is none.
    """
    ratings = [rate_address(address, hsts_age) for address in server.addresses]
    if not ratings:
        return SslLabs(None, None, unknown=("addresses",))
    unknown = next((rating for rating in ratings if rating.grade is None), None)
    return unknown or max(ratings, key=badness)


def rate_address(address: TlsAddress, hsts_age: int | None) -> SslLabs:
    """Rate one address."""
    unknown = _unknown(address)
    offered = {entry.version for entry in address.versions if entry.offered}
    suites = [suite(name) for name in sorted(address.suites)]
    if unknown or not offered or not suites or not address.chain:
        return SslLabs(None, None, unknown=unknown or ("handshake",), address=address.address)
    scores = [PROTOCOL[version] for version in offered]
    protocol = (min(scores) + max(scores)) // 2
    exchange = _key_exchange(address, suites)
    strengths = [_strength(each.bits) for each in suites]
    cipher = (min(strengths) + max(strengths)) // 2
    score = _weighted(protocol, exchange, cipher)
    caps = tuple(sorted(_caps(address, offered, suites, exchange), key=lambda cap: -_rank(cap[0])))
    warnings = tuple(_warnings(address, offered, hsts_age))
    override = _override(address)
    return SslLabs(
        grade=OVERRIDES[override] if override else _grade(score, caps, warnings, hsts_age),
        score=score,
        protocol=protocol,
        key_exchange=exchange,
        cipher=cipher,
        caps=caps,
        warnings=warnings,
        override=override,
        address=address.address,
    )


def _weighted(protocol: int, exchange: int, cipher: int) -> int:
    if 0 in (protocol, exchange, cipher):
        return 0
    return protocol * 30 // 100 + exchange * 30 // 100 + cipher * 40 // 100


def _rank(grade: str) -> int:
    return ORDER.index(grade)


def badness(rating: SslLabs) -> tuple[int, int]:
    """Return a key that sorts ratings, the best first."""
    order = ("A+", "A", "A-", "B", "C", "D", "E", "F", "M", "T")
    return order.index(rating.grade or "T"), -(rating.score or 0)


def _unknown(address: TlsAddress) -> tuple[str, ...]:
    names = [entry.version for entry in address.versions if entry.offered is None]
    names += [entry.version for entry in address.versions if entry.unknown and entry.offered]
    if address.trusted is None:
        names.append("trust")
    if address.host_matches is None:
        names.append("host")
    return tuple(dict.fromkeys(names))


def _override(address: TlsAddress) -> str | None:
    """Return what stands above every letter: T, or else M."""
    incomplete = address.trust_error == "incomplete-chain" and address.trusted_with_missing
    hashes = {cert.signature_hash for cert in address.chain if not cert.self_signed}
    if address.trust_error == "weak-signature" and hashes & {"md5", "md2"}:
        return None  # the guide has a letter for it, F, which stands below T
    if not address.trusted and not incomplete:
        return "not-trusted"
    if "sha1" in hashes:
        return "sha1-signature"
    return None if address.host_matches else "name-mismatch"


def _strength(bits: int) -> int:
    return 0 if bits == 0 else 20 if bits < 128 else 80 if bits < 256 else 100


def _key_exchange(address: TlsAddress, suites: Iterable[Suite]) -> int:
    scores = [_key(address.chain[0])]
    if address.dh_bits is not None:
        scores.append(_bits(address.dh_bits))
    if any(each.export for each in suites):
        scores.append(40)
    if any(each.anonymous for each in suites):
        scores.append(0)
    return min(scores)


def _key(leaf: Certificate) -> int:
    """Return the score of a key; elliptic ones count as the RSA key that is as strong."""
    return _ec_score(leaf.key_bits) if leaf.key_type.startswith("E") else _bits(leaf.key_bits)


def _bits(bits: int) -> int:
    bounds = ((512, 20), (1024, 40), (2048, 80), (4096, 90))
    return next((score for below, score in bounds if bits < below), 100)


def _ec_score(bits: int) -> int:
    bounds = ((110, 20), (123, 40), (163, 80), (225, 90))
    return next((score for below, score in bounds if bits < below), 100)


def _caps(
    address: TlsAddress, offered: set[str], suites: list[Suite], exchange: int
) -> Iterable[tuple[str, str]]:
    leaf, modern = address.chain[0], offered & {"TLSv1.1", "TLSv1.2", "TLSv1.3"}
    hashes = {cert.signature_hash for cert in address.chain if not cert.self_signed}
    rules = {
        "ssl2": "SSLv2" in offered,
        "ssl3-is-best": offered <= {"SSLv2", "SSLv3"},
        "weak-cipher": any(each.export or each.bits < 112 for each in suites),
        "md5-signature": bool(hashes & {"md5", "md2"}),
        "rsa-exponent-1": leaf.rsa_exponent == 1,
        "key-below-1024": leaf.key_type in ("RSA", "DSA") and leaf.key_bits < 1024,
        "key-exchange": exchange <= 40,
        "insecure-renegotiation": _insecure_renegotiation(address),
        "rc4-only": all(each.rc4 for each in suites),
        "no-tls12": not offered & {"TLSv1.2", "TLSv1.3"},
        "rc4-with-modern": bool(modern) and _rc4_under(address, modern),
        "small-block": bool(modern) and _small_block_under(address, modern),
        "ssl3-poodle": "SSLv3" in offered,
        "compression": bool(address.compression),
        "old-version": bool(offered & {"SSLv3", "TLSv1.0", "TLSv1.1"}),
        "rc4": any(each.rc4 for each in suites),
        "incomplete-chain": address.trust_error == "incomplete-chain",
        "weak-dh": address.dh_bits is not None and address.dh_bits < 2048,
        "weak-key": _key(leaf) < BIG_KEY,
        "no-forward-secrecy": not any(each.forward_secret for each in suites),
        "no-aead": not any(each.aead for each in suites),
    }
    return [(CAPS[reason], reason) for reason, holds in rules.items() if holds]


def _insecure_renegotiation(address: TlsAddress) -> bool:
    return address.secure_renegotiation is False and address.client_renegotiation is True


def _rc4_under(address: TlsAddress, versions: set[str]) -> bool:
    return any(each.rc4 for each in _suites_under(address, versions))


def _small_block_under(address: TlsAddress, versions: set[str]) -> bool:
    return any(each.small_block for each in _suites_under(address, versions))


def _suites_under(address: TlsAddress, versions: set[str]) -> list[Suite]:
    return [
        suite(name)
        for entry in address.versions
        if entry.version in versions
        for name in entry.suites
    ]


def _warnings(address: TlsAddress, offered: set[str], hsts_age: int | None) -> Iterable[str]:
    if "TLSv1.3" not in offered:
        yield "no-tls13"
    if not hsts_age:
        yield "no-hsts"
    if address.secure_renegotiation is False and not _insecure_renegotiation(address):
        yield "no-secure-renegotiation"


def _grade(
    score: int, caps: tuple[tuple[str, str], ...], warnings: tuple[str, ...], hsts_age: int | None
) -> str:
    letter = next(name for name, least in LETTERS if score >= least)
    lowest = max([letter, *(grade for grade, _ in caps)], key=_rank)
    if lowest != "A":
        return lowest
    if warnings:
        return "A-"
    return "A+" if hsts_age is not None and hsts_age >= LONG_AGE else "A"
