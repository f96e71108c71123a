"""TLS settings and certificates of the workshop's portals."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dh, ec
from cryptography.hazmat.primitives.serialization import Encoding, ParameterFormat

from portal_audit.testbed.certificates import Authority, Issued, PrivateKey, new_rsa_key
from portal_audit.testbed.tls import sound_context
from portal_audit.testbed.workshop.change import Certificate, Piece
from portal_audit.testbed.workshop.sha1 import signed_with_sha1


class Forge:
    """Makes certificates. Portals share keys, which take time to make and are no fault here."""

    def __init__(self, authority: Authority, folder: Path) -> None:
        """Take the authority that visitors trust, and where files go."""
        self.authority = authority
        self.folder = folder

    def context(self, portal: Piece) -> ssl.SSLContext:
        """Return the TLS configuration of a portal."""
        tls = portal.change.tls
        context = sound_context(tls.suites)
        context.minimum_version, context.maximum_version = tls.oldest, tls.newest
        if tls.prime:
            context.load_dh_params(str(self._dh_file(tls.prime)))
        # Python's Options know the bits that its OpenSSL had when it was written, and no others.
        context.options = ssl.Options((context.options | tls.switched_on) & ~tls.switched_off)
        chain = self._chain(portal)
        file = self.folder / f"{portal.slug}.pem"
        file.touch(mode=0o600)
        file.write_bytes(chain[0].key_pem + b"".join(link.pem for link in chain))
        context.load_cert_chain(file)
        return context

    def _chain(self, portal: Piece) -> list[Issued]:
        wanted = portal.change.certificate
        authority = self._stranger if wanted.stranger else self.authority
        leaf = authority.leaf(
            portal.host,
            names=(portal.host, f"www.{portal.host}"),
            age=timedelta(days=wanted.age),
            life=timedelta(days=wanted.life),
            key=self._key(wanted),
            digest=hashes.SHA224() if wanted.digest == "sha224" else hashes.SHA256(),
            named=wanted.named,
        )
        if wanted.digest == "sha1":
            leaf = replace(leaf, certificate=signed_with_sha1(leaf, authority.intermediate))
        return [leaf, authority.intermediate]

    def _key(self, wanted: Certificate) -> PrivateKey:
        match wanted.key:
            case "rsa":
                return self._rsa
            case "rsa-1024":
                return new_rsa_key(1024)
            case _:
                return self._ec

    @cached_property
    def _ec(self) -> PrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def _rsa(self) -> PrivateKey:
        return new_rsa_key()

    @cached_property
    def _stranger(self) -> Authority:
        return Authority(self.authority.now, title="Nơi cấp lạ")

    def _dh_file(self, prime: int) -> Path:
        file = self.folder / "dh.pem"
        parameters = dh.DHParameterNumbers(prime, 2).parameters()
        file.write_bytes(parameters.parameter_bytes(Encoding.PEM, ParameterFormat.PKCS3))
        return file
