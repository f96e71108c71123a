"""TLS settings and certificates of the workshop's portals."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import dh, ec
from cryptography.hazmat.primitives.serialization import Encoding, ParameterFormat

from portal_audit.testbed.certificates import Authority, Issued, PrivateKey, new_rsa_key
from portal_audit.testbed.tls import sound_context
from portal_audit.testbed.workshop.change import Certificate, Piece
from portal_audit.testbed.workshop.sha1 import signed_with_sha1

OAKLEY_2 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)
"""A well-known prime of 1024 bits (RFC 2409 section 6.2)."""


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
        if tls.small_prime:
            context.load_dh_params(str(self._dh_file))
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
        )
        if wanted.sha1:
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

    @cached_property
    def _dh_file(self) -> Path:
        file = self.folder / "dh.pem"
        parameters = dh.DHParameterNumbers(OAKLEY_2, 2).parameters()
        file.write_bytes(parameters.parameter_bytes(Encoding.PEM, ParameterFormat.PKCS3))
        return file
