"""No header, cookie, address or suite makes a view raise, or take more than bounded time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.evidence import (
    Certificate,
    Evidence,
    Exchange,
    Front,
    HttpFront,
    HttpsFront,
    Page,
    ProtocolVersion,
    Samples,
    Script,
    TlsAddress,
    TlsServer,
)
from portal_audit.evidence.samples import CrossOrigin
from portal_audit.scoring.external import mozilla_tls, ssl_labs
from portal_audit.scoring.external.inputs import Inputs, inputs
from portal_audit.scoring.external.observatory import (
    ObservatoryInput,
    ObservatoryResponse,
    rate_all,
)
from portal_audit.scoring.external.ratings import rate
from portal_audit.scoring.external.summary import summarise
from portal_audit.scoring.remediation import apply_fix, fixes
from portal_audit.scoring.remediation.external_gains import external_gains
from tests.bounded_time import cpu_seconds

NAMES = (
    *("content-security-policy", "content-security-policy-report-only", "set-cookie"),
    *("strict-transport-security", "referrer-policy", "x-frame-options", "content-type"),
    *("x-content-type-options", "cross-origin-resource-policy", "cross-origin-opener-policy"),
    *("cross-origin-embedder-policy", "access-control-allow-origin", "location"),
    "access-control-allow-credentials",
)
PIECES = (
    *(
        "default-src",
        "script-src",
        "'self'",
        "'none'",
        "'strict-dynamic'",
        "'nonce-a'",
        "*",
        "data:",
    ),
    *("https:", "http://a.vn/%zz", "//", "[", "max-age=", "99999999999999999999", ";", ",", "="),
    *("SameSite", "Secure", "Domain=.", "Path", "sess", "csrf", "__Host-", "\u00a0", "\x00", "%"),
    *("require-corp", '"', "\ud800", "ế", "١٢"),
)
TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
HEADERS = st.lists(st.tuples(st.sampled_from(NAMES), TEXT), max_size=10).map(tuple)
URLS = st.one_of(
    st.sampled_from(
        (
            "https://a.test/",
            "http://a.test/",
            "https://www.a.test:8443/x",
            "http://[::1]/",
            "https://[",
        )
    ),
    st.text(max_size=30),
)
EXCHANGES = st.builds(
    Exchange, url=URLS, status=st.integers(0, 999), headers=HEADERS, elapsed=st.just(0.1)
)
SCRIPTS = st.builds(
    Script, url=st.none(), raw=st.one_of(TEXT, URLS), integrity=TEXT, crossorigin=st.none()
)
PAGES = st.builds(
    lambda meta, scripts: Page(
        "https://a.test/", "https://a.test/", 200, meta=meta, scripts=scripts
    ),
    st.lists(
        st.tuples(st.sampled_from(("content-security-policy", "referrer", "refresh")), TEXT),
        max_size=4,
    ).map(tuple),
    st.lists(SCRIPTS, max_size=4).map(tuple),
)
CHAINS = st.lists(EXCHANGES, min_size=1, max_size=4).map(tuple)
VERSIONS = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
SUITES = st.one_of(
    st.sampled_from(
        (
            *(
                "TLS_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_FALLBACK_SCSV",
            ),
            *("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "SSL_CK_RC4"),
            *("TLS_DH_anon_WITH_NULL_SHA", "TLS_RSA_EXPORT_WITH_RC4_40_MD5", "", "_WITH_"),
        )
    ),
    st.text(max_size=20),
)
MAYBE = st.sampled_from((None, True, False))
CERTIFICATES = st.builds(
    Certificate,
    subject=st.text(max_size=5),
    issuer=st.text(max_size=5),
    names=st.just(()),
    not_before=st.datetimes(timezones=st.just(UTC)),
    not_after=st.datetimes(timezones=st.just(UTC)),
    key_type=st.sampled_from(("RSA", "EC", "DSA", "Ed25519", "Ed448", "X")),
    key_bits=st.integers(0, 20_000),
    curve=st.sampled_from((None, "secp256r1", "x")),
    rsa_exponent=st.sampled_from((None, 1, 65537)),
    signature_hash=st.sampled_from((None, "md5", "sha1", "sha256", "x")),
    serial=st.just("1"),
    fingerprint=st.just("0"),
    is_ca=st.booleans(),
    self_signed=st.booleans(),
)
ADDRESSES = st.builds(
    TlsAddress,
    address=st.just("192.0.2.1"),
    port=st.just(443),
    versions=st.tuples(
        *(
            st.builds(
                ProtocolVersion,
                version=st.just(version),
                offered=MAYBE,
                suites=st.lists(SUITES, max_size=4).map(tuple),
                unknown=st.sampled_from(((), ("x",))),
            )
            for version in VERSIONS
        )
    ),
    chain=st.lists(CERTIFICATES, max_size=3).map(tuple),
    trusted=MAYBE,
    trusted_with_missing=MAYBE,
    trust_error=st.sampled_from((None, "expired", "incomplete-chain", "other")),
    host_matches=MAYBE,
    groups=st.one_of(st.none(), st.lists(st.text(max_size=10), max_size=4).map(tuple)),
    dh_bits=st.one_of(st.none(), st.integers(0, 10_000)),
    secure_renegotiation=MAYBE,
    client_renegotiation=MAYBE,
    compression=MAYBE,
)
SERVERS = st.lists(ADDRESSES, max_size=2).map(lambda each: TlsServer(tuple(each)))


@settings(max_examples=150, deadline=None)
@given(chain=CHAINS, http=CHAINS, page=PAGES, server=st.one_of(st.none(), SERVERS), cors=EXCHANGES)
def test_whatever_a_portal_sends_every_view_and_gain_is_told(
    chain: tuple[Exchange, ...],
    http: tuple[Exchange, ...],
    page: Page,
    server: TlsServer | None,
    cors: Exchange,
) -> None:
    pieces: list[object] = [
        Front(chain, page, https=True),
        HttpsFront("https://a.test/", chain, None, page),
        HttpFront("http://a.test/", http),
        Samples(cors=CrossOrigin("https://b.test", foreign=cors)),
        *([server] if server else []),
    ]
    seen = inputs(Evidence(*pieces))
    now = rate(seen)
    gains = external_gains(seen, now, fixes())
    assert set(gains) == set(fixes())
    for view in (now.observatory or {}).values():
        assert 0 <= view.score <= 165
    assert summarise(now) == summarise(rate(seen))


@settings(max_examples=200, deadline=None)
@given(server=SERVERS, age=st.one_of(st.none(), st.integers(-1, 10**12)))
def test_whatever_a_server_offers_it_is_rated_or_unknown(
    server: TlsServer, age: int | None
) -> None:
    rating = ssl_labs.rate(server, age)
    known = {"A+", "A", "A-", *"BCDEFTM"}
    assert rating.grade in known if rating.grade else rating.unknown
    assert rating.score is None or 0 <= rating.score <= 100
    for guideline in mozilla_tls.guidelines():
        view = mozilla_tls.match(server, guideline)
        assert view.profile in (None, "modern", "intermediate", "old", "none")
        assert view.profile or view.unknown
    for check in fixes():
        fixed = apply_fix(Inputs(None, server, age), check).server
        assert fixed is not None
        assert len(fixed.addresses) == len(server.addresses)


LONG = 200_000
"""Characters of one header: far beyond what the client lets in."""
PLAIN = ObservatoryInput(
    host="a.test",
    auto=ObservatoryResponse((("content-type", "text/html"),)),
    auto_url="https://a.test/",
    https=ObservatoryResponse(()),
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content-security-policy", "default-src " + "a.vn/ " * (LONG // 6)),
        ("content-security-policy", "default-src a," * (LONG // 14)),
        ("content-security-policy", ";".join(f"x{n} y" for n in range(LONG // 9))),
        ("content-security-policy", "script-src " + "/" * LONG),
        ("content-security-policy", "\u00a0" * LONG),
        ("content-security-policy", " ".join(f"https://a{n}.vn/%41" for n in range(LONG // 20))),
        ("strict-transport-security", "max-age=" + "9" * LONG),
        ("strict-transport-security", ";" * LONG),
        ("referrer-policy", "origin," * (LONG // 7)),
        ("cross-origin-opener-policy", "a" * LONG),
        ("x-frame-options", " " * LONG),
        ("set-cookie", "sess=1;" + "SameSite=;" * (LONG // 10)),
    ],
    ids=lambda text: text[:30],
)
def test_long_headers_take_bounded_time(name: str, value: str) -> None:
    answer = ObservatoryResponse((("content-type", "text/html"), (name, value)))
    cookies = (("a.test", value),) if name == "set-cookie" else ()
    seen = replace(PLAIN, auto=answer, https=answer, cookies=cookies)
    with cpu_seconds(3):
        rate_all(seen)


def test_many_cookies_and_scripts_take_bounded_time() -> None:
    cookies = tuple(("a.test", f"c{n}=1; Domain=b{n}.a.test") for n in range(5_000))
    scripts = tuple((f"https://s{n}.example/a.js", "") for n in range(3_000))
    with cpu_seconds(3):
        rate_all(replace(PLAIN, cookies=cookies, scripts=scripts))


def test_the_clock_of_a_certificate_may_stand_anywhere() -> None:
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (1, 9999))
    leaf = Certificate(
        *("s", "i", (), last, last, "RSA", 2048, None, 65537, "sha256", "1", "0", False, False)
    )
    for certificate in (leaf, replace(leaf, not_before=first)):
        address = TlsAddress("192.0.2.1", 443, (), chain=(certificate,))
        fixed = apply_fix(Inputs(None, TlsServer((address,))), "tls.cert_lifetime").server
        assert fixed is not None
