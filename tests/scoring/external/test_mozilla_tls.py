"""The Mozilla view: the best profile met, and what keeps a portal from the next one."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sslyze

from portal_audit.evidence import Certificate, ProtocolVersion, TlsAddress, TlsServer
from portal_audit.scoring.external.mozilla_tls import guidelines, match

ALL = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
T13 = ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256")
GCM = ("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
DHE = ("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",)
CBC = ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",)
RC4 = ("TLS_RSA_WITH_RC4_128_SHA",)

EC_LEAF = Certificate(
    subject="CN=a.test",
    issuer="CN=CA",
    names=("a.test",),
    not_before=datetime(2026, 10, 1, tzinfo=UTC),
    not_after=datetime(2026, 12, 30, tzinfo=UTC),
    key_type="EC",
    key_bits=256,
    curve="secp256r1",
    rsa_exponent=None,
    signature_hash="sha256",
    serial="1",
    fingerprint="0",
    is_ca=False,
    self_signed=False,
)
DES3 = "TLS_RSA_WITH_3DES_EDE_CBC_SHA"
RSA: dict[str, Any] = {"key_type": "RSA", "key_bits": 2048, "curve": None}


def server(
    versions: Mapping[str, tuple[str, ...]], leaf: dict[str, Any] | None = None, **changes: Any
) -> TlsServer:
    """Return a server with one address."""
    seen = tuple(ProtocolVersion(name, name in versions, versions.get(name, ())) for name in ALL)
    fields: dict[str, Any] = {
        "chain": (replace(EC_LEAF, **(leaf or {})),),
        "groups": ("x25519", "secp256r1"),
    }
    return TlsServer((TlsAddress("192.0.2.1", 443, seen, **(fields | changes)),))


@pytest.mark.parametrize(
    ("seen", "guideline", "profile", "lacks"),
    [
        (server({"TLSv1.3": T13}), "5.8", "modern", ()),
        (server({"TLSv1.3": T13}, RSA), "5.8", "intermediate", ("key type: RSA",)),
        (server({"TLSv1.2": GCM, "TLSv1.3": T13}, RSA), "5.7", "intermediate", None),
        (server({"TLSv1.2": GCM, "TLSv1.3": T13}), "6.0", "intermediate", None),
        (server({"TLSv1.2": GCM + DHE}, RSA, dh_bits=2048), "5.7", "intermediate", None),
        (
            server({"TLSv1.2": GCM + DHE}, RSA, dh_bits=2048),
            "5.8",
            "none",
            ("suites: TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",),
        ),
        (server({"TLSv1.0": CBC, "TLSv1.2": GCM}, RSA), "5.8", "old", None),
        (
            server({"TLSv1.0": CBC, "TLSv1.2": GCM}, RSA),
            "6.0",
            "none",
            ("versions: TLSv1.0", "suites: TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
        ),
        (server({"TLSv1.2": GCM + RC4}, RSA), "5.8", "none", (f"suites: {RC4[0]}",)),
        (server({"TLSv1.2": GCM}, RSA | {"key_bits": 1024}), "5.8", "none", ("key size: 1024",)),
        (
            server({"TLSv1.2": GCM}, {"curve": "secp521r1", "key_bits": 521}),
            "6.0",
            "none",
            ("curve: secp521r1",),
        ),
        (
            server({"TLSv1.2": GCM}, groups=("x25519", "secp521r1")),
            "6.0",
            "none",
            ("groups: secp521r1",),
        ),
        (server({"TLSv1.3": T13}, groups=("X25519MLKEM768", "x25519")), "5.8", "modern", ()),
        (
            server({"TLSv1.3": T13}, groups=("X25519MLKEM768", "x25519")),
            "5.7",
            "none",
            ("groups: X25519MLKEM768",),
        ),
        (
            server({"TLSv1.3": T13}, {"not_after": datetime(2027, 10, 1, tzinfo=UTC)}),
            "5.8",
            "intermediate",
            ("lifespan: 365 d",),
        ),
    ],
)
def test_profile(
    seen: TlsServer, guideline: str, profile: str, lacks: tuple[str, ...] | None
) -> None:
    view = match(seen, guideline)
    assert view.profile == profile
    if lacks is not None:
        assert view.lacks == lacks or set(lacks) <= set(view.lacks)


@pytest.mark.parametrize(
    ("seen", "guideline", "profile", "lacks"),
    [
        # modern asks for an elliptic key, short lives and nothing but TLS 1.3
        (server({"TLSv1.2": GCM, "TLSv1.3": T13}), "6.0", "intermediate", "versions: TLSv1.2"),
        (server({"TLSv1.3": T13}, {"curve": "secp384r1", "key_bits": 384}), "6.0", "modern", None),
        (server({"TLSv1.3": T13}, {"signature_hash": "sha512"}), "6.0", "modern", None),
        (
            server({"TLSv1.3": T13}, {"key_type": "Ed25519", "curve": None}),
            "6.0",
            "none",
            "key type: Ed25519",
        ),
        (
            server({"TLSv1.3": (*T13, "TLS_AES_128_CCM_SHA256")}),
            "6.0",
            "none",
            "suites: TLS_AES_128_CCM_SHA256",
        ),
        # intermediate
        (
            server({"TLSv1.2": GCM}, RSA | {"signature_hash": "sha384"}),
            "6.0",
            "none",
            "signature: sha384",
        ),
        (server({"TLSv1.2": GCM}, {"signature_hash": "sha1"}), "6.0", "none", "signature: sha1"),
        (server({"TLSv1.2": GCM}, RSA | {"key_bits": 4096}), "6.0", "intermediate", None),
        (
            server({"TLSv1.2": GCM}, {"not_after": datetime(2027, 10, 2, tzinfo=UTC)}),
            "6.0",
            "intermediate",
            "versions: TLSv1.2",
        ),
        (
            server({"TLSv1.2": GCM}, {"not_after": datetime(2027, 10, 3, tzinfo=UTC)}),
            "6.0",
            "none",
            "lifespan: 367 d",
        ),
        (server({"TLSv1.2": GCM + DHE}, RSA, dh_bits=1024), "5.7", "old", "DH size: 1024"),
        # old is for RSA, and gone in 6.0
        (server({"TLSv1.0": CBC, "TLSv1.2": GCM}), "5.8", "none", "key type: EC"),
        (server({"TLSv1.0": CBC}, RSA, dh_bits=512), "5.7", "none", "DH size: 512"),
        (server({"SSLv3": CBC}, RSA), "5.7", "none", "versions: SSLv3"),
        (server({"TLSv1.2": (DES3,)}, RSA), "5.8", "old", f"suites: {DES3}"),
        (server({"TLSv1.2": (DES3,)}, RSA), "6.0", "none", f"suites: {DES3}"),
    ],
)
def test_each_rule(seen: TlsServer, guideline: str, profile: str, lacks: str | None) -> None:
    view = match(seen, guideline)
    assert view.profile == profile
    assert lacks is None or lacks in view.lacks


def test_the_issuer_decides_which_hashes_fit() -> None:
    issuer = replace(
        EC_LEAF, subject="CN=CA", issuer="CN=R", key_type="RSA", key_bits=4096, curve=None
    )
    leaf = replace(EC_LEAF, signature_hash="sha384")
    signed = server({"TLSv1.2": GCM}, chain=(leaf, issuer))
    assert match(signed, "6.0").lacks == ("signature: sha384",)
    assert match(server({"TLSv1.2": GCM}, chain=(leaf,)), "6.0").profile == "intermediate"


def test_every_address_must_meet_the_profile() -> None:
    good = server({"TLSv1.3": T13}).addresses[0]
    worse = server({"TLSv1.2": GCM, "TLSv1.3": T13}).addresses[0]
    bad = server({"TLSv1.2": GCM + RC4}).addresses[0]
    assert match(TlsServer((good, worse))).profile == "intermediate"
    assert match(TlsServer((good, worse, bad))).profile == "none"
    lost = server({"TLSv1.3": T13}, chain=()).addresses[0]
    assert match(TlsServer((good, lost))).unknown == ("chain",)


def test_what_could_not_be_told_gives_no_profile() -> None:
    assert match(server({"TLSv1.3": T13}, groups=None)).unknown == ("groups",)
    assert match(TlsServer(())).profile is None


def test_guideline_5_7_is_the_one_that_sslyze_ships() -> None:
    file = Path(sslyze.__file__).parent / "mozilla_tls_profile" / "5.7.json"
    shipped = json.loads(file.read_text("utf-8"))["configurations"]
    names = {"TLSv1": "TLSv1.0"}
    curves = {"prime256v1": "secp256r1", "X25519": "x25519"}
    for profile in guidelines()["5.7"]:
        theirs = shipped[profile.name]
        assert profile.versions == {names.get(v, v) for v in theirs["tls_versions"]}
        assert profile.suites == {*theirs["ciphersuites"], *theirs["ciphers"]["iana"]}
        assert profile.groups == {curves.get(c, c) for c in theirs["tls_curves"]}
        assert {t.upper() for t in profile.key_types} == {
            {"ecdsa": "EC", "rsa": "RSA"}[t] for t in theirs["certificate_types"]
        }
        assert profile.curves == {curves.get(c, c) for c in theirs["certificate_curves"]}
        assert profile.rsa_bits == (theirs["rsa_key_size"] or 0)
        assert profile.dh_bits == (theirs["dh_param_size"] or 0)
        assert profile.max_lifespan == theirs["maximum_certificate_lifespan"]
        assert profile.hsts == theirs["hsts_min_age"]
