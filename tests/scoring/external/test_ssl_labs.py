"""The SSL Labs view against a table computed by hand from the rating guide."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from portal_audit.evidence import Certificate, ProtocolVersion, TlsAddress, TlsServer
from portal_audit.scoring.external.ssl_labs import rate

YEAR = 31_536_000
G128 = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
G256 = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
CHACHA = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
CBC128 = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
CBC256 = "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
RSA128 = "TLS_RSA_WITH_AES_128_CBC_SHA"
RSA256 = "TLS_RSA_WITH_AES_256_CBC_SHA"
RSAGCM = "TLS_RSA_WITH_AES_128_GCM_SHA256"
RC4 = "TLS_RSA_WITH_RC4_128_SHA"
DES3 = "TLS_RSA_WITH_3DES_EDE_CBC_SHA"
NULL = "TLS_RSA_WITH_NULL_SHA"
EXPORT = "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA"
ANON = "TLS_DH_anon_WITH_AES_128_CBC_SHA"
DHE = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"
T13 = ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384")
ALL = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")

LEAF = Certificate(
    subject="CN=a.test",
    issuer="CN=CA",
    names=("a.test",),
    not_before=datetime(2026, 10, 1, tzinfo=UTC),
    not_after=datetime(2026, 12, 30, tzinfo=UTC),
    key_type="RSA",
    key_bits=2048,
    curve=None,
    rsa_exponent=65537,
    signature_hash="sha256",
    serial="1",
    fingerprint="0",
    is_ca=False,
    self_signed=False,
)


def server(
    versions: Mapping[str, tuple[str, ...]], leaf: dict[str, Any] | None = None, **changes: Any
) -> TlsServer:
    """Return a server that offers these suites under these versions."""
    offered = tuple(ProtocolVersion(name, name in versions, versions.get(name, ())) for name in ALL)
    fields: dict[str, Any] = {
        "chain": (replace(LEAF, **(leaf or {})),),
        "trusted": True,
        "host_matches": True,
        "secure_renegotiation": True,
        "client_renegotiation": False,
        "compression": False,
    }
    return TlsServer((TlsAddress("192.0.2.1", 443, offered, **(fields | changes)),))


MODERN: dict[str, tuple[str, ...]] = {"TLSv1.2": (G128, G256), "TLSv1.3": T13}
ONLY12: dict[str, tuple[str, ...]] = {"TLSv1.2": (G128, G256)}
EC = {"key_type": "EC", "key_bits": 256, "curve": "secp256r1"}

# versions and suites, changes, HSTS age, grade, score
ROWS: list[tuple[Mapping[str, tuple[str, ...]], dict[str, Any], int | None, str, int]] = [
    # A and its neighbours
    (MODERN, {}, YEAR, "A+", 93),
    (MODERN, {}, 15_552_000, "A+", 93),
    (MODERN, {}, 15_551_999, "A", 93),
    (MODERN, {}, 300, "A", 93),
    (MODERN, {}, 0, "A-", 93),
    (MODERN, {}, None, "A-", 93),
    (MODERN, {"leaf": EC}, YEAR, "A+", 96),
    (MODERN, {"leaf": {"key_bits": 3072}}, YEAR, "A+", 93),
    (MODERN, {"leaf": {"key_bits": 4096}}, YEAR, "A+", 96),
    (MODERN, {"leaf": {"key_type": "Ed25519", "key_bits": 256}}, YEAR, "A+", 96),
    ({"TLSv1.3": T13}, {}, YEAR, "A+", 93),
    ({"TLSv1.3": (T13[1],)}, {"leaf": EC}, YEAR, "A+", 100),
    ({"TLSv1.3": (T13[0],)}, {"leaf": EC}, YEAR, "A+", 92),
    ({"TLSv1.2": (G256, CHACHA), "TLSv1.3": (T13[1],)}, {"leaf": EC}, YEAR, "A+", 100),
    (ONLY12, {}, YEAR, "A-", 93),
    (ONLY12, {"leaf": EC}, None, "A-", 96),
    (MODERN, {"secure_renegotiation": False}, YEAR, "A-", 93),
    (MODERN, {"secure_renegotiation": None}, YEAR, "A+", 93),
    # B: old versions, keys, chains, no forward secrecy, no AEAD
    (MODERN | {"TLSv1.1": (CBC128, CBC256)}, {}, YEAR, "B", 92),
    (MODERN | {"TLSv1.0": (CBC128, CBC256)}, {}, YEAR, "B", 91),
    (MODERN | {"TLSv1.0": (CBC128,), "TLSv1.1": (CBC128,)}, {}, YEAR, "B", 91),
    (MODERN | {"TLSv1.0": (CBC128,)}, {"leaf": EC}, None, "B", 94),
    (ONLY12 | {"TLSv1.1": (CBC128,)}, {}, YEAR, "B", 92),
    (MODERN, {"leaf": {"key_bits": 1024}}, YEAR, "B", 90),
    (MODERN, {"leaf": {"key_bits": 2047}}, YEAR, "B", 90),
    ({"TLSv1.2": (DHE, G256)}, {"dh_bits": 1024}, YEAR, "B", 90),
    ({"TLSv1.2": (DHE, G256)}, {"dh_bits": 1536}, YEAR, "B", 90),
    ({"TLSv1.2": (DHE, G256)}, {"dh_bits": 2048}, YEAR, "A-", 93),
    ({"TLSv1.2": (DHE, G256)}, {"dh_bits": 4096}, YEAR, "A-", 93),
    ({"TLSv1.2": (RSAGCM, RSA256)}, {}, YEAR, "B", 93),
    ({"TLSv1.2": (CBC128, CBC256)}, {}, YEAR, "B", 93),
    ({"TLSv1.2": (RSA128,)}, {}, YEAR, "B", 89),
    ({"TLSv1.2": (RSA256,)}, {}, YEAR, "B", 97),
    (
        MODERN,
        {"trusted": False, "trust_error": "incomplete-chain", "trusted_with_missing": True},
        YEAR,
        "B",
        93,
    ),
    ({"TLSv1.2": (DHE, G256), "TLSv1.3": T13}, {"dh_bits": 1024}, YEAR, "B", 90),
    ({"TLSv1.2": (DHE, G256), "TLSv1.3": T13}, {"dh_bits": 1024}, None, "B", 90),
    (MODERN | {"TLSv1.1": (CBC128,)}, {"leaf": {"key_bits": 1024}}, None, "B", 89),
    ({"TLSv1.2": (CBC128,), "TLSv1.3": T13}, {}, YEAR, "A+", 93),
    ({"TLSv1.2": (RSA128,), "TLSv1.3": T13}, {}, YEAR, "A+", 93),
    (ONLY12, {"secure_renegotiation": False}, None, "A-", 93),
    # C: no TLS 1.2, RC4 or 64-bit blocks beside modern versions, SSL 3, compression
    ({"TLSv1.0": (CBC128, CBC256)}, {}, YEAR, "C", 90),
    ({"TLSv1.1": (CBC128, CBC256)}, {}, YEAR, "C", 91),
    ({"TLSv1.0": (CBC128,), "TLSv1.1": (CBC128,)}, {}, None, "C", 86),
    ({"TLSv1.2": (G128, RC4)}, {}, YEAR, "C", 89),
    ({"TLSv1.1": (CBC256, RC4)}, {}, YEAR, "C", 91),
    ({"TLSv1.0": (CBC256, RC4)}, {}, YEAR, "C", 90),
    ({"TLSv1.2": (G128, DES3)}, {}, YEAR, "C", 77),
    ({"TLSv1.2": (G256, DES3), "TLSv1.3": T13}, {}, YEAR, "C", 81),
    (MODERN | {"TLSv1.0": (DES3, CBC256)}, {}, YEAR, "B", 79),
    (MODERN | {"SSLv3": (CBC128,)}, {}, YEAR, "C", 90),
    (MODERN | {"SSLv3": (CBC128,), "TLSv1.0": (CBC128,)}, {}, None, "C", 90),
    (MODERN, {"compression": True}, YEAR, "C", 93),
    ({"TLSv1.2": (G128, RC4), "TLSv1.3": T13}, {}, YEAR, "C", 93),
    (MODERN | {"TLSv1.0": (RC4, CBC256)}, {}, YEAR, "B", 91),
    ({"TLSv1.0": (DES3, CBC256)}, {}, YEAR, "C", 78),
    # F: SSL 2, only SSL 3, weak ciphers, signatures, keys, renegotiation
    (MODERN | {"SSLv2": ("SSL_CK_RC4_128_WITH_MD5",)}, {}, YEAR, "F", 78),
    ({"SSLv3": (RSA128, RSA256)}, {}, None, "F", 87),
    ({"TLSv1.2": (G256, NULL)}, {}, YEAR, "F", 77),
    ({"TLSv1.2": (G256, EXPORT)}, {}, YEAR, "F", 66),
    ({"TLSv1.2": (G256, ANON)}, {}, YEAR, "F", 0),
    ({"TLSv1.2": (NULL,)}, {}, YEAR, "F", 0),
    ({"TLSv1.2": (RC4,)}, {}, YEAR, "F", 89),
    (MODERN, {"leaf": {"signature_hash": "md5"}}, YEAR, "F", 93),
    (
        MODERN,
        {"leaf": {"signature_hash": "md5"}, "trusted": False, "trust_error": "weak-signature"},
        YEAR,
        "F",
        93,
    ),
    (MODERN, {"leaf": {"rsa_exponent": 1}}, YEAR, "F", 93),
    (MODERN, {"leaf": {"key_bits": 512}}, YEAR, "F", 78),
    (MODERN, {"leaf": {"key_bits": 1023}}, YEAR, "F", 78),
    ({"TLSv1.2": (DHE, G256)}, {"dh_bits": 768}, YEAR, "F", 78),
    (
        MODERN,
        {"secure_renegotiation": False, "client_renegotiation": True},
        YEAR,
        "F",
        93,
    ),
    (MODERN, {"leaf": {"signature_hash": "md2"}}, YEAR, "F", 93),
    (MODERN, {"leaf": {"key_type": "DSA", "key_bits": 1023}}, YEAR, "F", 78),
    (MODERN, {"leaf": {"key_type": "EC", "key_bits": 112, "curve": "secp112r1"}}, YEAR, "F", 78),
    (MODERN, {"leaf": {"key_type": "EC", "key_bits": 160, "curve": "secp160r1"}}, YEAR, "B", 90),
    (MODERN, {"leaf": {"key_type": "EC", "key_bits": 224, "curve": "secp224r1"}}, YEAR, "A+", 93),
    ({"SSLv2": ("SSL_CK_RC4_128_WITH_MD5",)}, {}, None, "F", 0),
    (MODERN | {"TLSv1.0": (NULL,)}, {}, YEAR, "F", 75),
    # T and M stand above every letter
    (MODERN, {"trusted": False, "trust_error": "self-signed"}, YEAR, "T", 93),
    (MODERN, {"trusted": False, "trust_error": "not-yet-valid"}, YEAR, "T", 93),
    (MODERN, {"trusted": False, "trust_error": "unknown-issuer"}, YEAR, "T", 93),
    (
        MODERN,
        {"trusted": False, "trust_error": "incomplete-chain", "trusted_with_missing": False},
        YEAR,
        "T",
        93,
    ),
    (MODERN | {"SSLv3": (RC4,)}, {"trusted": False, "trust_error": "expired"}, YEAR, "T", 90),
    (MODERN | {"SSLv2": (RC4,)}, {"host_matches": False}, YEAR, "M", 78),
    (MODERN, {"trusted": False, "trust_error": "expired"}, YEAR, "T", 93),
    (MODERN, {"trusted": False, "trust_error": "incomplete-chain"}, YEAR, "T", 93),
    (MODERN, {"leaf": {"signature_hash": "sha1"}}, YEAR, "T", 93),
    (MODERN, {"host_matches": False}, YEAR, "M", 93),
    (MODERN, {"host_matches": False, "trusted": False}, YEAR, "T", 93),
    (MODERN | {"TLSv1.0": (CBC128,)}, {"host_matches": False}, YEAR, "M", 91),
]


@pytest.mark.parametrize(("versions", "changes", "age", "grade", "score"), ROWS)
def test_rating(
    versions: Mapping[str, tuple[str, ...]],
    changes: dict[str, Any],
    age: int | None,
    grade: str,
    score: int,
) -> None:
    view = rate(server(versions, **changes), age)
    assert (view.grade, view.score) == (grade, score)


def test_there_are_at_least_sixty_rows() -> None:
    assert len(ROWS) >= 60


@pytest.mark.parametrize(
    ("worse", "grade"),
    [
        ({"host_matches": False}, "M"),
        ({"trusted": False, "trust_error": "expired"}, "T"),
        ({"compression": True}, "C"),
        ({"secure_renegotiation": False, "client_renegotiation": True}, "F"),
        ({"leaf": {"key_bits": 1024}}, "B"),
        ({"secure_renegotiation": False}, "A-"),
        ({"trusted": None}, None),
    ],
)
def test_one_bad_address_is_enough(worse: dict[str, Any], grade: str | None) -> None:
    good = server(MODERN).addresses[0]
    bad = replace(server(MODERN, **worse).addresses[0], address="2001:db8::1")
    for both in ((good, bad), (bad, good)):
        view = rate(TlsServer(both), YEAR)
        assert (view.grade, view.address) == (grade, "2001:db8::1")


@pytest.mark.parametrize(
    ("versions", "changes", "age", "override", "caps", "warnings"),
    [
        (MODERN, {}, YEAR, None, (), ()),
        (ONLY12, {"secure_renegotiation": False}, None, None, (), "all"),
        (MODERN, {"host_matches": False}, YEAR, "name-mismatch", (), ()),
        (MODERN, {"leaf": {"signature_hash": "sha1"}}, YEAR, "sha1-signature", (), ()),
        (
            MODERN,
            {"trusted": False, "trust_error": "incomplete-chain"},
            YEAR,
            "not-trusted",
            (("B", "incomplete-chain"),),
            (),
        ),
        (
            MODERN | {"SSLv3": (RC4,)},
            {},
            YEAR,
            None,
            (("C", "ssl3-poodle"), ("B", "old-version"), ("B", "rc4")),
            (),
        ),
    ],
)
def test_what_holds_a_grade_down_is_told(
    versions: Mapping[str, tuple[str, ...]],
    changes: dict[str, Any],
    age: int | None,
    override: str | None,
    caps: tuple[tuple[str, str], ...],
    warnings: tuple[str, ...] | str,
) -> None:
    view = rate(server(versions, **changes), age)
    every = ("no-tls13", "no-hsts", "no-secure-renegotiation")
    assert (view.override, view.caps) == (override, caps)
    assert view.warnings == (every if warnings == "all" else warnings)


def test_the_worst_address_counts() -> None:
    good, bad = server(MODERN), server(MODERN | {"TLSv1.0": (CBC128,)})
    both = TlsServer((*good.addresses, *bad.addresses))
    assert rate(both, YEAR).grade == "B"


@pytest.mark.parametrize(
    ("changes", "unknown"),
    [({"trusted": None}, "trust"), ({"host_matches": None}, "host")],
)
def test_what_could_not_be_told_gives_no_grade(changes: dict[str, Any], unknown: str) -> None:
    view = rate(server(MODERN, **changes), YEAR)
    assert (view.grade, view.unknown) == (None, (unknown,))


def test_a_version_that_could_not_be_told_gives_no_grade() -> None:
    seen = server(MODERN).addresses[0]
    versions = tuple(
        replace(entry, offered=None) if entry.version == "TLSv1.0" else entry
        for entry in seen.versions
    )
    view = rate(TlsServer((replace(seen, versions=versions),)), YEAR)
    assert (view.grade, view.unknown) == (None, ("TLSv1.0",))


def test_no_address_gives_no_grade() -> None:
    assert rate(TlsServer(()), YEAR).grade is None
