"""Fetch the certificate chains that a server sends, and have them validated.

A server may hold two certificates, one with an RSA key and one with an elliptic-curve key, and
send whichever the client's signature algorithms ask for (RFC 8446 section 4.4.2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from portal_audit.collect.tls.trust.verdict import TrustVerdict, Validation
from portal_audit.collect.tls.worker.jobs import Runner, TlsJob
from portal_audit.collect.tls.worker.openssl_validation import pem, public_stores, validator
from portal_audit.collect.tls.worker.sslyze_api import (
    ClientCertificateRequested,
    OpenSslDigestNidEnum,
    ServerConnectivityInfo,
    SslClient,
)

MAX_CHAIN = 200_000
"""Characters of PEM: more than the 100 kB at which OpenSSL and browsers break off."""
EVP_RSA, EVP_RSA_PSS, EVP_EC = 6, 912, 408
"""NIDs of key types (OpenSSL, ``obj_mac.h``)."""
HASHES = (OpenSslDigestNidEnum.SHA256, OpenSslDigestNidEnum.SHA384, OpenSslDigestNidEnum.SHA512)
KEY_TYPES = {"RSA": ((EVP_RSA_PSS, EVP_RSA), "aRSA"), "EC": ((EVP_EC,), "aECDSA")}
"""Key type → OpenSSL's key types for the signature, and the suites below TLS 1.3."""


@dataclass(frozen=True, slots=True)
class SentChain:
    """What one handshake brought."""

    pems: tuple[str, ...]
    """Leaf first, as sent."""
    stapled: bool
    """Whether an OCSP response came with it."""


def fetch(info: ServerConnectivityInfo, key_type: str | None = None) -> SentChain:
    """Return the chain, with a leaf of that key type only if one is given."""
    connection = info.get_preconfigured_tls_connection()
    client = connection.ssl_client
    client.set_tlsext_status_ocsp()
    if key_type is not None:
        kinds, suites = KEY_TYPES[key_type]
        client.set_cipher_list(suites)
        if isinstance(client, SslClient):
            client.set_signature_algorithms(
                [(digest, kind) for kind in kinds for digest in HASHES]  # type: ignore[misc]
            )
    try:
        with suppress(ClientCertificateRequested):  # by then its own certificate has come
            connection.connect()
        stapled = client.get_tlsext_status_ocsp_resp() is not None
        return SentChain(tuple(client.get_received_chain()), stapled)
    finally:
        connection.close()


def chains(
    info: ServerConnectivityInfo, runner: Runner, first: SentChain | None
) -> Iterator[SentChain]:
    """Yield the chain that a client gets by default, then that of the other key type if any.

    *first* is the former, where a handshake has brought it already.
    """
    if first is None:
        for answer in runner.run([TlsJob("chain", fetch, (info,))], lambda _: False):
            first = answer.value if answer.error is None else None
    if first is None or not first.pems:
        return
    yield first
    other = _other_key_type(first)
    if other is None:
        return
    for second in runner.run([TlsJob("chain", fetch, (info, other))], lambda _: False):
        if second.error is None and second.value.pems[:1] not in ((), first.pems[:1]):
            yield second.value


def curve(sent: SentChain) -> str | None:
    """Return the curve of an elliptic key as IANA names it, in lower case."""
    try:
        key = readable(sent.pems[:1])[0].public_key()
    except Exception:  # an algorithm or a curve that the library does not know
        return None
    return key.curve.name if isinstance(key, ec.EllipticCurvePublicKey) else None


def describe(
    sent: SentChain, store: str, ca_file: str | None, *, signed_handshake: bool
) -> dict[str, Any]:
    """Return the chain with the verdicts: as sent, and with known intermediates added."""
    pems = list(_within(sent.pems, MAX_CHAIN))
    piece: dict[str, Any] = {"kind": "chain", "pem": pems, "stapled": sent.stapled, "trust": None}
    return piece | validate(pems, (), store, ca_file, signed_handshake=signed_handshake)


def validate(
    pems: Sequence[str],
    fetched: Sequence[str],
    store: str,
    ca_file: str | None,
    *,
    signed_handshake: bool,
) -> dict[str, Any]:
    """Return ``trust`` of the chain as sent and, where it lacks an issuer, ``completed``.

    *fetched* are intermediates found elsewhere. ``None`` where the leaf cannot be read, or where
    there is nothing to complete it with.
    """
    chain = readable(pems)
    if not chain:
        return {"trust": None}
    anchors, openssl = validator(store, ca_file)
    now = datetime.now(UTC)
    validation = Validation(anchors, now, openssl, signed_handshake)
    verdict = validation.verdict(chain)
    more = [*readable(fetched), *anchors.intermediates]
    completed = None if verdict.trusted or not more else validation.verdict([*chain, *more])
    return {
        "trust": as_json(verdict),
        "completed": completed and as_json(completed),
        "signed_handshake": signed_handshake,
        "stores": [
            (name, version, replace(validation, anchors=roots, openssl=prove).trusts(chain))
            for name, version, roots, prove in public_stores()
        ],
    }


def as_json(verdict: TrustVerdict) -> dict[str, Any]:
    """Return a verdict as it goes over the pipe."""
    return {
        "trusted": verdict.trusted,
        "path": [pem(certificate) for certificate in verdict.path],
        "reason": verdict.reason,
        "culprit": verdict.culprit and pem(verdict.culprit),
        "missing": verdict.missing,
    }


def readable(pems: Iterable[str]) -> list[x509.Certificate]:
    """Return the certificates that can be parsed; none where the first, the leaf, cannot."""
    chain: list[x509.Certificate] = []
    for position, one in enumerate(pems):
        try:
            chain.append(x509.load_pem_x509_certificate(one.encode()))
        except Exception:  # the server may send any bytes, and each layer fails in its own way
            if position == 0:
                return []
    return chain


def _within(pems: Iterable[str], budget: int) -> Iterator[str]:
    for one in pems:
        budget -= len(one)
        if budget < 0:
            return
        yield one


def _other_key_type(sent: SentChain) -> str | None:
    try:
        key = readable(sent.pems[:1])[0].public_key()
    except Exception:  # an algorithm or a curve that the library does not know
        return None
    if isinstance(key, rsa.RSAPublicKey):
        return "EC"
    return "RSA" if isinstance(key, ec.EllipticCurvePublicKey) else None
