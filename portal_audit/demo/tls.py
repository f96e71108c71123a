"""TLS settings of the portals: one careful configuration, and the faults that some of them have."""

from __future__ import annotations

import ssl
import warnings
from datetime import timedelta
from pathlib import Path

from portal_audit.demo.certificates import LEAF_LIFE, Authority, Issued
from portal_audit.demo.province import ROOT_HOST, Portal

CLEAN_SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=2"
"""TLS 1.2 suites: forward secrecy and AEAD only (Mozilla intermediate has no others but DHE)."""
OLD_SUITES = (
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-SHA:@SECLEVEL=0"
)
"""TLS 1.0 and 1.1 have CBC suites only, and sign with SHA-1, which level 0 alone permits."""


def server_context(
    portal: Portal, authority: Authority, folder: Path, issuer_url: str
) -> ssl.SSLContext:
    """Return the TLS configuration of a portal; its certificate files go into ``folder``."""
    old = portal.fault == "old-tls"
    context = sound_context(OLD_SUITES if old else CLEAN_SUITES)
    if old:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.0 is on purpose
            context.minimum_version = ssl.TLSVersion.TLSv1
    chain, key = _chain(portal, authority, issuer_url)
    file = folder / f"{portal.slug}.pem"
    file.touch(mode=0o600)
    file.write_bytes(key.key_pem + b"".join(link.pem for link in chain))
    context.load_cert_chain(file)
    return context


def sound_context(suites: str = CLEAN_SUITES) -> ssl.SSLContext:
    """Return settings without a fault but those that ``suites`` bring."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(suites)
    context.set_ecdh_curve("prime256v1")
    context.options |= (
        ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_COMPRESSION | ssl.OP_CIPHER_SERVER_PREFERENCE
    )
    context.set_alpn_protocols(["http/1.1"])
    return context


def _chain(portal: Portal, authority: Authority, issuer_url: str) -> tuple[list[Issued], Issued]:
    """Return the certificates the portal sends, leaf first, and the one whose key it holds."""
    fault = portal.fault
    leaf = authority.leaf(
        portal.host,
        names=(f"thudientu.{ROOT_HOST}",) if fault == "wrong-name" else (),
        age=LEAF_LIFE + timedelta(days=10)
        if fault == "expired-certificate"
        else timedelta(days=10),
        rsa_key=fault == "old-tls",
        self_signed=fault == "self-signed",
        issuer_url=issuer_url,
    )
    if fault in ("self-signed", "missing-intermediate"):
        return [leaf], leaf
    return [leaf, authority.intermediate], leaf
