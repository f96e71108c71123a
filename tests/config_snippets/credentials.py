"""Certificates for the servers under test, good and bad, and an OCSP responder for them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from portal_audit.demo.certificates import Authority, Issued
from tests.config_snippets.application import Answer

HOST = "portal.example"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Files:
    """A certificate file and a key file."""

    chain: Path
    key: Path

    @property
    def both(self) -> Path:
        """Chain and key in one file, as HAProxy wants it."""
        return self.chain.with_suffix(".both.pem")


class Credentials:
    """Everything of one authority, written to a folder."""

    def __init__(self, folder: Path) -> None:
        """Make the authority and the good certificate."""
        self.folder = folder
        self.authority = Authority()
        self.root = folder / "root.pem"
        self.root.write_bytes(self.authority.root.pem)
        self.intermediates = folder / "authorities.pem"
        above = self.authority.intermediate.pem + self.authority.root.pem
        self.intermediates.write_bytes(above)
        self.good = self._write("good", self._issue(), above=True)

    def make(self, kind: str, responder: int = 0) -> Files:
        """Return the files of a certificate with this fault, or with this OCSP responder."""
        match kind:
            case "good":
                return self.good
            case "leaf-only":
                leaf = self.authority.leaf(HOST, issuer_url="http://ca.example/ca.crt")
                return self._write(kind, leaf, above=False)
            case "self-signed":
                return self._write(kind, self.authority.leaf(HOST, self_signed=True), above=False)
            case "weak-key":
                weak = rsa.generate_private_key(65537, 1024)
                return self._write(kind, self._issue(weak), above=True)
            case "rsa":
                strong = rsa.generate_private_key(65537, 2048)
                return self._write(kind, self._issue(strong), above=True)
            case "with-ocsp":
                leaf = self._issue(ocsp_url=f"http://127.0.0.1:{responder}/")
                return self._write(f"{kind}-{responder}", leaf, above=True)
            case _:
                raise AssertionError(kind)

    def sign(self, request: x509.CertificateSigningRequest, key: Path) -> Files:
        """Issue what a signing request asks for; *key* is the file of its key."""
        names = request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        leaf = self._signed(self._builder(request.public_key()).add_extension(names, False))
        chain = key.with_suffix(".pem")
        above = self.authority.intermediate.pem
        chain.write_bytes(leaf.public_bytes(serialization.Encoding.PEM) + above)
        return Files(chain, key)

    def _issue(
        self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None, ocsp_url: str = ""
    ) -> Issued:
        key = key or ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.DNSName(f"www.{HOST}")])
        builder = self._builder(key.public_key()).add_extension(names, False)
        if ocsp_url:
            where = x509.UniformResourceIdentifier(ocsp_url)
            access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, where)
            builder = builder.add_extension(x509.AuthorityInformationAccess([access]), False)
        return Issued(self._signed(builder), key)

    def _builder(self, key: object) -> x509.CertificateBuilder:
        now = self.authority.now
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)]))
            .issuer_name(self.authority.intermediate.certificate.subject)
            .public_key(key)  # type: ignore[arg-type]
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 10 * DAY)
            .not_valid_after(now + 80 * DAY)
        )

    def _signed(self, builder: x509.CertificateBuilder) -> x509.Certificate:
        return builder.sign(self.authority.intermediate.key, hashes.SHA256())

    def _write(self, name: str, leaf: Issued, *, above: bool) -> Files:
        files = Files(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        chain = leaf.pem + (self.authority.intermediate.pem if above else b"")
        files.chain.write_bytes(chain)
        files.key.write_bytes(leaf.key_pem)
        files.both.write_bytes(chain + leaf.key_pem)
        return files

    def responder(self) -> Callable[[str, bytes], Answer]:
        """Return an OCSP responder (RFC 6960) that calls every certificate good."""
        by = self.authority.intermediate

        def answer(path: str, body: bytes) -> Answer:
            sent = body or b64decode(unquote(path).lstrip("/"))  # POST or GET (RFC 6960 A.1)
            question = ocsp.load_der_ocsp_request(sent)
            now = self.authority.now
            response = (
                ocsp.OCSPResponseBuilder()
                .add_response_by_hash(
                    question.issuer_name_hash,
                    question.issuer_key_hash,
                    question.serial_number,
                    question.hash_algorithm,
                    ocsp.OCSPCertStatus.GOOD,
                    now - timedelta(hours=1),
                    now + DAY,
                    None,
                    None,
                )
                .responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate)
                .sign(by.key, hashes.SHA256())
            )
            proof = response.public_bytes(serialization.Encoding.DER)
            return 200, [("Content-Type", "application/ocsp-response")], proof

        return answer
