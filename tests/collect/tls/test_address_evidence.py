"""A worker's pieces become evidence; what none of them holds is unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.collect.tls.address_evidence import Piece, read_address
from portal_audit.collect.tls.certificates import read_chain
from portal_audit.collect.tls.known_groups import known_prime, known_primes
from portal_audit.collect.tls.trust_facts import Verdict, trust_facts
from portal_audit.demo.certificates import Authority, Issued
from portal_audit.evidence import TlsAddress

NOW = datetime.now(UTC)
AUTHORITY = Authority(NOW)
LEAF = AUTHORITY.leaf("portal.example").certificate
PUBLIC = AUTHORITY.leaf("portal.example", issuer_url="http://ca.example/i.crt").certificate
PRIVATE = AUTHORITY.leaf("portal.example", issuer_url="http://10.0.0.1/i.crt").certificate
OLD = AUTHORITY.leaf("portal.example", age=timedelta(days=100)).certificate
MISSING = "Hạc Sơn Testbed Issuing CA"


def read(*pieces: Piece) -> TlsAddress:
    return read_address(
        pieces, host="portal.example", address="203.0.113.5", port=443, store="mozilla"
    )


def test_silence_is_unknown() -> None:
    seen = read()
    assert [entry.offered for entry in seen.versions] == [None] * 6
    assert (seen.trusted, seen.host_matches, seen.groups, seen.compression) == (None,) * 4
    assert {"chain", "features", "groups", "version SSLv3"} <= set(seen.unknown)


@pytest.mark.parametrize(
    ("accepted", "unknown", "offered"),
    [(["A"], [], True), (["A"], ["B"], True), ([], [], False), ([], ["B"], None)],
)
def test_a_version_without_an_accepted_suite_is_only_refused_if_all_were_answered(
    accepted: list[str], unknown: list[str], offered: bool | None
) -> None:
    piece = {"kind": "suites", "version": "TLSv1.0", "accepted": accepted, "unknown": unknown}
    version = read({**piece, "primes": []}).version("TLSv1.0")
    assert version is not None
    assert (version.offered, version.suites, version.unknown) == (
        offered,
        tuple(accepted),
        tuple(unknown),
    )


def browser(newest: str, version: str, suite: str) -> Piece:
    return {
        "kind": "browser",
        "newest": newest,
        "version": version,
        "suite": suite,
        "result": "ok",
    }


def test_what_a_browser_gets() -> None:
    both = read(browser("TLSv1_3", "TLSv1.3", "X"), browser("TLSv1_2", "TLSv1.2", "Y"))
    assert (both.modern_suite, both.tls12_suite) == ("X", "Y")
    old = read(browser("TLSv1_3", "TLSv1.2", "Y"))
    assert (old.modern_suite, old.tls12_suite) == ("Y", "Y")
    new = read(browser("TLSv1_3", "TLSv1.3", "X"))
    assert (new.modern_suite, new.tls12_suite) == ("X", None)


YES = {"trusted": True, "reason": None, "missing": None, "culprit": None}
NO_ISSUER = {"trusted": False, "reason": "no-issuer", "missing": MISSING, "culprit": "PEM"}


def refused(reason: str) -> Verdict:
    return {"trusted": False, "reason": reason, "missing": None, "culprit": "PEM"}


@pytest.mark.parametrize(
    ("sent", "completed", "leaf", "expected"),
    [
        (None, None, LEAF, (None, None, None, None)),
        (YES, None, LEAF, (True, None, None, None)),
        (refused("expired"), None, OLD, (False, False, "expired", None)),
        (refused("wrong-purpose"), None, LEAF, (False, False, "wrong-purpose", None)),
        (refused("self-signed"), None, LEAF, (False, False, "self-signed", None)),
        (NO_ISSUER, YES, LEAF, (False, True, "incomplete-chain", MISSING)),
        (NO_ISSUER, None, PUBLIC, (False, None, "incomplete-chain", MISSING)),
        (NO_ISSUER, NO_ISSUER, PUBLIC, (False, None, "incomplete-chain", MISSING)),
        (NO_ISSUER, None, PRIVATE, (False, None, "unknown-issuer", MISSING)),
        (NO_ISSUER, None, LEAF, (False, None, "unknown-issuer", MISSING)),
        (NO_ISSUER, refused("expired"), LEAF, (False, False, "expired", MISSING)),
        (NO_ISSUER, refused("unknown-issuer"), LEAF, (False, False, "unknown-issuer", MISSING)),
    ],
)
def test_trust(
    sent: Verdict | None, completed: Verdict | None, leaf: x509.Certificate, expected: object
) -> None:
    facts = trust_facts(sent, completed, [leaf])
    found = facts.trusted, facts.trusted_with_missing, facts.error, facts.missing_issuer
    assert found == expected


def test_the_facts_of_a_chain() -> None:
    pems = [c.pem.decode() for c in (AUTHORITY.leaf("portal.example"), AUTHORITY.root)]
    (leaf, _), (root, _) = read_chain(pems)
    assert leaf.names == ("portal.example",)
    assert (leaf.key_type, leaf.key_bits, leaf.curve) == ("EC", 256, "secp256r1")
    assert (leaf.signature_hash, leaf.is_ca, leaf.self_signed) == ("sha256", False, False)
    assert (root.is_ca, root.self_signed) == (True, True)
    assert leaf.not_after - leaf.not_before == timedelta(days=90)


@given(st.lists(st.text(max_size=200), max_size=3))
def test_no_bytes_of_a_certificate_make_it_fall_over(texts: list[str]) -> None:
    pems = [f"-----BEGIN CERTIFICATE-----\n{t}\n-----END CERTIFICATE-----\n" for t in texts]
    assert read_chain(pems) == ()


# The bits after the first 64 ones, as RFC 7919 appendix A, RFC 3526 and RFC 2409 print them.
@pytest.mark.parametrize(
    ("name", "bits", "start"),
    [
        ("ffdhe2048", 2048, "ADF85458A2BB4A9A"),
        ("ffdhe8192", 8192, "ADF85458A2BB4A9A"),
        ("modp768", 768, "C90FDAA22168C234"),
        ("modp1024", 1024, "C90FDAA22168C234"),
        ("modp2048", 2048, "C90FDAA22168C234"),
    ],
)
def test_published_primes_are_known(name: str, bits: int, start: str) -> None:
    (prime,) = [prime for prime, known in known_primes().items() if known == name]
    assert prime.bit_length() == bits
    assert f"{prime:X}"[16:32] == start
    assert f"{prime:X}"[-16:] == "F" * 16
    assert pow(2, prime - 1, prime) == 1, "Fermat: one wrong digit and it is no prime"
    assert known_prime(prime) == name
    assert known_prime(prime + 2) is None


def test_a_chain_followed_to_its_end_in_vain_leads_to_nobody_known() -> None:
    facts = trust_facts(NO_ISSUER, NO_ISSUER, [PUBLIC], whole=True)
    assert (facts.trusted_with_missing, facts.error) == (False, "unknown-issuer")


def chain_piece(leaf: Issued, *others: Issued, trusted: bool = True) -> Piece:
    sent = [one.pem.decode() for one in (leaf, *others)]
    verdict = YES if trusted else {**refused("expired"), "culprit": sent[0]}
    return {"kind": "chain", "pem": sent, "trust": {**verdict, "path": []}, "stapled": False}


def test_the_worse_of_two_chains_stands_first() -> None:
    good = chain_piece(AUTHORITY.leaf("portal.example", rsa_key=True))
    bad = chain_piece(AUTHORITY.leaf("portal.example", age=timedelta(days=100)), trusted=False)
    seen = read(good, bad)
    assert (seen.trusted, seen.trust_error, seen.chain[0].key_type) == (False, "expired", "EC")
    assert seen.trust_culprit == seen.chain[0]
    assert [(one.trusted, one.chain[0].key_type) for one in seen.deployments] == [(True, "RSA")]


def test_every_name_counts_however_many_there_are() -> None:
    names = [f"site{number}.cdn.example" for number in range(300)]
    names[250] = "portal.example"
    seen = read(chain_piece(AUTHORITY.leaf("portal.example", names=names)))
    assert seen.host_matches


def test_what_is_sent_but_not_used_is_told_apart_by_the_path() -> None:
    leaf, unused = AUTHORITY.leaf("portal.example"), Authority(NOW).intermediate
    piece = chain_piece(leaf, unused, AUTHORITY.intermediate)
    path = [one.pem.decode() for one in (leaf, AUTHORITY.intermediate, AUTHORITY.root)]
    seen = read({**piece, "trust": {**YES, "path": path}})
    assert [one.fingerprint for one in seen.used] == list(seen.path[:2])
    assert len(seen.chain) == 3
