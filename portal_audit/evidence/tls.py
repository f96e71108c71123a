"""Evidence of TLS: what each address of the portal offers. ``None`` is "not determined"."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ProtocolVersion:
    """One protocol version on one address."""

    version: str
    """``SSLv2``, ``SSLv3``, ``TLSv1.0``, ``TLSv1.1``, ``TLSv1.2`` or ``TLSv1.3``."""
    offered: bool | None
    suites: tuple[str, ...] = ()
    """Accepted cipher suites by IANA name, in the server's order where ``ordered`` is true."""
    unknown: tuple[str, ...] = ()
    """Suites whose probe timed out or broke off: neither accepted nor rejected."""
    ordered: bool | None = None
    """Whether the server insists on an order of its own; ``False``: the client's order counts;
    ``None``: it could not be determined, or there are too few suites or too many."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of the chain as sent (RFC 5280)."""

    subject: str
    """RFC 4514 string."""
    issuer: str
    names: tuple[str, ...]
    """DNS names and IP addresses of subjectAltName."""
    not_before: datetime
    not_after: datetime
    key_type: str
    """``RSA``, ``EC``, ``Ed25519``, ``Ed448``, ``DSA`` …"""
    key_bits: int
    """Size in bits."""
    curve: str | None
    """IANA name of the curve of an EC key, such as ``secp256r1``."""
    rsa_exponent: int | None
    signature_hash: str | None
    """``sha256`` …; ``None`` for Ed25519 and Ed448, which need none."""
    serial: str
    fingerprint: str
    """SHA-256 of the DER form, hexadecimal."""
    is_ca: bool
    self_signed: bool
    """Subject equals issuer and the signature verifies with its own key."""
    issuer_url: str | None = None
    """caIssuers URL of authorityInfoAccess."""
    ocsp_url: str | None = None
    must_staple: bool = False
    """Whether it demands that the server staples an OCSP response (RFC 7633)."""
    scts: int | None = None
    """Signed certificate timestamps inside it (RFC 6962); ``None`` in evidence of older visits."""


@dataclass(frozen=True, slots=True)
class StoreTrust:
    """What one public trust store makes of the chain as sent, at the time of the visit."""

    store: str
    """``Android``, ``Apple``, ``Java``, ``Mozilla`` or ``Windows``."""
    version: str
    trusted: bool | None


@dataclass(frozen=True, slots=True)
class CertificateDeployment:
    """A further chain of an address, sent to clients that ask for another type of key.

    The fields mean what they mean in ``TlsAddress``.
    """

    chain: tuple[Certificate, ...]
    trusted: bool | None = None
    trusted_with_missing: bool | None = None
    trust_error: str | None = None
    trust_culprit: Certificate | None = None
    missing_issuer: str | None = None
    path: tuple[str, ...] = ()
    host_matches: bool | None = None
    ocsp_stapled: bool | None = None


@dataclass(frozen=True, slots=True)
class TlsAddress:
    """What one address offers. Where it holds two certificates, the chain is the worse one."""

    address: str
    port: int
    versions: tuple[ProtocolVersion, ...]
    """All six, oldest first."""
    chain: tuple[Certificate, ...] = ()
    """As sent, leaf first."""
    trusted: bool | None = None
    """Whether the chain as sent leads to a trusted root at the visit, dates included."""
    trusted_with_missing: bool | None = None
    """Where not trusted: whether it would be, once the missing intermediate is added."""
    trust_error: str | None = None
    """``expired``, ``not-yet-valid``, ``self-signed``, ``unknown-issuer``, ``incomplete-chain``,
    ``wrong-purpose``, ``ca-as-leaf``, ``wrong-key-usage``, ``weak-signature``, ``not-a-ca``,
    ``path-length``, ``name-constraints``, ``unknown-critical-extension``, ``malformed``,
    ``other``."""
    built: tuple[str, ...] = ()
    """Subjects of the chain as built, leaf first, root last; empty where it is not trusted."""
    stores: tuple[StoreTrust, ...] = ()
    """What the public trust stores say; ``--ca-file`` does not count here."""
    missing_issuer: str | None = None
    """Name of the intermediate that the server does not send."""
    trust_store: str = ""
    """Which roots were trusted, such as ``mozilla`` or ``mozilla+ca-file``."""
    host: str = ""
    """The name asked for (SNI)."""
    host_matches: bool | None = None
    """Whether the leaf is valid for that name (RFC 6125, RFC 9525)."""
    groups: tuple[str, ...] | None = None
    """Accepted key exchange groups by IANA name; ``None`` where it could not be determined."""
    dh_bits: int | None = None
    """Smallest finite-field DH parameter, in bits."""
    dh_prime: str | None = None
    """``ffdhe2048`` …, ``modp2048`` …, or ``custom``; ``None`` without DHE."""
    modern_suite: str | None = None
    """The suite that a modern browser ends up with (IANA name)."""
    tls12_suite: str | None = None
    """The suite that a modern browser limited to TLS 1.2 ends up with (IANA name)."""
    secure_renegotiation: bool | None = None
    client_renegotiation: bool | None = None
    """Whether the server accepts a renegotiation that the client starts."""
    compression: bool | None = None
    early_data: bool | None = None
    fallback_scsv: bool | None = None
    extended_master_secret: bool | None = None
    ocsp_stapled: bool | None = None
    unknown: tuple[str, ...] = ()
    """Names of the probes that timed out or broke off."""
    connections: int = 0
    """How many connections the probes made, where counted."""
    sha1_key_exchange: bool | None = None
    """Whether, below TLS 1.3, the server signs its share of the key with SHA-1 (or MD5) for a
    client that offers nothing better; ``None`` also where it never signs one."""
    trust_culprit: Certificate | None = None
    """The certificate that ``trust_error`` speaks of; it need not be one of those sent."""
    path: tuple[str, ...] = ()
    """Fingerprints of the chain as built, leaf first, root last; what is sent besides is unused."""
    deployments: tuple[CertificateDeployment, ...] = ()
    """The chains that other clients get; empty where everyone gets the same."""
    client_certificate: str | None = None
    """Whether the server asks visitors for a certificate: ``disabled``, ``optional``,
    ``required``."""
    large_hello: bool | None = None
    """Whether a ClientHello of more than one packet, as today's browsers send it, is answered."""
    vulnerabilities: tuple[str, ...] | None = None
    """``heartbleed``, ``ccs-injection``, ``robot``: those found; ``None`` where the scan was not
    authorised. Those that could not be determined stand in ``unknown``."""

    def version(self, name: str) -> ProtocolVersion | None:
        """Return what was found for one version."""
        return next((entry for entry in self.versions if entry.version == name), None)

    @property
    def used(self) -> tuple[Certificate, ...]:
        """The certificates sent that browsers rely on: leaf and intermediates, no root.

        Where the path is not known, every one that did not sign itself may be.
        """
        leaf, *others = self.chain
        if self.path:
            return (leaf, *(c for c in others if c.fingerprint in self.path[:-1]))
        return (leaf, *(c for c in others if not c.self_signed))

    @property
    def suites(self) -> frozenset[str]:
        """Every suite accepted under any version."""
        return frozenset(suite for entry in self.versions for suite in entry.suites)


@dataclass(frozen=True, slots=True)
class TlsServer:
    """TLS on every address of the portal's host."""

    addresses: tuple[TlsAddress, ...]
