"""What the checks say about versions, suites and the like: evidence left, outcome right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from portal_audit.evidence import (
    Certificate,
    Evidence,
    Exchange,
    Failure,
    HttpFront,
    HttpsFront,
    ProtocolVersion,
    TlsAddress,
    TlsServer,
    Visit,
)
from portal_audit.model import Finding, Target
from portal_audit.rules.catalog import Catalog
from portal_audit.scoring.judge import judge

NOW = datetime(2026, 11, 22, tzinfo=UTC)
VERSIONS = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
GCM13 = "TLS_AES_256_GCM_SHA384"
GCM12 = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
CBC256 = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"
CBC1 = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
RSA = "TLS_RSA_WITH_AES_128_GCM_SHA256"
DHE = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"
CLEAN: Mapping[str, tuple[str, ...]] = {"TLSv1.2": (GCM12,), "TLSv1.3": (GCM13,)}


@pytest.fixture
def catalog(rules: Catalog) -> Catalog:
    return rules


def server(
    accepted: Mapping[str, tuple[str, ...]] = CLEAN,
    unknown: str = "",
    unasked: tuple[str, ...] = (),
    **facts: Any,
) -> TlsAddress:
    """Return an address that accepts these suites; of the *unknown* version nothing is known.

    *unasked* are the names of probes without an answer.
    """
    facts |= {"unknown": unasked}
    versions = tuple(
        ProtocolVersion(v, None if v == unknown else v in accepted, accepted.get(v, ()))
        for v in VERSIONS
    )
    return TlsAddress("203.0.113.5", 443, versions, host="portal.example", **facts)


def finding(catalog: Catalog, check_id: str, *pieces: object) -> Finding:
    check = catalog.get(check_id)
    assert check is not None
    (found,) = judge([check], Evidence(*pieces))
    for texts in check.texts.values():
        assert "{" not in texts.sentence(found.outcome, found.facts)
    return found


def verdict(catalog: Catalog, check_id: str, *addresses: TlsAddress) -> tuple[str, str]:
    found = finding(catalog, check_id, TlsServer(addresses))
    return found.outcome, found.status.value


ANSWER = (Exchange("http://portal.example/", 200, (), 0.1),)
HTTP = HttpFront("http://portal.example/", ANSWER)
NO_HTTP = HttpFront("http://portal.example/", (), Failure("timeout", "http://portal.example/"))


@pytest.mark.parametrize(
    ("cause", "http", "expected"),
    [
        (None, HTTP, ("answers", "pass")),
        ("refused", HTTP, ("refused", "fail")),
        ("tls", HTTP, ("broken-tls", "fail")),
        ("not-http", HTTP, ("not-http", "fail")),
        ("timeout", HTTP, ("silent", "fail")),
        ("timeout", NO_HTTP, ("unknown", "not-tested")),
        ("dns", NO_HTTP, ("unknown", "not-tested")),
        ("budget", HTTP, ("unknown", "not-tested")),
    ],
)
def test_https(
    catalog: Catalog, cause: str | None, http: HttpFront, expected: tuple[str, str]
) -> None:
    url = "https://portal.example/"
    failure = Failure(cause, url, "why") if cause else None
    https = HttpsFront(url, () if cause else ANSWER, failure)
    found = finding(catalog, "tls.https", https, http)
    assert (found.outcome, found.status.value) == expected


@pytest.mark.parametrize(
    ("offered", "unknown", "expected"),
    [
        (("TLSv1.2", "TLSv1.3"), "", ("modern", "pass")),
        (("TLSv1.3",), "", ("modern", "pass")),
        (("TLSv1.2",), "", ("no-tls13", "partial")),
        (("TLSv1.1", "TLSv1.2", "TLSv1.3"), "", ("old", "fail")),
        (("TLSv1.0",), "TLSv1.3", ("old", "fail")),
        (("SSLv3", "TLSv1.2"), "", ("ssl", "fail")),
        (("SSLv2", "TLSv1.2"), "", ("ssl", "fail")),
        (("SSLv2", "TLSv1.0"), "", ("obsolete-only", "fail")),
        (("TLSv1.0", "TLSv1.1"), "", ("obsolete-only", "fail")),
        (("TLSv1.2", "TLSv1.3"), "TLSv1.0", ("unknown", "not-tested")),
        (("TLSv1.2",), "TLSv1.3", ("unknown", "not-tested")),
        ((), "", ("unknown", "not-tested")),
    ],
)
def test_versions(
    catalog: Catalog, offered: tuple[str, ...], unknown: str, expected: tuple[str, str]
) -> None:
    address = server(dict.fromkeys(offered, (GCM12,)), unknown)
    assert verdict(catalog, "tls.versions", address) == expected


def test_ssl_is_graver_than_old_tls(catalog: Catalog) -> None:
    offered = {"SSLv3": (CBC1,), "TLSv1.2": (GCM12,)}
    grave = finding(catalog, "tls.versions", TlsServer((server(offered),)))
    assert grave.severity.value == "critical"
    assert grave.facts["bad"] == ["SSLv3"]


@pytest.mark.parametrize(
    ("suites", "expected"),
    [
        ((GCM12,), ("strong", "pass")),
        ((GCM12, CBC256), ("phase-out", "partial")),
        ((GCM12, DHE), ("phase-out", "partial")),
        ((GCM12, CBC1), ("sha1-cbc", "fail")),
        ((GCM12, RSA), ("static-key", "fail")),
        (("TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",), ("small-block", "fail")),
        (("TLS_RSA_WITH_DES_CBC_SHA",), ("small-block", "fail")),
        (("TLS_ECDHE_RSA_WITH_RC4_128_SHA",), ("rc4", "fail")),
        (("TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5",), ("export", "fail")),
        (("SSL_CK_DES_192_EDE3_CBC_WITH_MD5",), ("md5", "fail")),
        (("TLS_DH_anon_WITH_AES_128_GCM_SHA256",), ("anonymous", "fail")),
        (("TLS_ECDHE_RSA_WITH_NULL_SHA", CBC1), ("null", "fail")),
    ],
)
def test_ciphers(catalog: Catalog, suites: tuple[str, ...], expected: tuple[str, str]) -> None:
    assert verdict(catalog, "tls.ciphers", server({"TLSv1.2": suites})) == expected


def test_an_unanswered_suite_is_no_pass_but_a_fault_seen_stays_one(catalog: Catalog) -> None:
    assert verdict(catalog, "tls.ciphers", server(unknown="TLSv1.0"))[1] == "not-tested"
    partly = ProtocolVersion("TLSv1.2", True, (GCM12,), unknown=(RSA,))
    assert verdict(catalog, "tls.ciphers", replace(server(), versions=(partly,)))[0] == "unknown"
    faulty = replace(partly, suites=(GCM12, CBC1))
    assert verdict(catalog, "tls.ciphers", replace(server(), versions=(faulty,)))[0] == "sha1-cbc"
    assert verdict(catalog, "tls.ciphers", server({}))[1] == "not-tested"


@pytest.mark.parametrize(
    ("accepted", "facts", "expected"),
    [
        (CLEAN, {"modern_suite": GCM13, "tls12_suite": GCM12}, ("always", "pass")),
        ({"TLSv1.3": (GCM13,)}, {"modern_suite": GCM13}, ("always", "pass")),
        ({"TLSv1.2": (GCM12, RSA)}, {"modern_suite": RSA}, ("not-preferred", "partial")),
        ({"TLSv1.2": (RSA,)}, {"modern_suite": RSA}, ("none", "fail")),
        ({"TLSv1.0": (CBC1,)}, {}, ("always", "pass")),
        ({"TLSv1.0": (CBC1, "TLS_RSA_WITH_RC4_128_SHA")}, {}, ("unknown", "not-tested")),
        ({}, {}, ("unknown", "not-tested")),
    ],
)
def test_forward_secrecy(
    catalog: Catalog,
    accepted: dict[str, tuple[str, ...]],
    facts: dict[str, Any],
    expected: tuple[str, str],
) -> None:
    assert verdict(catalog, "tls.forward_secrecy", server(accepted, **facts)) == expected


@pytest.mark.parametrize(
    ("suites", "ordered", "expected"),
    [
        ((CBC1, RSA), True, "always"),
        ((RSA, CBC1), True, "not-preferred"),
        ((RSA, CBC1), False, "always"),
        ((RSA, CBC1), None, "unknown"),
    ],
)
def test_forward_secrecy_where_no_browser_gets_through(
    catalog: Catalog, suites: tuple[str, ...], ordered: bool | None, expected: str
) -> None:
    old = ProtocolVersion("TLSv1.0", True, suites, ordered=ordered)
    address = replace(server({}), versions=(old,))
    assert verdict(catalog, "tls.forward_secrecy", address)[0] == expected


def test_no_forward_secrecy_is_not_claimed_of_a_server_half_seen(catalog: Catalog) -> None:
    address = server({"TLSv1.2": (RSA,)}, "TLSv1.3", modern_suite=None)
    assert verdict(catalog, "tls.forward_secrecy", address)[1] == "not-tested"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"groups": ("secp256r1", "x25519")}, ("strong", "pass")),
        ({"groups": ("secp224r1", "x25519")}, ("old-group", "partial")),
        ({"groups": ("sect163k1", "x25519")}, ("weak-group", "fail")),
        (
            {"groups": ("x25519",), "dh_bits": 2048, "dh_prime": "ffdhe2048"},
            ("dhe", "partial"),
        ),
        ({"groups": (), "dh_bits": 1024, "dh_prime": "modp1024"}, ("small-dh", "fail")),
        ({"groups": None, "dh_bits": 2048, "dh_prime": "custom"}, ("custom-prime", "fail")),
        ({"groups": None}, ("unknown", "not-tested")),
    ],
)
def test_groups(catalog: Catalog, facts: dict[str, Any], expected: tuple[str, str]) -> None:
    assert verdict(catalog, "tls.kex_groups", server(**facts)) == expected


def test_a_group_that_was_not_answered_is_no_pass(catalog: Catalog) -> None:
    address = replace(server(groups=("x25519",)), unknown=("group secp192r1",))
    assert verdict(catalog, "tls.kex_groups", address) == ("unknown", "not-tested")


def test_a_strong_group_that_was_not_answered_changes_nothing(catalog: Catalog) -> None:
    address = replace(server(groups=("x25519",)), unknown=("group X25519MLKEM768",))
    assert verdict(catalog, "tls.kex_groups", address) == ("strong", "pass")


def test_groups_do_not_apply_to_fixed_keys(catalog: Catalog) -> None:
    address = server({"TLSv1.2": (RSA,)}, groups=())
    assert verdict(catalog, "tls.kex_groups", address) == ("no-ephemeral", "not-applicable")
    unseen = server({"TLSv1.2": (DHE,)}, groups=())
    assert verdict(catalog, "tls.kex_groups", unseen) == ("unknown", "not-tested")


LEAF = Certificate(
    subject="CN=portal.example",
    issuer="CN=CA",
    names=("portal.example",),
    not_before=datetime(2026, 11, 1, tzinfo=UTC),
    not_after=datetime(2027, 1, 1, tzinfo=UTC),
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
WITH_OCSP = replace(LEAF, ocsp_url="http://ocsp.example/")
TLS13_ONLY = {"TLSv1.3": (GCM13,)}
HYBRID = ("X25519MLKEM768", "x25519")
PLAIN_GROUPS = ("x25519",)


@pytest.mark.parametrize(
    ("check_id", "address", "expected"),
    [
        ("renegotiation", server(secure_renegotiation=True, client_renegotiation=False), "secure"),
        ("renegotiation", server(secure_renegotiation=True, client_renegotiation=True), "client"),
        ("renegotiation", server(secure_renegotiation=False), "insecure"),
        ("renegotiation", server(secure_renegotiation=True), "unknown"),
        ("renegotiation", server(TLS13_ONLY), "tls13"),
        ("renegotiation", server(TLS13_ONLY, "TLSv1.2"), "unknown"),
        ("compression", server(compression=True), "on"),
        ("compression", server(compression=False), "off"),
        ("compression", server(), "unknown"),
        ("compression", server(TLS13_ONLY), "off"),
        ("early_data", server(early_data=True), "on"),
        ("early_data", server(early_data=False), "off"),
        ("early_data", server(), "unknown"),
        ("early_data", server({"TLSv1.2": (GCM12,)}), "no-tls13"),
        ("ems", server(extended_master_secret=True), "on"),
        ("ems", server(extended_master_secret=False), "off"),
        ("ems", server(), "unknown"),
        ("ems", server(TLS13_ONLY), "no-tls12"),
        ("scsv", server(fallback_scsv=True), "present"),
        ("scsv", server(fallback_scsv=False), "absent"),
        ("scsv", server(), "not-needed"),
        ("scsv", server(unknown="TLSv1.0"), "unknown"),
        ("kex_hash", server(sha1_key_exchange=True), "sha1"),
        ("kex_hash", server(sha1_key_exchange=False), "refused"),
        ("kex_hash", server(), "unknown"),
        ("kex_hash", server(TLS13_ONLY), "tls13"),
        ("kex_hash", server(TLS13_ONLY, "TLSv1.2"), "unknown"),
        ("kex_hash", server({"TLSv1.2": (RSA,)}), "unsigned"),
        ("kex_hash", server({"TLSv1.2": (RSA,)}, "TLSv1.0"), "unknown"),
        ("kex_hash", server({}), "unknown"),
        ("pqc", server(groups=HYBRID), "offered"),
        ("pqc", server(groups=PLAIN_GROUPS), "absent"),
        ("pqc", server({"TLSv1.2": (GCM12,)}, groups=PLAIN_GROUPS), "no-tls13"),
        ("pqc", server(unknown="TLSv1.3", groups=PLAIN_GROUPS), "unknown"),
        ("pqc", server(groups=PLAIN_GROUPS, unasked=("group X25519MLKEM768",)), "unknown"),
        ("pqc", server(), "unknown"),
        ("ocsp", server(ocsp_stapled=True), "stapled"),
        ("ocsp", server(), "unknown"),
        ("ocsp", server(ocsp_stapled=False, chain=(LEAF,)), "no-url"),
        ("ocsp", server(ocsp_stapled=False, chain=(WITH_OCSP,)), "not-stapled"),
    ],
)
def test_flags(catalog: Catalog, check_id: str, address: TlsAddress, expected: str) -> None:
    assert verdict(catalog, f"tls.{check_id}", address)[0] == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (server(), None, "single"),
        (server(trusted=True, chain=(LEAF,)), server(trusted=True, chain=(LEAF,)), "same"),
        (server(), server(), "unknown"),
        (server(trusted=True), server(trusted=False), "differ-trust"),
        (server(host_matches=True), server(host_matches=False), "differ-host"),
        (server(), server({"TLSv1.2": (GCM12,)}), "differ-versions"),
        (server(), server({**CLEAN, "TLSv1.2": (GCM12, RSA)}), "differ-suites"),
    ],
)
def test_addresses(
    catalog: Catalog, one: TlsAddress, other: TlsAddress | None, expected: str
) -> None:
    addresses = [address for address in (one, other) if address]
    assert verdict(catalog, "tls.addresses", *addresses)[0] == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (server(vulnerabilities=()), ("none", "pass")),
        (server(vulnerabilities=("heartbleed",)), ("vulnerable", "fail")),
        (server(vulnerabilities=("robot",), unasked=("heartbleed",)), ("vulnerable", "fail")),
        (server({"SSLv2": (CBC1,)}, vulnerabilities=()), ("vulnerable", "fail")),
        (server(vulnerabilities=(), unasked=("heartbleed",)), ("unknown", "not-tested")),
        (server(vulnerabilities=(), unknown="SSLv2"), ("unknown", "not-tested")),
        (server(), ("unknown", "not-tested")),
    ],
)
def test_known_holes(catalog: Catalog, address: TlsAddress, expected: tuple[str, str]) -> None:
    visit = Visit(Target("x", "https://portal.example/"), NOW, authorised_by="1/GP")
    found = finding(catalog, "tls.vulns", TlsServer((address,)), visit)
    assert (found.outcome, found.status.value) == expected


def test_nobody_looks_for_holes_without_authorisation(catalog: Catalog) -> None:
    visit = Visit(Target("x", "https://portal.example/"), NOW)
    found = finding(catalog, "tls.vulns", TlsServer((server(),)), visit)
    assert (found.outcome, found.status.value) == ("not-authorised", "not-applicable")


@pytest.mark.parametrize(
    ("check_id", "changes", "expected"),
    [
        ("tls.large_hello", {"large_hello": True}, ("answered", "pass")),
        ("tls.large_hello", {"large_hello": False}, ("unanswered", "fail")),
        ("tls.large_hello", {}, ("unknown", "not-tested")),
        ("tls.client_certificate", {"client_certificate": "required"}, ("required", "fail")),
        ("tls.client_certificate", {"client_certificate": "optional"}, ("optional", "info")),
        ("tls.client_certificate", {"client_certificate": "disabled"}, ("not-asked", "pass")),
        ("tls.client_certificate", {}, ("unknown", "not-tested")),
    ],
)
def test_what_meets_every_visitor(
    catalog: Catalog, check_id: str, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    found = finding(catalog, check_id, TlsServer((server(**changes),)))
    assert (found.outcome, found.status.value) == expected


@pytest.mark.parametrize(
    ("ordered", "expected"),
    [(True, ("server", "info")), (False, ("client", "info")), (None, ("unknown", "not-tested"))],
)
def test_whose_order_of_suites_counts(
    catalog: Catalog, ordered: bool | None, expected: tuple[str, str]
) -> None:
    version = ProtocolVersion("TLSv1.2", True, (GCM12, CBC256), ordered=ordered)
    address = replace(server(), versions=(version,))
    found = finding(catalog, "tls.cipher_order", TlsServer((address,)))
    assert (found.outcome, found.status.value) == expected


@pytest.mark.parametrize("group", ["ffdhe2048", "ffdhe8192"])
def test_groups_that_come_with_every_openssl_are_not_blamed(catalog: Catalog, group: str) -> None:
    found = finding(catalog, "tls.kex_groups", TlsServer((server(groups=("x25519", group)),)))
    assert (found.outcome, found.facts["groups"]) == ("strong", ["x25519"])
