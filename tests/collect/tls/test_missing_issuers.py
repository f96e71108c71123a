"""The certificate that a server does not send is fetched, and believed only if it really signed."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.tls.missing_issuers import complete, issuers_url, read_certificates
from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.demo.certificates import Authority, Issued
from portal_audit.errors import DnsFailed
from portal_audit.evidence.answer import HttpResponse
from portal_audit.model import Target

URL = "http://ca.example/issuing.cer"
OURS, OTHERS = Authority(), Authority()
LEAF = OURS.leaf("portal.example", issuer_url=URL)
INTERMEDIATE = OURS.intermediate.certificate
DER = INTERMEDIATE.public_bytes(Encoding.DER)


def bundle(encoding: Encoding) -> bytes:
    others = [OTHERS.intermediate.certificate, INTERMEDIATE]
    return pkcs7.serialize_certificates(others, encoding)


@dataclass
class FakeClient:
    """Returns files, and notes what was requested."""

    files: Mapping[str, bytes]
    status: int = 200
    cut: bool = False
    requested: list[str] = field(default_factory=list)

    async def get(self, url: str, *, use_robots: bool, max_body: int) -> HttpResponse:
        assert (use_robots, max_body) == (False, 65_536)
        self.requested.append(url)
        if url not in self.files:
            raise DnsFailed("no such name")
        body = self.files[url]
        return HttpResponse(url, self.status, (), body, self.cut, len(body), 0.1, "1.1")


def ladder(steps: int) -> list[Issued]:
    """Return a chain, leaf first, each of which says where the next one is."""
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, str(n))]) for n in range(steps)]
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in names]
    return [
        Issued(
            x509.CertificateBuilder()
            .subject_name(names[step])
            .issuer_name(names[min(step + 1, steps - 1)])
            .public_key(keys[step].public_key())
            .serial_number(step + 1)
            .not_valid_before(OURS.now - timedelta(days=1))
            .not_valid_after(OURS.now + timedelta(days=1))
            .add_extension(access(f"http://ca.example/{step + 1}"), critical=False)
            .sign(keys[min(step + 1, steps - 1)], hashes.SHA256()),
            keys[step],
        )
        for step in range(steps)
    ]


def access(url: str) -> x509.AuthorityInformationAccess:
    where = x509.UniformResourceIdentifier(url)
    method = AuthorityInformationAccessOID.CA_ISSUERS
    return x509.AuthorityInformationAccess([x509.AccessDescription(method, where)])


@pytest.fixture
def ca_file(tmp_path: Path) -> str:
    file = tmp_path / "root.pem"
    file.write_bytes(OURS.root.pem)
    return str(file)


async def validated(sent: list[str], ca_file: str | None) -> dict[str, Any]:
    """Return a chain with the verdict on it as sent, as a worker gives it."""
    request = {
        "task": "validate",
        "pems": sent,
        "fetched": [],
        "store": certifi.where(),
        "ca_file": ca_file,
        "signed_handshake": True,
    }
    (reply, _) = await POOL.ask(request, 20)
    return {**reply, "pem": sent}


def completed(client: object, ca_file: str | None, *sent: Issued) -> tuple[Any, Any]:
    """Return whether the completed chain is trusted, and whether the climb was whole."""

    async def run() -> dict[str, Any]:
        piece = await validated([link.pem.decode() for link in sent], ca_file)
        await complete(cast(HttpClient, client), piece, certifi.where(), ca_file)
        return piece

    piece = asyncio.run(run())
    verdict = piece["completed"]
    return verdict and verdict["trusted"], piece.get("whole")


@pytest.fixture(scope="module", autouse=True)
def no_worker_left_behind() -> Iterator[None]:
    yield
    POOL.close()


@pytest.mark.parametrize(
    "body",
    [DER, OURS.intermediate.pem, bundle(Encoding.DER), bundle(Encoding.PEM)],
    ids=["DER", "PEM", "PKCS #7 in DER", "PKCS #7 in PEM"],
)
def test_each_form_completes_the_chain(ca_file: str, body: bytes) -> None:
    client = FakeClient({URL: body})
    assert completed(client, ca_file, LEAF) == (True, True)
    assert client.requested == [URL]


def test_an_issuer_of_an_authority_that_nobody_trusts_changes_nothing() -> None:
    assert completed(FakeClient({URL: DER}), None, LEAF) == (False, True)


@pytest.mark.parametrize(
    "client",
    [
        FakeClient({}),
        FakeClient({URL: DER}, status=404),
        FakeClient({URL: DER}, cut=True),
        FakeClient({URL: b"<html>Not found</html>"}),
        FakeClient({URL: OTHERS.intermediate.pem}),
        FakeClient({URL: LEAF.pem}),
    ],
    ids=["unreachable", "not found", "too long", "a web page", "a namesake", "the leaf itself"],
)
def test_what_cannot_be_had_proves_nothing(ca_file: str, client: FakeClient) -> None:
    assert completed(client, ca_file, LEAF) == (None, None)
    assert client.requested == [URL]


@pytest.mark.parametrize(
    "sent",
    [
        (LEAF, OURS.intermediate),
        (OURS.leaf("portal.example", self_signed=True),),
        (OURS.leaf("portal.example"),),
        (OURS.leaf("portal.example", age=timedelta(days=100), issuer_url=URL),),
        (OURS.leaf("portal.example", issuer_url="ldap://ca.example/x"),),
    ],
    ids=["trusted", "self-signed", "no address", "expired", "not on the web"],
)
def test_nothing_is_requested_where_it_would_tell_nothing(
    ca_file: str, sent: tuple[Issued, ...]
) -> None:
    client = FakeClient({URL: DER})
    assert completed(client, ca_file, *sent) == (None, None)
    assert client.requested == []


def test_the_climb_starts_above_what_was_sent_and_ends_after_three_steps() -> None:
    links = ladder(7)
    client = FakeClient({f"http://ca.example/{step}": link.pem for step, link in enumerate(links)})
    assert completed(client, None, links[0], links[1])[1] is False
    assert client.requested == [f"http://ca.example/{step}" for step in (2, 3, 4)]


def test_the_guard_keeps_certificates_from_leading_us_into_a_private_network() -> None:
    async def look() -> tuple[dict[str, Any], list[str]]:
        leaf = OURS.leaf("portal.example", issuer_url="http://127.0.0.1:9/issuing.cer")
        piece = await validated([leaf.pem.decode()], None)
        async with HttpClient(
            Target("x", "https://portal.example/"), VisitLimits(), AccessRules()
        ) as client:
            await complete(client, piece, certifi.where(), None)
            return piece, [entry.cause for entry in client.log]

    piece, causes = asyncio.run(look())
    assert piece["completed"] is None
    assert causes == ["forbidden"]


def test_where_the_issuer_can_be_had() -> None:
    assert issuers_url(LEAF.certificate) == URL
    assert issuers_url(OURS.root.certificate) is None


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=100).map(DER.__add__)))
def test_no_bytes_make_the_reader_fall_over(body: bytes) -> None:
    for text in (body, b"-----BEGIN CERTIFICATE-----\n" + body, b"-----BEGIN PKCS7-----\n" + body):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert all(found == INTERMEDIATE for found in read_certificates(text))
