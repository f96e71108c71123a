"""Certificates and protocol versions of the portals, as plain ssl and cryptography see them."""

from __future__ import annotations

import socket
import ssl
import warnings
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from portal_audit.demo.control import Testbed

pytestmark = pytest.mark.testbed

TRUSTED = (
    *("hacson", "sotaichinh", "sokhcn", "sotuphap", "thungsuong"),
    *("hackhe", "nganthong", "vanchai", "deosim", "dichvucong", "bao"),
)


def handshake(testbed: Testbed, slug: str, context: ssl.SSLContext) -> ssl.SSLSocket:
    """Return an open TLS connection to a portal, made under its name."""
    url = httpx.URL(testbed.url(slug))
    plain = socket.create_connection(("127.0.0.1", url.port or 0), 5)
    try:
        return context.wrap_socket(plain, server_hostname=url.host)
    except BaseException:
        plain.close()
        raise


def strict(testbed: Testbed) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(testbed.ca_file))


def lenient() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def leaf(testbed: Testbed, slug: str) -> x509.Certificate:
    with handshake(testbed, slug, lenient()) as connection:
        return x509.load_der_x509_certificate(connection.getpeercert(binary_form=True) or b"")


@pytest.mark.parametrize("slug", TRUSTED)
def test_sound_certificates_are_trusted(testbed: Testbed, slug: str) -> None:
    with handshake(testbed, slug, strict(testbed)) as connection:
        assert connection.version() == "TLSv1.3"


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        ("lungxanh", "expired"),
        ("suoinga", "Hostname mismatch"),
        ("dongmay", "self-signed certificate|self signed certificate"),
        ("sonoivu", "unable to get local issuer"),
    ],
)
def test_faulty_certificates_are_refused(testbed: Testbed, slug: str, reason: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=reason):
        handshake(testbed, slug, strict(testbed)).close()


def test_missing_intermediate_is_where_the_leaf_says(testbed: Testbed) -> None:
    certificate = leaf(testbed, "sonoivu")
    access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    (where,) = access.value
    assert where.access_method == AuthorityInformationAccessOID.CA_ISSUERS
    assert where.access_location.value.startswith(testbed.http_url("sonoivu"))
    path = where.access_location.value.removeprefix(testbed.http_url("sonoivu"))
    port = httpx.URL(testbed.http_url("sonoivu")).port
    intermediate = httpx.get(f"http://127.0.0.1:{port}/{path}").content
    context = strict(testbed)
    context.load_verify_locations(cadata=intermediate)
    handshake(testbed, "sonoivu", context).close()


def test_dates_and_names_are_as_planned(testbed: Testbed) -> None:
    now = datetime.now(UTC)
    sound, expired = leaf(testbed, "hacson"), leaf(testbed, "lungxanh")
    assert sound.not_valid_before_utc < now - timedelta(days=9)
    assert sound.not_valid_after_utc > now + timedelta(days=70)
    assert now - timedelta(days=11) < expired.not_valid_after_utc < now - timedelta(days=9)
    wrong = leaf(testbed, "suoinga").subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert [name.value for name in wrong] == ["thudientu.hacson.gov.test"]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_versions_are_on_where_planned_only(testbed: Testbed, version: ssl.TLSVersion) -> None:
    context = lenient()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    with handshake(testbed, "sotaichinh", context) as connection:
        assert connection.cipher() == ("ECDHE-RSA-AES128-SHA", "TLSv1.0", 128)
    with pytest.raises(ssl.SSLError, match=r"(?i)alert protocol version"):
        handshake(testbed, "hacson", context).close()


@pytest.mark.parametrize("suite", ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256"])
def test_sound_portals_take_no_weak_suite(testbed: Testbed, suite: str) -> None:
    context = lenient()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(suite)
    with pytest.raises(ssl.SSLError, match=r"(?i)handshake failure"):
        handshake(testbed, "hacson", context).close()


def test_a_stalled_handshake_stops_nobody_else(testbed: Testbed) -> None:
    port = httpx.URL(testbed.url("hacson")).port or 0
    with socket.create_connection(("127.0.0.1", port), 5):
        handshake(testbed, "hacson", strict(testbed)).close()
