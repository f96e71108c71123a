"""Put together what a worker said about one address; what it did not say is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from portal_audit.collect.tls.certificates import read_chain
from portal_audit.collect.tls.known_groups import known_prime
from portal_audit.collect.tls.trust_reasons import judge_trust
from portal_audit.evidence import ProtocolVersion, StoreTrust, TlsAddress
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

Piece = Mapping[str, Any]


def read_address(
    pieces: Iterable[Piece], *, host: str, address: str, port: int, store: str, now: datetime
) -> TlsAddress:
    """Return the evidence of one address from the lines of its worker, in any number.

    *host* is the name asked for, *store* the name of the roots that were trusted.
    """
    said = list(pieces)
    chain_piece = _last(said, "chain")
    features = _last(said, "features")
    attacks = _last(said, "attacks")
    chain = read_chain(chain_piece.get("pem", ()))
    trust = judge_trust(
        chain_piece.get("verify"),
        chain_piece.get("completed"),
        [cert for _, cert in chain],
        now,
        whole=bool(chain_piece.get("whole")),
    )
    suites = {str(piece["version"]): piece for piece in said if piece["kind"] == "suites"}
    bits, prime = _weakest_prime(suites.values())
    groups, unknown = _groups(_last(said, "groups"), suites)
    unknown += [f"version {version}" for version in VERSIONS if version not in suites]
    unknown += [str(name) for piece in (features, attacks) for name in piece.get("unknown", ())]
    unknown += [
        name for name, piece in (("chain", chain_piece), ("features", features)) if not piece
    ]
    return TlsAddress(
        address=address,
        port=port,
        versions=tuple(_version(version, suites.get(version)) for version in VERSIONS),
        chain=tuple(facts for facts, _ in chain),
        trusted=trust.trusted,
        trusted_with_missing=trust.trusted_with_missing,
        trust_error=trust.error,
        built=tuple(made.subject for made, _ in read_chain(chain_piece.get("built", ()))),
        stores=tuple(
            StoreTrust(name, version, None if code is None else code == 0)
            for name, version, code in chain_piece.get("stores", ())
        ),
        missing_issuer=trust.missing_issuer,
        trust_store=store if chain else "",
        host=host,
        host_matches=covers(chain[0][0].names, host) if chain else None,
        groups=groups,
        dh_bits=bits,
        dh_prime=prime,
        modern_suite=_browser_suite(said, "TLSv1_3"),
        tls12_suite=_browser_suite(said, "TLSv1_2"),
        ocsp_stapled=chain_piece.get("stapled"),
        unknown=tuple(unknown),
        connections=int(_last(said, "done").get("connections", 0)),
        sha1_key_exchange=_last(said, "key exchange").get("sha1"),
        vulnerabilities=tuple(attacks["found"]) if attacks else None,
        **{name: features.get(name) for name in FEATURES},
    )


def _last(said: Iterable[Piece], kind: str) -> Piece:
    found: Piece = {}
    for piece in said:
        if piece["kind"] == kind:
            found = piece
    return found


def _version(version: str, piece: Piece | None) -> ProtocolVersion:
    if piece is None:
        return ProtocolVersion(version, offered=None)
    accepted, unknown = tuple(piece["accepted"]), tuple(piece["unknown"])
    offered = True if accepted else (None if unknown else False)
    return ProtocolVersion(version, offered, accepted, unknown, piece.get("ordered"))


def _browser_suite(said: Iterable[Piece], newest: str) -> str | None:
    """Return what a browser got; one that may do TLS 1.3 but got 1.2 answers for both."""
    got = {
        str(piece["newest"]): piece
        for piece in said
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
