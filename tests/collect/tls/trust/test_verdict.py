"""Chains are trusted or refused for the right reason, and the right certificate is named."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier

from portal_audit.collect.tls.trust.anchors import Anchors
from portal_audit.collect.tls.trust.verdict import Validation
from portal_audit.collect.tls.worker.openssl_validation import prover
from tests.bounded_time import cpu_seconds
from tests.collect.tls.trust.path_cases import (
    HOST,
    NOW,
    SIGN,
    PathCase,
    authority,
    cases,
    leaf,
    make,
    root,
    usage,
)
from tests.oracles.grid_certificates import GridAuthority

ANCHORS = Anchors((root().certificate,))
VALIDATION = Validation(ANCHORS, NOW, prover(ANCHORS))


def named(kind: ObjectIdentifier, value: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(kind, value)])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_verdict_is_the_right_one(case: PathCase) -> None:
    verdict = VALIDATION.verdict(case.sent)
    assert (verdict.trusted, verdict.reason) == (case.reason is None, case.reason)
    if case.culprit is not None:
        assert verdict.culprit == case.culprit
    if verdict.trusted:
        assert (verdict.path[0], verdict.path[-1]) == (case.sent[0], root().certificate)


def test_the_missing_issuer_is_named() -> None:
    verdict = VALIDATION.verdict([leaf(authority("Issuing", root()))])
    assert verdict.missing == "Issuing"


@pytest.mark.parametrize(
    ("permitted", "excluded", "reason"),
    [
        (None, x509.DNSName("one.hacson.gov.vn"), "name-constraints"),
        (None, x509.DNSName("one.elsewhere.gov.vn"), None),
        (x509.DNSName("hacson.gov.vn"), None, None),
        (x509.DirectoryName(named(NameOID.COUNTRY_NAME, "VN")), None, "name-constraints"),
        (x509.DirectoryName(named(NameOID.COMMON_NAME, HOST.upper())), None, None),
        (None, x509.DirectoryName(named(NameOID.COMMON_NAME, HOST)), "name-constraints"),
    ],
)
def test_a_wildcard_and_the_subject_keep_to_the_constraints_of_names_too(
    permitted: x509.GeneralName | None, excluded: x509.GeneralName | None, reason: str | None
) -> None:
    lists = ([one] if one else None for one in (permitted, excluded))
    limited = authority("Limited", root(), (x509.NameConstraints(*lists), True))
    wildcard = x509.SubjectAlternativeName([x509.DNSName("*.hacson.gov.vn")])
    one = make(HOST, limited, (wildcard, False), (usage(SIGN), True)).certificate
    assert VALIDATION.verdict([one, limited.certificate]).reason == reason


def test_an_extension_that_chromium_does_not_know_must_not_be_critical() -> None:
    middle = authority("Issuing", root())
    staple = x509.TLSFeature([x509.TLSFeatureType.status_request])
    sure, maybe = leaf(middle, (staple, True)), leaf(middle, (staple, False))
    assert VALIDATION.verdict([sure, middle.certificate]).reason == "unknown-critical-extension"
    assert VALIDATION.verdict([maybe, middle.certificate]).trusted


def test_a_key_that_decrypts_need_not_sign() -> None:
    middle = authority("Issuing", root())
    one = leaf(middle, bits=["key_encipherment"])
    assert VALIDATION.verdict([one, middle.certificate]).reason == "wrong-key-usage"


def test_namesakes_that_sign_each_other_do_not_keep_us_busy() -> None:
    keys = [authority("Ring") for _ in range(8)]
    crowd = [authority("Ring", by, key=of.key).certificate for by in keys for of in keys]
    anchored = [authority("Ring", root(), key=keys[-1].key).certificate]
    with cpu_seconds(5):
        assert not VALIDATION.verdict([leaf(keys[0]), *crowd]).trusted
        VALIDATION.verdict([leaf(keys[0]), *crowd, *anchored])


@pytest.mark.skipif(not shutil.which("openssl"), reason="nothing else here signs with SHA-1")
@pytest.mark.parametrize("digest", ["sha1", "md5"])
def test_a_signature_that_browsers_refuse_is_the_reason_though_its_root_is_trusted(
    tmp_path: Path, digest: str
) -> None:
    """``cryptography`` verifies no such signature: who made it has to be found out all the same."""
    authority = GridAuthority(tmp_path, "http://issuer.example/")
    chain, _ = authority.files("portal.example", "rsa2048", digest)
    anchors = Anchors((authority.old.certificate,))
    sent = x509.load_pem_x509_certificates(chain.read_bytes())
    verdict = Validation(anchors, datetime.now(UTC), prover(anchors)).verdict(sent)
    assert (verdict.reason, verdict.culprit) == ("weak-signature", sent[0])
