"""What fixing one finding alone brings: the fixes, check by check, and the ratings after them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from portal_audit.evidence import Certificate, ProtocolVersion, TlsAddress, TlsServer
from portal_audit.rules import catalog
from portal_audit.scoring.external.inputs import Inputs
from portal_audit.scoring.external.mozilla_tls import faults, guidelines
from portal_audit.scoring.external.observatory.rules import TESTS_6
from portal_audit.scoring.external.ratings import rate
from portal_audit.scoring.external.ssl_labs import CAPS, OVERRIDES, WARNINGS
from portal_audit.scoring.external.summary import summarise
from portal_audit.scoring.remediation import apply_fix, fixes
from portal_audit.scoring.remediation.external_gains import external_gains
from tests.oracles.observatory_by_hand import CDN, ORIGIN, site
from tests.oracles.observatory_reading import as_seen

ALL = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
T13 = ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384")
GCM = ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
CBC = ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",)
RSA = ("TLS_RSA_WITH_AES_128_GCM_SHA256",)
DHE = ("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",)
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
YEAR = 31_536_000


def tls(
    versions: dict[str, tuple[str, ...]] | None = None,
    leaf: dict[str, Any] | None = None,
    **changes: Any,
) -> TlsServer:
    """Return a server with one address, good but for the changes."""
    offered = {"TLSv1.2": GCM, "TLSv1.3": T13} if versions is None else versions
    fields: dict[str, Any] = {
        "chain": (replace(LEAF, **(leaf or {})),),
        "trusted": True,
        "host_matches": True,
        "groups": ("x25519",),
        "secure_renegotiation": True,
        "client_renegotiation": False,
        "compression": False,
    }
    seen = tuple(ProtocolVersion(name, name in offered, offered.get(name, ())) for name in ALL)
    return TlsServer((TlsAddress("192.0.2.1", 443, seen, **(fields | changes)),))


def changes(check: str, inputs: Inputs) -> dict[str, Any]:
    """Return what fixing one check changes."""
    return external_gains(inputs, rate(inputs), [check])[check]


PAGE: list[tuple[str, dict[str, Any], tuple[int, str]]] = [
    ("headers.hsts", site({"strict-transport-security": None}), (105, "A+")),
    ("headers.hsts", site({"strict-transport-security": "max-age=9"}), (105, "A+")),
    ("headers.xcto", site({"x-content-type-options": None}), (105, "A+")),
    ("headers.framing", site({"x-frame-options": None}), (105, "A+")),
    ("headers.referrer", site({"referrer-policy": "unsafe-url"}), (110, "A+")),
    (
        "headers.referrer",
        site(head='<meta name="referrer" content="unsafe-url">'),
        (110, "A+"),
    ),
    ("headers.isolation", site({"cross-origin-opener-policy": "x"}), (115, "A+")),
    (
        "headers.cors",
        site(
            cors={
                "headers": {
                    "access-control-allow-origin": ORIGIN,
                    "access-control-allow-credentials": "true",
                },
                "verified": True,
                "origin": ORIGIN,
            }
        ),
        (105, "A+"),
    ),
    ("headers.redirect_https", site(route=["http://portal.hacson.vn/"]), (105, "A+")),
    ("cookies.secure", site(cookies=("a=1",)), (105, "A+")),
    ("cookies.httponly", site(cookies=("sess=1; Secure",)), (105, "A+")),
    ("cookies.samesite", site(cookies=("a=1; Secure; SameSite=x",)), (110, "A+")),
    ("content.csp", site({"content-security-policy": None}), (110, "A+")),
    (
        "content.csp",
        site(head='<meta http-equiv="Content-Security-Policy" content="img">'),
        (110, "A+"),
    ),
    ("content.sri", site(body=f'<script src="http://{CDN}"></script>'), (110, "A+")),
    ("content.mixed_active", site(body=f'<script src="http://{CDN}"></script>'), (100, "A+")),
]


@pytest.mark.parametrize(("check", "case", "after"), PAGE)
def test_mends_of_the_page(check: str, case: dict[str, Any], after: tuple[int, str]) -> None:
    seen = as_seen(case)
    five = changes(check, Inputs(seen))["observatory"]["5"]
    assert (five["score"], five["grade"]) == after
    assert five["points"] == after[0] - summarise(rate(Inputs(seen)))["observatory"]["5"]["score"]


SERVERS: list[tuple[str, TlsServer, dict[str, str]]] = [
    ("tls.versions", tls({"TLSv1.0": CBC, "TLSv1.2": GCM}), {"from": "B", "to": "A+"}),
    ("tls.versions", tls({"TLSv1.0": CBC}), {"from": "C", "to": "A+"}),
    ("tls.versions", tls({"TLSv1.2": GCM}), {"from": "A-", "to": "A+"}),
    (
        "tls.ciphers",
        tls({"TLSv1.0": CBC, "TLSv1.2": GCM, "TLSv1.3": T13}),
        {"from": "B", "to": "A+"},
    ),
    ("tls.ciphers", tls({"TLSv1.2": RSA}), {"from": "B", "to": "A-"}),
    ("tls.forward_secrecy", tls({"TLSv1.2": RSA}), {"from": "B", "to": "A-"}),
    ("tls.kex_groups", tls({"TLSv1.2": GCM + DHE}, dh_bits=1024), {"from": "B", "to": "A-"}),
    ("tls.kex_groups", tls({"TLSv1.2": DHE}, dh_bits=512), {"from": "F", "to": "A-"}),
    ("tls.cert_key", tls(leaf={"key_bits": 1024}), {"from": "B", "to": "A+"}),
    ("tls.cert_key", tls(leaf={"key_type": "DSA", "key_bits": 1024}), {"from": "B", "to": "A+"}),
    ("tls.cert_sig", tls(leaf={"signature_hash": "sha1"}), {"from": "T", "to": "A+"}),
    ("tls.cert_sig", tls(leaf={"signature_hash": "md5"}), {"from": "F", "to": "A+"}),
    ("tls.cert_trust", tls(trusted=False, trust_error="self-signed"), {"from": "T", "to": "A+"}),
    (
        "tls.cert_trust",
        tls(trusted=False, trust_error="incomplete-chain", trusted_with_missing=True),
        {"from": "B", "to": "A+"},
    ),
    ("tls.cert_expiry", tls(trusted=False, trust_error="expired"), {"from": "T", "to": "A+"}),
    ("tls.cert_host", tls(host_matches=False), {"from": "M", "to": "A+"}),
    ("tls.compression", tls(compression=True), {"from": "C", "to": "A+"}),
    (
        "tls.renegotiation",
        tls(secure_renegotiation=False, client_renegotiation=True),
        {"from": "F", "to": "A+"},
    ),
]


@pytest.mark.parametrize(("check", "server", "grades"), SERVERS)
def test_mends_of_tls(check: str, server: TlsServer, grades: dict[str, str]) -> None:
    assert changes(check, Inputs(None, server, YEAR))["ssl_labs"] == grades


def test_a_mended_server_meets_the_profile_that_the_check_asks_for() -> None:
    [profile] = [p for p in guidelines()["5.8"] if p.name == "intermediate"]
    inputs = Inputs(None, tls({"TLSv1.0": CBC, "TLSv1.2": CBC + RSA + DHE}, dh_bits=1024))
    for check in ("tls.versions", "tls.ciphers"):
        inputs = apply_fix(inputs, check)
    assert inputs.server is not None
    [address] = inputs.server.addresses
    assert faults(address, profile) == []
    assert (address.dh_bits, address.version("TLSv1.0")) == (
        None,
        ProtocolVersion("TLSv1.0", False),
    )


def test_certificates_decide_the_observatory_too() -> None:
    server = tls(trusted=False, trust_error="self-signed")
    seen = as_seen(site(verified=False, http={"headers": {}, "verified": False}))
    found = changes("tls.cert_trust", Inputs(seen, server, YEAR))
    assert found["observatory"]["4"] == {"points": 40, "score": 100, "grade": "A+"}
    worse = replace(server.addresses[0], host_matches=False)
    found = changes("tls.cert_trust", Inputs(seen, TlsServer((worse,)), YEAR))
    assert "observatory" not in found


def test_hsts_lifts_ssl_labs() -> None:
    seen = as_seen(site({"strict-transport-security": None}))
    assert changes("headers.hsts", Inputs(seen, tls()))["ssl_labs"] == {"from": "A-", "to": "A+"}


@pytest.mark.parametrize("check", ["headers.hsts", "headers.redirect_https", "cookies.secure"])
def test_without_https_these_bring_nothing_by_themselves(check: str) -> None:
    plain = as_seen(
        site(https=None, auto_url="http://portal.hacson.vn/", route=["http://portal.hacson.vn/"])
    )
    assert changes(check, Inputs(plain)) == {}


def test_what_cannot_be_told_before_is_not_told_after() -> None:
    server = tls({"TLSv1.0": CBC, "TLSv1.2": GCM}, groups=None, trusted=None)
    assert changes("tls.versions", Inputs(None, server)) == {}


def test_a_policy_is_hardened_without_losing_what_it_has() -> None:
    seen = as_seen(site({"content-security-policy": "script-src 'self'; base-uri 'none';"}))
    fixed = apply_fix(Inputs(seen), "content.csp_hardening").observatory
    assert fixed is not None
    assert fixed.auto is not None
    assert fixed.auto.first("content-security-policy") == (
        "script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self';"
        " default-src 'self'"
    )


def test_every_address_becomes_as_good_as_the_best() -> None:
    good, bad = tls().addresses[0], tls({"TLSv1.0": CBC}, trusted=False).addresses[0]
    both = TlsServer((good, replace(bad, address="192.0.2.2")))
    assert changes("tls.addresses", Inputs(None, both, YEAR))["ssl_labs"]["to"] == "A+"
    fixed = apply_fix(Inputs(None, both), "tls.addresses").server
    assert fixed is not None
    assert [address.address for address in fixed.addresses] == ["192.0.2.1", "192.0.2.2"]


@pytest.mark.parametrize("check", [*fixes(), "information.leaders", "headers.permissions"])
def test_no_mend_ever_lowers_a_score_or_fails(check: str) -> None:
    faulty = as_seen(
        site(
            dict.fromkeys(
                ("strict-transport-security", "x-frame-options", "x-content-type-options")
            ),
            cookies=("sess=1; SameSite=None", "csrf=2"),
            body=f'<script src="//{CDN}"></script>',
            verified=False,
        )
    )
    server = tls(
        {"SSLv3": CBC, "TLSv1.0": CBC, "TLSv1.2": RSA + DHE},
        {"key_bits": 512, "signature_hash": "sha1"},
        dh_bits=512,
        trusted=False,
        trust_error="expired",
        groups=None,
    )
    for inputs in (Inputs(faulty, server), Inputs(faulty), Inputs(None, server), Inputs()):
        for each in changes(check, inputs).get("observatory", {}).values():
            assert each["points"] > 0
    assert apply_fix(Inputs(faulty, TlsServer(())), check).server == TlsServer(())


def test_the_table_names_checks_and_rules_that_exist() -> None:
    checks = {check.id: check for check in catalog.read()}
    reasons = {*CAPS, *WARNINGS, *OVERRIDES, "protocol", "key_exchange", "cipher"}
    [profile, *_] = guidelines()["5.7"]
    rules = {"versions", "suites", "groups", "key type", "curve", "signature", "key size"}
    assert profile.name == "modern"
    for name, row in fixes().items():
        assert name in checks
        assert set(row.observatory) <= set(TESTS_6), name
        assert set(row.ssl_labs) <= reasons, name
        assert set(row.mozilla_tls) <= rules | {"DH size", "lifespan"}, name


@pytest.mark.parametrize("name", [name for name, row in fixes().items() if row.set])
def test_what_a_mend_sets_is_what_the_check_has_people_paste(name: str) -> None:
    check = next(check for check in catalog.read() if check.id == name)
    lines = check.config.get("nginx", "")
    for header, value in fixes()[name].set.items():
        if header == "content-type":
            continue
        assert re.search(
            f'add_header {header} "?{re.escape(value)}"? always;', lines, re.IGNORECASE
        )
