"""Assemble the evidence of one address from a worker's pieces; what none holds is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from cryptography import x509

from portal_audit.collect.tls.certificates import alternative_names, read_chain
from portal_audit.collect.tls.known_groups import known_prime
from portal_audit.collect.tls.trust_facts import trust_facts
from portal_audit.evidence import CertificateDeployment, ProtocolVersion, StoreTrust, TlsAddress
from portal_audit.parse.http.hostname import covers

VERSIONS = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")

FEATURES = (
    "secure_renegotiation",
    "client_renegotiation",
    "compression",
    "early_data",
    "fallback_scsv",
    "extended_master_secret",
)

DEPLOYED = tuple(field.name for field in fields(CertificateDeployment))

Piece = Mapping[str, Any]
"""One JSON line of a worker."""


def read_address(
    pieces: Iterable[Piece], *, host: str, address: str, port: int, store: str
) -> TlsAddress:
    """Return the evidence of one address from the lines of its worker, in any number.

    *host* is the name asked for, *store* the name of the roots that were trusted.
    """
    pieces = list(pieces)
    features, attacks = _last(pieces, "features"), _last(pieces, "attacks")
    chains = sorted((_deployment(p, host) for p in pieces if p["kind"] == "chain"), key=_soundness)
    main = chains[0] if chains else CertificateDeployment(())
    suites = {str(piece["version"]): piece for piece in pieces if piece["kind"] == "suites"}
    bits, prime = _weakest_prime(suites.values())
    groups, unknown = _groups(_last(pieces, "groups"), suites)
    unknown += [f"version {version}" for version in VERSIONS if version not in suites]
    unknown += [str(name) for piece in (features, attacks) for name in piece.get("unknown", ())]
    unknown += [name for name, found in (("chain", chains), ("features", features)) if not found]
    facts = _common_fields(main) | {name: features.get(name) for name in FEATURES}
    return TlsAddress(
        address=address,
        port=port,
        versions=tuple(_version(version, suites.get(version)) for version in VERSIONS),
        built=_subjects(pieces, main),
        stores=_stores(pieces, main),
        trust_store=store if main.chain else "",
        host=host,
        groups=groups,
        dh_bits=bits,
        dh_prime=prime,
        modern_suite=_browser_suite(pieces, "TLSv1_3"),
        tls12_suite=_browser_suite(pieces, "TLSv1_2"),
        unknown=tuple(unknown),
        connections=int(_last(pieces, "done").get("connections", 0)),
        sha1_key_exchange=_last(pieces, "key exchange").get("sha1"),
        deployments=tuple(chains[1:]),
        client_certificate=_last(pieces, "client certificate").get("requirement"),
        large_hello=_last(pieces, "large hello").get("answered"),
        vulnerabilities=tuple(attacks["found"]) if attacks else None,
        **facts,
    )


def _deployment(piece: Piece, host: str) -> CertificateDeployment:
    """Return the facts about one chain that the server sends."""
    chain = read_chain(piece["pem"])
    trust = trust_facts(
        piece.get("trust"),
        piece.get("completed"),
        [certificate for _, certificate in chain],
        whole=bool(piece.get("whole")),
    )
    built = (piece.get("trust") or {}).get("path", ())
    return CertificateDeployment(
        chain=tuple(facts for facts, _ in chain),
        trusted=trust.trusted,
        trusted_with_missing=trust.trusted_with_missing,
        trust_error=trust.error,
        trust_culprit=next((facts for facts, _ in read_chain(filter(None, [trust.culprit]))), None),
        missing_issuer=trust.missing_issuer,
        path=tuple(facts.fingerprint for facts, _ in read_chain(built)),
        host_matches=_matches(chain[0][1], host) if chain else None,
        ocsp_stapled=piece.get("stapled"),
    )


def _common_fields(deployment: CertificateDeployment) -> dict[str, Any]:
    """Return the fields that an address has in common with each of its chains."""
    return {name: getattr(deployment, name) for name in DEPLOYED}


def _matches(leaf: x509.Certificate, host: str) -> bool:
    names = alternative_names(leaf)
    return covers(names.dns_names, names.addresses, host)


def _soundness(deployment: CertificateDeployment) -> tuple[bool, bool]:
    """Sort the worse chain first: whoever gets it is turned away."""
    return deployment.trusted is not False, deployment.host_matches is not False


def _piece_of(pieces: Iterable[Piece], deployment: CertificateDeployment) -> Piece:
    """Return the piece that a deployment was read from."""
    for piece in pieces:
        if piece["kind"] == "chain":
            leaf = read_chain(piece["pem"][:1])
            if [facts for facts, _ in leaf] == list(deployment.chain[:1]):
                return piece
    return {}


def _subjects(pieces: Iterable[Piece], deployment: CertificateDeployment) -> tuple[str, ...]:
    """Return the subjects of the chain as built."""
    trust = _piece_of(pieces, deployment).get("trust") or {}
    return tuple(facts.subject for facts, _ in read_chain(trust.get("path", ())))


def _stores(pieces: Iterable[Piece], deployment: CertificateDeployment) -> tuple[StoreTrust, ...]:
    stores = _piece_of(pieces, deployment).get("stores", ())
    return tuple(StoreTrust(name, version, trusted) for name, version, trusted in stores)


def _last(pieces: Iterable[Piece], kind: str) -> Piece:
    found: Piece = {}
    for piece in pieces:
        if piece["kind"] == kind:
            found = piece
    return found


def _version(version: str, piece: Piece | None) -> ProtocolVersion:
    if piece is None:
        return ProtocolVersion(version, offered=None)
    accepted, unknown = tuple(piece["accepted"]), tuple(piece["unknown"])
    offered = True if accepted else (None if unknown else False)
    return ProtocolVersion(version, offered, accepted, unknown, piece.get("ordered"))


def _browser_suite(pieces: Iterable[Piece], newest: str) -> str | None:
    """Return what a browser got; one that may do TLS 1.3 but got 1.2 answers for both."""
    got = {
        str(piece["newest"]): piece
        for piece in pieces
        if piece["kind"] == "browser" and piece["result"] == "ok"
    }
    piece = got.get(newest)
    if piece is None and newest == "TLSv1_2":
        best = got.get("TLSv1_3", {})
        piece = best if best.get("version") == "TLSv1.2" else None
    suite = piece and piece.get("suite")
    return str(suite) if suite else None


def _groups(piece: Piece, suites: Mapping[str, Piece]) -> tuple[tuple[str, ...] | None, list[str]]:
    """Return the groups accepted, and the probes that stayed without an answer.

    ``None`` where nothing was measured although something has to be in use.
    """
    if not piece:
        return None, ["groups"]
    accepted, unknown = tuple(piece["accepted"]), list(piece["unknown"])
    lost = [f"group {name}" for name in unknown]
    if not accepted and (unknown or _elliptic(suites)):
        return None, lost or ["groups"]
    return accepted, lost


def _elliptic(suites: Mapping[str, Piece]) -> bool:
    return any(
        version == "TLSv1.3" or "_ECDHE_" in suite
        for version, piece in suites.items()
        for suite in piece["accepted"]
    )


def _weakest_prime(suites: Iterable[Piece]) -> tuple[int | None, str | None]:
    primes = {int(text, 16) for piece in suites for text in piece["primes"]}
    if not primes:
        return None, None
    smallest = min(primes)
    names = [known_prime(prime) for prime in sorted(primes)]
    # One prime of the server's own making is what a person has to know of, whatever its size.
    name = "custom" if None in names else names[0]
    return smallest.bit_length(), name
