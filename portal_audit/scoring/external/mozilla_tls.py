"""The best profile of Mozilla's server-side TLS guidelines that a portal meets. Pure.

Read as sslyze reads them: whatever is supported but not in the list keeps the portal from the
profile; nothing must be offered except a key type and a signature.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from portal_audit.evidence import TlsAddress, TlsServer

LATEST = "5.8"
"""The guideline shown first: the newest that still has all three profiles."""


@dataclass(frozen=True, slots=True)
class MozillaProfile:
    """One profile of one guideline."""

    name: str
    versions: frozenset[str]
    suites: frozenset[str]
    groups: frozenset[str]
    key_types: frozenset[str]
    curves: frozenset[str]
    hashes: frozenset[str]
    rsa_hashes: frozenset[str]
    rsa_bits: int
    dh_bits: int
    max_lifespan: int
    """Days."""
    hsts: int
    """Seconds."""


@dataclass(frozen=True, slots=True)
class MozillaTls:
    """Which profile a portal meets, and what keeps it from the next better one."""

    guideline: str
    profile: str | None
    """``modern``, ``intermediate``, ``old``, ``none``; ``None`` where it cannot be determined."""
    next: str | None = None
    """The next better profile."""
    lacks: tuple[str, ...] = ()
    """What keeps it from that one: ``versions: TLSv1.0`` …"""
    unknown: tuple[str, ...] = ()


@cache
def guidelines() -> dict[str, tuple[MozillaProfile, ...]]:
    """Return the guidelines by version, the most demanding profile first."""
    text = (
        files("portal_audit.scoring.external")
        .joinpath("mozilla_guidelines.toml")
        .read_text("utf-8")
    )
    data = tomllib.loads(text)
    return {
        version: tuple(_profile(name, table, data) for name, table in profiles.items())
        for version, profiles in data["guideline"].items()
    }


def match(server: TlsServer, guideline: str = LATEST) -> MozillaTls:
    """Return the best profile that every address of the portal meets."""
    profiles = guidelines()[guideline]
    unknown = tuple(dict.fromkeys(name for each in server.addresses for name in _unknown(each)))
    if unknown or not server.addresses:
        return MozillaTls(guideline, None, unknown=unknown or ("addresses",))
    better: MozillaProfile | None = None
    lacking: tuple[str, ...] = ()
    for profile in profiles:
        lacks = tuple(
            dict.fromkeys(fault for each in server.addresses for fault in faults(each, profile))
        )
        if not lacks:
            return MozillaTls(guideline, profile.name, better.name if better else None, lacking)
        better, lacking = profile, lacks
    return MozillaTls(guideline, "none", better.name if better else None, lacking)


def faults(address: TlsAddress, profile: MozillaProfile) -> list[str]:
    """Return what keeps an address from a profile, one line a rule."""
    offered = {entry.version for entry in address.versions if entry.offered}
    leaf = address.chain[0]
    lifespan = (leaf.not_after - leaf.not_before).days
    hashes = profile.rsa_hashes if _signed_with_rsa(address) else profile.hashes
    rules = {
        "versions": sorted(offered - profile.versions),
        "suites": sorted(address.suites - profile.suites),
        "groups": sorted(set(address.groups or ()) - profile.groups),
        "key type": [leaf.key_type] if leaf.key_type not in profile.key_types else [],
        "curve": [leaf.curve] if leaf.curve and leaf.curve not in profile.curves else [],
        "signature": [str(leaf.signature_hash)] if leaf.signature_hash not in hashes else [],
        "key size": [str(leaf.key_bits)]
        if leaf.key_type == "RSA" and leaf.key_bits < profile.rsa_bits
        else [],
        "DH size": [str(address.dh_bits)]
        if address.dh_bits is not None and profile.dh_bits and address.dh_bits < profile.dh_bits
        else [],
        "lifespan": [f"{lifespan} d"] if lifespan > profile.max_lifespan else [],
    }
    return [f"{rule}: {', '.join(found)}" for rule, found in rules.items() if found]


def _signed_with_rsa(address: TlsAddress) -> bool:
    """Judge by the issuer's key where it was sent; else by the leaf's own kind."""
    leaf = address.chain[0]
    issuer = next((cert for cert in address.chain[1:] if cert.subject == leaf.issuer), leaf)
    return issuer.key_type == "RSA"


def _unknown(address: TlsAddress) -> list[str]:
    names = [entry.version for entry in address.versions if entry.offered is None or entry.unknown]
    if address.groups is None:
        names.append("groups")
    if not address.chain:
        names.append("chain")
    return names


def _profile(name: str, table: dict[str, Any], data: dict[str, Any]) -> MozillaProfile:
    hashes = frozenset(table["hashes"])
    return MozillaProfile(
        name=name,
        versions=frozenset(table["versions"]),
        suites=frozenset(s for group in table["suites"] for s in data["suites"][group]),
        groups=frozenset(g for group in table["groups"] for g in data["groups"][group]),
        key_types=frozenset(table["key_types"]),
        curves=frozenset(table["curves"]),
        hashes=hashes,
        rsa_hashes=frozenset(table.get("rsa_hashes", hashes)),
        rsa_bits=table.get("rsa_bits", 0),
        dh_bits=table.get("dh_bits", 0),
        max_lifespan=table["max_lifespan"],
        hsts=table["hsts"],
    )
