"""Fetch the intermediate certificates that a server does not send, as some browsers do.

A certificate says where its issuer's can be had (caIssuers, RFC 5280 section 4.2.2.1). What comes
from there proves nothing by itself: it counts only where it signed the certificate below it, and
where a root that is trusted signed it in the end.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.tls.trust.issuers import is_issuer, issuer_urls, signed_itself
from portal_audit.collect.tls.trust.verdict import NO_ISSUER
from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.errors import NetError
from portal_audit.parse.http.web_url import BadUrl, read_url

MAX_BYTES = 64 * 1024
MAX_HOPS = 3
"""Certificates fetched above the last one sent."""
VALIDATION_SECONDS = 20.0
MAX_CERTIFICATES = 20
"""Of one file looked at; a PKCS #7 bundle holds a handful."""

Reader = Callable[[bytes], list[x509.Certificate]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lies above the chain as sent."""

    certificates: tuple[x509.Certificate, ...]
    """Each the issuer of the one before."""
    whole: bool
    """Whether the climb ended at a root, or where no address of a further issuer is given."""

    @property
    def pems(self) -> list[str]:
        """The certificates in PEM form."""
        return [c.public_bytes(serialization.Encoding.PEM).decode() for c in self.certificates]


async def complete(
    client: HttpClient, piece: dict[str, Any], store: str, ca_file: str | None
) -> None:
    """Where a chain lacks its issuer, fetch it and have it validated again; add the verdict.

    *piece* is what the worker found of the chain. Nothing is requested where the chain is
    trusted, where what we know completes it, or where its own faults condemn it.
    """
    sent, completed = piece.get("trust"), piece.get("completed")
    if not sent or sent["reason"] != NO_ISSUER or (completed and completed["trusted"]):
        return
    top = x509.load_pem_x509_certificate(sent["culprit"].encode())
    fetched = await fetch_issuers(client, top)
    if not fetched.certificates:
        return
    request = {
        "task": "validate",
        "pems": piece["pem"],
        "fetched": fetched.pems,
        "store": store,
        "ca_file": ca_file,
        "signed_handshake": piece["signed_handshake"],
    }
    for reply in await POOL.ask(request, VALIDATION_SECONDS):
        if reply["kind"] == "validation":
            piece["completed"], piece["whole"] = reply["completed"], fetched.whole


async def fetch_issuers(client: HttpClient, below: x509.Certificate) -> Fetched:
    """Climb from the last certificate whose issuer was not sent, at most three steps.

    The addresses come from a certificate that anybody may have made: the client's address guard,
    limits and log apply to them as to every other request. Plain http is what RFC 5280 asks for.
    """
    found: list[x509.Certificate] = []
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
    return next(
        (c for c in read_certificates(answer.body) if c != below and is_issuer(c, below)), None
    )


def issuers_url(certificate: x509.Certificate) -> str | None:
    """Return the first caIssuers address that is on the web, if there is one."""
    for url in issuer_urls(certificate):
        with suppress(BadUrl):
            return read_url(url).url
    return None


def read_certificates(body: bytes) -> list[x509.Certificate]:
    """Read DER, PEM or PKCS #7 (RFC 5280 names DER and PKCS #7; PEM is met with as well)."""
    readers: tuple[Reader, ...] = (
        (x509.load_pem_x509_certificates, pkcs7.load_pem_pkcs7_certificates)
        if b"-----BEGIN" in body
        else (_der, pkcs7.load_der_pkcs7_certificates)
    )
    for reader in readers:
        with suppress(Exception), warnings.catch_warnings():  # anybody's bytes
            warnings.simplefilter("ignore")
            if found := reader(body):
                return found[:MAX_CERTIFICATES]
    return []


def _der(body: bytes) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(body)]
