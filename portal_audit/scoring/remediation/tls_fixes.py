"""Fixes of TLS: versions, suites, groups, certificates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from portal_audit.evidence import Certificate, ProtocolVersion, TlsAddress, TlsServer
from portal_audit.parse.http.cipher_suites import suite
from portal_audit.scoring.external import ssl_labs
from portal_audit.scoring.external.mozilla_tls import LATEST, guidelines

MODERN = ("TLSv1.2", "TLSv1.3")
SUITES13 = ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256")
"""What OpenSSL offers of TLS 1.3 by default."""
GROUPS = ("x25519", "secp256r1", "secp384r1")
LIFESPAN = timedelta(days=90)
STRONG_HASH = "sha256"
WEAK_HASHES = frozenset({"md2", "md5", "sha1", "sha224"})


def versions(address: TlsAddress) -> TlsAddress:
    """Offer TLS 1.2 and 1.3 only, and TLS 1.3 in any case."""
    present = {entry.version for entry in address.versions if entry.offered}
    changed = [entry if entry.version in MODERN else _off(entry) for entry in address.versions]
    address = replace(address, versions=tuple(changed))
    if not present & set(MODERN):
        address = _offer(address, "TLSv1.2", _strong(address))
    address = _offer(address, "TLSv1.3", SUITES13)
    return _without_lost_dh(address)


def suites(address: TlsAddress) -> TlsAddress:
    """Accept only the suites of Mozilla's intermediate profile.

    A version that has none of them left, as TLS 1.0 has, is then no longer offered.
    """
    strong = _intermediate()
    changed = []
    for entry in address.versions:
        left = tuple(name for name in entry.suites if name in strong)
        changed.append(replace(entry, suites=left) if left or not entry.offered else _off(entry))
    address = replace(address, versions=tuple(changed))
    if not any(entry.offered for entry in address.versions):
        address = _offer(address, "TLSv1.2", _strong(address))
    return _without_lost_dh(address)


def forward_secrecy(address: TlsAddress) -> TlsAddress:
    """Accept suites with forward secrecy beside the others."""
    if any(suite(name).forward_secret for name in address.suites):
        return address
    return _offer(address, "TLSv1.2", _strong(address))


def groups(address: TlsAddress) -> TlsAddress:
    """Agree on keys in the recommended groups only, and never in finite fields."""
    recommended = (*GROUPS, "X25519MLKEM768")
    changed = [
        replace(entry, suites=kept) if kept or not entry.offered else _off(entry)
        for entry in address.versions
        for kept in [tuple(n for n in entry.suites if suite(n).key_exchange != "DHE")]
    ]
    left = tuple(name for name in address.groups or () if name in recommended)
    address = replace(address, versions=tuple(changed), groups=left or GROUPS)
    if not any(entry.offered for entry in changed):
        address = _offer(address, "TLSv1.2", _strong(address))
    return _without_lost_dh(address)


def trust(address: TlsAddress) -> TlsAddress:
    """Send a chain that leads to a trusted root."""
    return replace(address, trusted=True, trust_error=None, trusted_with_missing=None)


def dates(address: TlsAddress) -> TlsAddress:
    """Renew the certificate in time."""
    return trust(address) if address.trust_error in ("expired", "not-yet-valid") else address


def key(address: TlsAddress) -> TlsAddress:
    """Use a P-256 key where the key is an elliptic one, else an RSA key of 2048 bits or more."""
    if not address.chain:
        return address
    leaf, *others = address.chain
    if leaf.key_type == "EC":
        leaf = replace(leaf, key_bits=max(leaf.key_bits, 256), curve=_curve(leaf))
    elif leaf.key_type in ("RSA", "DSA"):
        bits = max(leaf.key_bits, 2048)
        leaf = replace(leaf, key_type="RSA", key_bits=bits, rsa_exponent=65537)
    return replace(address, chain=(leaf, *others))


def signature(address: TlsAddress) -> TlsAddress:
    """Have every certificate below the root signed with SHA-256 where its hash is weaker."""
    chain = (
        replace(each, signature_hash=STRONG_HASH) if each.signature_hash in WEAK_HASHES else each
        for each in address.chain
    )
    return replace(address, chain=tuple(chain))


def lifetime(address: TlsAddress) -> TlsAddress:
    """Use certificates of 90 days."""
    if not address.chain:
        return address
    leaf, *others = address.chain
    until = min(leaf.not_after, leaf.not_before + LIFESPAN)
    return replace(address, chain=(replace(leaf, not_after=until), *others))


def alike(server: TlsServer) -> TlsServer:
    """Set every address up as the best one is."""
    if not server.addresses:
        return server
    rated = [(ssl_labs.rate_address(each, None), each) for each in server.addresses]
    best = min(rated, key=lambda pair: ssl_labs.badness(pair[0]))[1]
    same = (replace(best, address=each.address, port=each.port) for each in server.addresses)
    return TlsServer(tuple(same))


def _everywhere(step: Callable[[TlsAddress], TlsAddress]) -> Callable[[TlsServer], TlsServer]:
    return lambda server: TlsServer(tuple(step(each) for each in server.addresses))


STEPS: Mapping[str, Callable[[TlsServer], TlsServer]] = {
    "alike": alike,
    **{
        step.__name__: _everywhere(step)
        for step in (
            *(versions, suites, forward_secrecy, groups),
            *(trust, dates, key, signature, lifetime),
        )
    },
}


def _off(entry: ProtocolVersion) -> ProtocolVersion:
    return replace(entry, offered=False, suites=(), unknown=())


def _offer(address: TlsAddress, version: str, names: tuple[str, ...]) -> TlsAddress:
    """Offer these suites of a version beside what it has; TLS 1.3 as it is, where it is there."""
    changed = [
        replace(entry, offered=True, suites=tuple(dict.fromkeys((*entry.suites, *names))))
        if entry.version == version and not (entry.offered and version == "TLSv1.3")
        else entry
        for entry in address.versions
    ]
    return replace(address, versions=tuple(changed))


def _intermediate() -> frozenset[str]:
    return next(p.suites for p in guidelines()[LATEST] if p.name == "intermediate")


def _strong(address: TlsAddress) -> tuple[str, ...]:
    """Return the intermediate suites of TLS 1.2 that go with the server's key."""
    kind = "_ECDSA_" if address.chain and address.chain[0].key_type.startswith("E") else "_RSA_"
    return tuple(sorted(name for name in _intermediate() if kind in name))


def _without_lost_dh(address: TlsAddress) -> TlsAddress:
    """Forget the finite-field prime once no suite uses one."""
    if any(suite(name).key_exchange in ("DHE", "DH", "anon") for name in address.suites):
        return address
    return replace(address, dh_bits=None, dh_prime=None)


def _curve(leaf: Certificate) -> str | None:
    return leaf.curve if leaf.key_bits >= 256 else "secp256r1"
