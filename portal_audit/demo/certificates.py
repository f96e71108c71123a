"""The testbed's certification authority: a root, an intermediate, and good and bad leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

LEAF_LIFE = timedelta(days=90)
BACKDATED = timedelta(days=10)
"""How long ago a leaf became valid."""
SHA256 = hashes.SHA256()


def new_rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return a new RSA key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate in PEM form."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """The private key in PEM form (PKCS #8, not encrypted)."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


class Authority:
    """Root and intermediate, made afresh for every start."""

    def __init__(self, now: datetime | None = None, title: str = "Hạc Sơn Testbed") -> None:
        """Make both; ``now`` (UTC) is the moment that validity is counted from."""
        self.now = (now or datetime.now(UTC)).replace(microsecond=0)
        self.root = self._ca(f"{title} Root CA", issuer=None, path_length=1)
        self.intermediate = self._ca(f"{title} Issuing CA", issuer=self.root, path_length=0)

    def leaf(
        self,
        host: str,
        *,
        names: Sequence[str] = (),
        age: timedelta = BACKDATED,
        life: timedelta = LEAF_LIFE,
        rsa_key: bool = False,
        key: PrivateKey | None = None,
        digest: hashes.SHA224 | hashes.SHA256 = SHA256,
        named: bool = True,
        self_signed: bool = False,
        issuer_url: str | None = None,
    ) -> Issued:
        """Issue a leaf for ``names`` (default: the host), valid for ``life`` from ``age`` ago.

        Without ``key`` a new one is made; not ``named``, it has its names in the subject alone.
        ``issuer_url`` says where the intermediate can be had (RFC 5280 section 4.2.2.1).
        """
        if key is None:
            key = new_rsa_key() if rsa_key else ec.generate_private_key(ec.SECP256R1())
        subject = _name(names[0] if names else host)
        issuer = None if self_signed else self.intermediate
        start = self.now - age
        builder = self._builder(subject, key, issuer, start, start + life)
        dns = [x509.DNSName(name) for name in names or (host,)]
        if named:
            builder = builder.add_extension(x509.SubjectAlternativeName(dns), critical=False)
        builder = (
            builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(sign=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        )
        if issuer_url and issuer:
            where = x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS,
                x509.UniformResourceIdentifier(issuer_url),
            )
            builder = builder.add_extension(
                x509.AuthorityInformationAccess([where]), critical=False
            )
        return Issued(builder.sign((issuer.key if issuer else key), digest), key)

    def _ca(self, title: str, *, issuer: Issued | None, path_length: int) -> Issued:
        key = ec.generate_private_key(ec.SECP256R1())
        start = self.now - timedelta(days=400)
        builder = self._builder(_name(title), key, issuer, start, start + timedelta(days=3650))
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=path_length), critical=True
        ).add_extension(_usage(sign=False), critical=True)
        return Issued(builder.sign((issuer.key if issuer else key), hashes.SHA256()), key)

    def _builder(
        self,
        subject: x509.Name,
        key: PrivateKey,
        issuer: Issued | None,
        start: datetime,
        end: datetime,
    ) -> x509.CertificateBuilder:
        """Return what every certificate has."""
        issuer_key = issuer.key if issuer else key
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
                critical=False,
            )
        )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Portal Audit Testbed"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, sign: bool) -> x509.KeyUsage:
    """Return key usage of a leaf (``sign``) or of an authority."""
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not sign,
        crl_sign=not sign,
        encipher_only=False,
        decipher_only=False,
    )
