"""Fetch the intermediate certificates that a server does not send, as some browsers do.

A certificate says where its issuer's can be had (caIssuers, RFC 5280 section 4.2.2.1). What comes
from there proves nothing by itself: it counts only where it signed the certificate below it, and
where a root that is trusted signed it in the end.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.tls.certificates import read_chain, signed_itself
from portal_audit.collect.tls.trust_reasons import NO_ISSUER, top_of
from portal_audit.collect.tls.worker.verification import anchors, verify
from portal_audit.errors import NetError

MAX_BYTES = 64 * 1024
MAX_HOPS = 3
"""Certificates fetched above the last one sent."""
MAX_CERTIFICATES = 20
"""Of one file looked at; a PKCS #7 bundle holds a handful."""

Reader = Callable[[bytes], list[x509.Certificate]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lies above the chain as sent."""

    certificates: tuple[x509.Certificate, ...]
    """Each the issuer of the one before."""
    whole: bool
    """Whether the climb ended at its natural end: at a root, or where nobody says who is next."""

    @property
    def pems(self) -> list[str]:
        """The certificates in PEM form."""
        return [c.public_bytes(serialization.Encoding.PEM).decode() for c in self.certificates]


async def complete(
    client: HttpClient, piece: dict[str, Any], store: str, ca_file: str | None
) -> None:
    """Where a chain lacks its issuer, fetch it and verify again, offline; note the verdict.

    *piece* is what the worker said of the chain. Nothing is asked of anybody where the chain is
    trusted, where what we know completes it, or where its dates alone condemn it.
    """
    if piece.get("verify") not in NO_ISSUER or piece.get("completed") == 0:
        return
    chain = [certificate for _, certificate in read_chain(piece["pem"])]
    now = datetime.now(UTC)
    if not chain or not chain[0].not_valid_before_utc <= now <= chain[0].not_valid_after_utc:
        return
    fetched = await fetch_issuers(client, chain)
    if fetched.certificates:
        trust = anchors(store, ca_file)
        piece["completed"] = verify([*piece["pem"], *fetched.pems, *trust.intermediates], trust)
        piece["whole"] = fetched.whole


async def fetch_issuers(client: HttpClient, chain: Sequence[x509.Certificate]) -> Fetched:
    """Climb from the last certificate whose issuer was not sent, at most three steps.

    The addresses come from a stranger's certificate: the door's guard, limits and log apply to
    them as to every other request. Plain http is what RFC 5280 asks for there.
    """
    found: list[x509.Certificate] = []
    below = top_of(chain)
    for _ in range(MAX_HOPS):
        if signed_itself(below):
            return Fetched(tuple(found), True)
        url = issuers_url(below)
        if url is None:
            return Fetched(tuple(found), bool(found))
        issuer = await _fetch(client, url, below)
        if issuer is None:
            return Fetched(tuple(found), False)
        found.append(issuer)
        below = issuer
    return Fetched(tuple(found), signed_itself(below))


async def _fetch(client: HttpClient, url: str, below: x509.Certificate) -> x509.Certificate | None:
    try:
        answer = await client.get(url, use_robots=False, max_body=MAX_BYTES)
    except NetError:
        return None
    if answer.status != 200 or answer.truncated:
        return None
    return next((c for c in read_certificates(answer.body) if is_issuer(c, below)), None)


def issuers_url(certificate: x509.Certificate) -> str | None:
    """Return the first caIssuers address that is on the web, if there is one."""
    with suppress(Exception):  # an extension may hold any bytes
        kind = x509.AuthorityInformationAccess
        for description in certificate.extensions.get_extension_for_class(kind).value:
            url = str(description.access_location.value)
            caissuers = description.access_method == AuthorityInformationAccessOID.CA_ISSUERS
            if caissuers and urlsplit(url).scheme in ("http", "https"):
                return url
    return None


def is_issuer(candidate: x509.Certificate, below: x509.Certificate) -> bool:
    """Tell whether its name is the issuer's and its key made the signature."""
    if candidate == below:
        return False
    try:
        below.verify_directly_issued_by(candidate)
    except Exception:  # another name, a wrong signature, or a key that cannot be checked
        return False
    return True


def read_certificates(body: bytes) -> list[x509.Certificate]:
    """Read DER, PEM or PKCS #7 (RFC 5280 names DER and PKCS #7; PEM is met with as well)."""
    readers: tuple[Reader, ...] = (
        (x509.load_pem_x509_certificates, pkcs7.load_pem_pkcs7_certificates)
        if b"-----BEGIN" in body
        else (_der, pkcs7.load_der_pkcs7_certificates)
    )
    for reader in readers:
        with suppress(Exception), warnings.catch_warnings():  # a stranger's bytes
            warnings.simplefilter("ignore")
            if found := reader(body):
                return found[:MAX_CERTIFICATES]
    return []


def _der(body: bytes) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(body)]
