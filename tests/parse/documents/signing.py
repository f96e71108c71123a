"""PDFs signed by certificates of an invented authority."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

from asn1crypto import keys, x509
from cryptography import x509 as build
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AUTHORITY, OFFICE = "Cơ quan chứng thực mẫu", "UBND xã Mẫu"
NOW = datetime.now(UTC)


class Authority:
    """Issues one certificate, and signs with it."""

    def __init__(self) -> None:
        # Imported by the one process that signs, not by all that collect tests: a quarter second.
        from pyhanko.sign import signers
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.root = _certificate(AUTHORITY, root_key, AUTHORITY, root_key, ca=True)
        leaf = _certificate(OFFICE, key, AUTHORITY, root_key, ca=False)
        der = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self.signer = signers.SimpleSigner(
            signing_cert=x509.Certificate.load(leaf.public_bytes(serialization.Encoding.DER)),
            signing_key=keys.PrivateKeyInfo.load(der),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        )

    @property
    def root_pem(self) -> bytes:
        """The root, as ``--ca-file`` takes it."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    def sign(self, data: bytes, field: str = "Signature1") -> bytes:
        """Return the PDF with one signature more."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import signers

        out = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(data), strict=False)
        meta = signers.PdfSignatureMetadata(field_name=field)
        signers.sign_pdf(writer, meta, signer=self.signer, output=out)
        return out.getvalue()


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    ca: bool,
) -> build.Certificate:
    usage = build.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, crl_sign=ca,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        build.CertificateBuilder()
        .subject_name(build.Name([build.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(build.Name([build.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(build.random_serial_number())
        .not_valid_before(NOW - timedelta(days=2))
        .not_valid_after(NOW + timedelta(days=2))
        .add_extension(build.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
