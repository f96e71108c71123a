"""Certificates for the grid: every kind of key, and each with its fault."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from portal_audit.demo.certificates import Authority, Issued

CURVES: dict[str, Callable[[], ec.EllipticCurve]] = {
    "ec256": ec.SECP256R1,
    "ec384": ec.SECP384R1,
    "ec521": ec.SECP521R1,
}
AGES = {"expired": timedelta(days=100), "not-yet": timedelta(days=-5)}
BROKEN = ("sha1", "md5")
"""Hashes that only the openssl program still signs with."""


@cache
def key_of(kind: str) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    """Return the key of this kind; all servers with one share it, as making them takes long."""
    if kind in CURVES:
        return ec.generate_private_key(CURVES[kind]())
    return rsa.generate_private_key(public_exponent=65537, key_size=int(kind.removeprefix("rsa")))


class GridAuthority:
    """A root with an intermediate, and another that nobody trusts."""

    def __init__(self, folder: Path, issuer_url: str) -> None:
        """Keep files in *folder*; leaves say that their issuer can be had at *issuer_url*."""
        self.ours, self.unnamed = Authority(), Authority()
        self.issuer_url = issuer_url
        self.folder = folder
        self.ca_file = folder / "root.pem"
        self.old = _old_root(self.ours)
        self.ca_file.write_bytes(self.ours.root.pem + self.old.pem)

    def files(self, host: str, key: str, fault: str) -> tuple[Path, Path]:
        """Return the files of chain and key for a server."""
        chain, secret = self.folder / f"{host}.crt", self.folder / f"{host}.key"
        issuer = (self.unnamed if fault == "stranger" else self.ours).intermediate
        leaf = self._leaf(host, key, fault, self.old if fault in BROKEN else issuer)
        alone = fault in ("self-signed", "missing", *BROKEN)
        sent = [leaf] if alone else [leaf, issuer.pem]
        chain.write_bytes(b"".join(sent))
        secret.write_bytes(
            key_of(key).private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return chain, secret

    def _leaf(self, host: str, kind: str, fault: str, issuer: Issued) -> bytes:
        key = key_of(kind)
        name = "elsewhere.example" if fault == "wrong-name" else host
        if fault in BROKEN:
            return self._signed_by_openssl(host, kind, fault, issuer)
        start = self.ours.now - AGES.get(fault, timedelta(days=10))
        own = fault == "self-signed"
        method = AuthorityInformationAccessOID.CA_ISSUERS
        where = x509.UniformResourceIdentifier(self.issuer_url)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_subject(name))
            .issuer_name(_subject(name) if own else issuer.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=90))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(
                x509.AuthorityInformationAccess([x509.AccessDescription(method, where)]),
                critical=False,
            )
        )
        digest = hashes.SHA224() if fault == "sha224" else hashes.SHA256()
        certificate = builder.sign(key if own else issuer.key, digest)
        return certificate.public_bytes(serialization.Encoding.PEM)

    def _signed_by_openssl(self, host: str, kind: str, fault: str, issuer: Issued) -> bytes:
        request, ca, secret = (self.folder / f"{host}.{end}" for end in ("csr", "ca", "ca.key"))
        names = self.folder / f"{host}.ext"
        names.write_text(f"subjectAltName=DNS:{host}\n")
        made = x509.CertificateSigningRequestBuilder().subject_name(_subject(host))
        signed = made.sign(key_of(kind), hashes.SHA256())
        request.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        ca.write_bytes(issuer.pem)
        secret.write_bytes(issuer.key_pem)
        command: list[str | Path] = ["openssl", "x509", "-req", "-in", request]
        command += ["-CA", ca, "-CAkey", secret]
        command += ["-days", "90", f"-{fault}", "-extfile", names]
        return subprocess.run(command, capture_output=True, check=True, timeout=30).stdout


def _old_root(ours: Authority) -> Issued:
    """Return a root with an RSA key: there is no MD5 for elliptic curves."""
    key, name = key_of("rsa2048"), _subject("Grid Old Root CA")
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ours.now - timedelta(days=400))
        .not_valid_after(ours.now + timedelta(days=4000))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    return Issued(builder.sign(key, hashes.SHA256()), key)


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
