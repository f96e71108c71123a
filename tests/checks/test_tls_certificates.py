"""What the checks say about certificates: evidence on the left, outcome on the right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal_audit.evidence import (
    Certificate,
    CertificateDeployment,
    Evidence,
    ProtocolVersion,
    TlsAddress,
    TlsServer,
    Visit,
)
from portal_audit.model import Finding, Target
from portal_audit.rules.catalog import Catalog
from portal_audit.scoring.judge import judge

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TARGET = Target("x", "https://portal.example/")

LEAF = Certificate(
    subject="CN=portal.example",
    issuer="CN=Issuing CA",
    names=("portal.example", "www.portal.example"),
    not_before=NOW - timedelta(days=10),
    not_after=NOW + timedelta(days=80),
    key_type="EC",
    key_bits=256,
    curve="secp256r1",
    rsa_exponent=None,
    signature_hash="sha256",
    serial="1",
    fingerprint="aa",
    is_ca=False,
    self_signed=False,
)
INTERMEDIATE = replace(
    LEAF,
    subject="CN=Issuing CA",
    issuer="CN=Root CA",
    not_before=NOW - timedelta(days=1000),
    not_after=NOW + timedelta(days=2000),
    is_ca=True,
)
ROOT = replace(INTERMEDIATE, subject="CN=Root CA", self_signed=True, signature_hash="sha1")
ADDRESS = TlsAddress(
    "203.0.113.5",
    443,
    versions=(ProtocolVersion("TLSv1.3", True, ("TLS_AES_128_GCM_SHA256",)),),
    chain=(LEAF, INTERMEDIATE),
    trusted=True,
    trust_store="mozilla",
    host="portal.example",
    host_matches=True,
)


@pytest.fixture
def catalog(rules: Catalog) -> Catalog:
    return rules


def finding(catalog: Catalog, check_id: str, *addresses: TlsAddress) -> Finding:
    """Judge, and make sure that both sentences can be told with the facts given."""
    check = catalog.get(check_id)
    assert check is not None
    evidence = Evidence(TlsServer(addresses), Visit(TARGET, NOW))
    (found,) = judge([check], evidence)
    for texts in check.texts.values():
        assert "{" not in texts.sentence(found.outcome, found.facts)
    return found


def verdict(catalog: Catalog, check_id: str, address: TlsAddress) -> tuple[str, str]:
    found = finding(catalog, check_id, address)
    return found.outcome, found.status.value


def with_leaf(**changes: Any) -> TlsAddress:
    return replace(ADDRESS, chain=(replace(LEAF, **changes), INTERMEDIATE))


def distrusted(error: str, with_missing: bool | None = False) -> TlsAddress:
    return replace(ADDRESS, trusted=False, trust_error=error, trusted_with_missing=with_missing)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ADDRESS, ("trusted", "pass")),
        (distrusted("self-signed"), ("self-signed", "fail")),
        (distrusted("expired"), ("expired", "fail")),
        (distrusted("not-yet-valid"), ("not-yet-valid", "fail")),
        (distrusted("unknown-issuer"), ("untrusted", "fail")),
        (distrusted("other"), ("untrusted", "fail")),
        (distrusted("wrong-purpose"), ("wrong-purpose", "fail")),
        (distrusted("weak-signature"), ("weak-signature", "fail")),
        (distrusted("wrong-key-usage"), ("wrong-key-usage", "fail")),
        (distrusted("not-a-ca"), ("invalid-issuer", "fail")),
        (distrusted("path-length"), ("invalid-issuer", "fail")),
        (distrusted("name-constraints"), ("name-constraints", "fail")),
        (distrusted("unknown-critical-extension"), ("unknown-extension", "fail")),
        (distrusted("ca-as-leaf"), ("ca-as-leaf", "fail")),
        (distrusted("malformed"), ("refused", "fail")),
        (replace(distrusted("other"), trust_culprit=LEAF), ("refused", "fail")),
        (distrusted("incomplete-chain", True), ("incomplete-chain", "partial")),
        (distrusted("incomplete-chain", None), ("incomplete-unproven", "partial")),
        (distrusted("incomplete-chain", False), ("untrusted", "fail")),
        (replace(ADDRESS, trusted=None), ("unknown", "not-tested")),
        (replace(ADDRESS, chain=(), trusted=None), ("unknown", "not-tested")),
    ],
)
def test_trust(catalog: Catalog, address: TlsAddress, expected: tuple[str, str]) -> None:
    assert verdict(catalog, "tls.cert_trust", address) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ADDRESS, ("match", "pass")),
        (replace(ADDRESS, host_matches=False), ("mismatch", "fail")),
        (replace(with_leaf(names=()), host_matches=False), ("no-names", "fail")),
        (
            replace(with_leaf(names=("203.0.113.5",)), host="203.0.113.5", host_matches=False),
            ("address-as-name", "fail"),
        ),
        (
            replace(with_leaf(names=("*.gov.vn",)), host="hacson.gov.vn", host_matches=False),
            ("wide-wildcard", "fail"),
        ),
        (replace(ADDRESS, host_matches=None, chain=()), ("unknown", "not-tested")),
    ],
)
def test_host(catalog: Catalog, address: TlsAddress, expected: tuple[str, str]) -> None:
    assert verdict(catalog, "tls.cert_host", address) == expected


@pytest.mark.parametrize(
    ("lifetime", "left", "expected"),
    [
        (90, 30.1, "valid"),
        (90, 30, "soon"),
        (90, 7.1, "soon"),
        (90, 7, "very-soon"),
        (90, 0.1, "very-soon"),
        (90, -0.1, "expired"),
        (60, 20.5, "valid"),
        (60, 20, "soon"),
        (6, 2.1, "valid"),
        (6, 2, "very-soon"),
        (9, 2.9, "soon"),
        (90, 91, "not-yet-valid"),
    ],
)
def test_expiry(catalog: Catalog, lifetime: float, left: float, expected: str) -> None:
    end = NOW + timedelta(days=left)
    address = with_leaf(not_before=end - timedelta(days=lifetime), not_after=end)
    assert verdict(catalog, "tls.cert_expiry", address)[0] == expected


def test_an_intermediate_that_expires_counts_and_a_root_does_not(catalog: Catalog) -> None:
    end = NOW + timedelta(days=3)
    late = replace(ADDRESS, chain=(LEAF, replace(INTERMEDIATE, not_after=end)))
    assert finding(catalog, "tls.cert_expiry", late).facts["subject"] == "CN=Issuing CA"
    rooted = replace(ADDRESS, chain=(LEAF, INTERMEDIATE, replace(ROOT, not_after=end)))
    assert verdict(catalog, "tls.cert_expiry", rooted)[0] == "valid"
    assert verdict(catalog, "tls.cert_expiry", replace(ADDRESS, chain=()))[1] == "not-tested"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ({"key_type": "RSA", "key_bits": 2048, "rsa_exponent": 65537}, ("strong", "pass")),
        ({"key_type": "RSA", "key_bits": 2047, "rsa_exponent": 65537}, ("weak-rsa", "fail")),
        ({"key_type": "RSA", "key_bits": 4096, "rsa_exponent": 1}, ("bad-exponent", "fail")),
        ({"key_type": "EC", "key_bits": 256}, ("strong", "pass")),
        ({"key_type": "EC", "key_bits": 224, "curve": "secp224r1"}, ("weak-ec", "fail")),
        ({"key_type": "Ed25519"}, ("strong", "pass")),
        ({"key_type": "DSA", "key_bits": 2048}, ("outdated", "fail")),
        ({"key_type": "1.2.643.7.1.1.1.1", "key_bits": 0}, ("unknown", "not-tested")),
    ],
)
def test_key(catalog: Catalog, key: dict[str, Any], expected: tuple[str, str]) -> None:
    changes = {"curve": None, "rsa_exponent": None, **key}
    assert verdict(catalog, "tls.cert_key", with_leaf(**changes)) == expected


def test_a_policy_may_ask_for_longer_rsa_keys(catalog: Catalog) -> None:
    check = catalog.get("tls.cert_key")
    assert check is not None
    rule = check.rule.func  # type: ignore[attr-defined]  # a partial, with the limits bound
    limits = type(check.rule.keywords["limits"])(2048, 3072, 256)  # type: ignore[attr-defined]
    server = TlsServer((with_leaf(key_type="RSA", key_bits=2048, rsa_exponent=3),))
    assert rule(server=server, limits=limits).name == "adequate"


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ("sha256", ("strong", "pass")),
        ("sha512", ("strong", "pass")),
        (None, ("strong", "pass")),
        ("sha224", ("sha224", "partial")),
        ("sha1", ("sha1", "fail")),
        ("md5", ("md5", "fail")),
        ("unknown (1.2.3)", ("unknown", "not-tested")),
    ],
)
def test_signature(catalog: Catalog, used: str | None, expected: tuple[str, str]) -> None:
    assert verdict(catalog, "tls.cert_sig", with_leaf(signature_hash=used)) == expected


def test_nobody_verifies_the_signature_of_a_root(catalog: Catalog) -> None:
    rooted = replace(ADDRESS, chain=(LEAF, INTERMEDIATE, ROOT))
    assert verdict(catalog, "tls.cert_sig", rooted) == ("strong", "pass")


@pytest.mark.parametrize(
    ("days", "expected"),
    [(90, "short"), (200, "short"), (201, "long"), (398, "long"), (399, "too-long")],
)
def test_lifetime(catalog: Catalog, days: int, expected: str) -> None:
    address = with_leaf(not_before=NOW, not_after=NOW + timedelta(days=days))
    assert verdict(catalog, "tls.cert_lifetime", address)[0] == expected


def test_the_worst_address_counts_and_is_named(catalog: Catalog) -> None:
    bad = replace(distrusted("self-signed"), address="2001:db8::5")
    found = finding(catalog, "tls.cert_trust", ADDRESS, bad)
    assert (found.outcome, found.where) == ("self-signed", ("portal.example (2001:db8::5)",))


@pytest.mark.parametrize("check_id", ["cert_key", "cert_sig", "cert_lifetime", "cert_expiry"])
def test_without_a_chain_nothing_is_claimed(catalog: Catalog, check_id: str) -> None:
    blind = replace(ADDRESS, chain=())
    assert verdict(catalog, f"tls.{check_id}", blind) == ("unknown", "not-tested")


SECOND = CertificateDeployment(
    chain=(replace(LEAF, not_after=NOW - timedelta(days=5), fingerprint="cc"), INTERMEDIATE),
    trusted=False,
    trust_error="expired",
    trust_culprit=replace(LEAF, not_after=NOW - timedelta(days=5), fingerprint="cc"),
    host_matches=True,
)


@pytest.mark.parametrize("check_id", ["tls.cert_trust", "tls.cert_expiry"])
def test_the_worse_of_two_certificates_counts(catalog: Catalog, check_id: str) -> None:
    both = replace(ADDRESS, deployments=(SECOND,))
    found = finding(catalog, check_id, both)
    assert (found.outcome, found.where) == ("expired", ("portal.example (203.0.113.5)",))


def test_a_chain_is_blamed_for_the_certificate_that_breaks_it(catalog: Catalog) -> None:
    late = replace(INTERMEDIATE, subject="CN=Old CA", not_after=NOW - timedelta(days=2))
    unused = replace(INTERMEDIATE, subject="CN=Unused", not_after=NOW - timedelta(days=900))
    address = replace(distrusted("expired"), chain=(LEAF, unused, late), trust_culprit=late)
    assert finding(catalog, "tls.cert_trust", address).facts["subject"] == "CN=Old CA"


CROSS = replace(INTERMEDIATE, subject="CN=Cross", fingerprint="dd", signature_hash="sha1")
USED = replace(INTERMEDIATE, fingerprint="bb")


@pytest.mark.parametrize(
    ("check_id", "expected"),
    [
        ("tls.cert_expiry", ("unused-expired", "pass")),
        ("tls.cert_sig", ("strong", "pass")),
        ("tls.cert_key", ("strong", "pass")),
    ],
)
def test_a_cross_certificate_that_browsers_do_not_use_is_a_hint(
    catalog: Catalog, check_id: str, expected: tuple[str, str]
) -> None:
    cross = replace(CROSS, not_after=NOW - timedelta(days=5), key_type="RSA", key_bits=1024)
    address = replace(ADDRESS, chain=(LEAF, USED, cross), path=("aa", "bb", "ee"))
    assert verdict(catalog, check_id, address) == expected


def test_must_staple_without_a_staple(catalog: Catalog) -> None:
    sent = replace(with_leaf(must_staple=True), ocsp_stapled=False)
    assert verdict(catalog, "tls.cert_trust", sent) == ("must-staple", "fail")
    stapled = replace(sent, ocsp_stapled=True)
    assert verdict(catalog, "tls.cert_trust", stapled) == ("trusted", "pass")


@pytest.mark.parametrize(
    ("scts", "expected"),
    [
        (2, ("embedded", "info")),
        (0, ("none", "info")),
        (None, ("unknown", "not-tested")),
    ],
)
def test_certificate_transparency(
    catalog: Catalog, scts: int | None, expected: tuple[str, str]
) -> None:
    assert verdict(catalog, "tls.cert_transparency", with_leaf(scts=scts)) == expected


@pytest.mark.parametrize("error", ["ca-as-leaf", "incomplete-chain"])
def test_what_some_browsers_repair_or_accept_is_not_called_critical(
    catalog: Catalog, error: str
) -> None:
    known = True if error == "incomplete-chain" else None
    found = finding(catalog, "tls.cert_trust", distrusted(error, known))
    assert found.severity.value == "high"
