"""What a worker said becomes evidence; what it did not get to say is unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_audit.collect.tls.assemble import Piece, read_address
from portal_audit.collect.tls.trust_reasons import Trust, judge_trust

from portal_audit.collect.tls.certificates import read_chain
from portal_audit.collect.tls.known_groups import known_prime, known_primes
from portal_audit.demo.certificates import Authority
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
        pieces, host="portal.example", address="203.0.113.5", port=443, store="mozilla", now=NOW
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


@pytest.mark.parametrize(
    ("code", "completed", "leaf", "expected"),
    [
        (None, None, LEAF, Trust()),
        (0, None, LEAF, Trust(True)),
        (10, None, OLD, Trust(False, False, "expired")),
        (9, None, LEAF, Trust(False, False, "not-yet-valid")),
        (18, None, LEAF, Trust(False, False, "self-signed")),
        (19, None, LEAF, Trust(False, False, "unknown-issuer")),
        (7, None, LEAF, Trust(False, False, "other")),
        (20, 0, LEAF, Trust(False, True, "incomplete-chain", MISSING)),
        (21, None, PUBLIC, Trust(False, None, "incomplete-chain", MISSING)),
        (20, 20, PUBLIC, Trust(False, None, "incomplete-chain", MISSING)),
        (20, None, PRIVATE, Trust(False, None, "unknown-issuer", MISSING)),
        (20, None, LEAF, Trust(False, None, "unknown-issuer", MISSING)),
        (20, None, OLD, Trust(False, False, "expired")),
        (20, 19, LEAF, Trust(False, False, "unknown-issuer", MISSING)),
    ],
)
def test_trust(code: int | None, completed: int | None, leaf: object, expected: Trust) -> None:
    assert judge_trust(code, completed, [leaf], NOW) == expected  # type: ignore[list-item]


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
    trust = judge_trust(20, 20, [PUBLIC], NOW, whole=True)
    assert trust == Trust(False, False, "unknown-issuer", MISSING)
