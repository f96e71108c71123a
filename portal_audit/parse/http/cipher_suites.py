"""What the IANA name of a TLS cipher suite says about it (RFC 8446 appendix B.4, RFC 5246)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

TLS13 = frozenset(
    {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_CCM_SHA256",
        "TLS_AES_128_CCM_8_SHA256",
    }
)
BITS = (
    ("NULL", 0),
    ("EXPORT1024", 56),
    ("EXPORT", 40),
    ("_40_", 40),
    ("3DES", 112),
    ("DES_192_EDE3", 112),
    ("DES_64", 56),
    ("DES_CBC", 56),
    ("DES40", 40),
    ("CHACHA20", 256),
    ("AES_256", 256),
    ("CAMELLIA_256", 256),
    ("ARIA_256", 256),
    ("GOSTR", 256),
    ("28147", 256),
    ("RC4_64", 64),
    ("KUZNYECHIK", 256),
    ("MAGMA", 256),
)


@dataclass(frozen=True, slots=True)
class Suite:
    """What a suite is made of."""

    name: str
    bits: int
    """Strength of the cipher; 112 for 3DES, whatever its key's length."""
    forward_secret: bool
    aead: bool
    anonymous: bool
    export: bool
    rc4: bool
    null: bool
    md5: bool
    small_block: bool
    """A cipher of 64-bit blocks (3DES, DES, RC2, IDEA): open to Sweet32."""
    cbc: bool
    key_exchange: str
    """``ECDHE``, ``DHE``, ``RSA``, ``TLS13``, ``ECDH``, ``DH``, ``PSK``, ``anon`` or ``other``."""


@cache
def suite(name: str) -> Suite:
    """Read an IANA name such as ``TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256``."""
    before, _, after = name.upper().partition("_WITH_")
    cipher = after or name.upper()
    exchange = _exchange(name, before)
    return Suite(
        name=name,
        bits=next((bits for sign, bits in BITS if sign in f"{cipher}_" or sign in before), 128),
        forward_secret=exchange in ("ECDHE", "DHE", "TLS13"),
        aead=any(sign in cipher for sign in ("GCM", "CCM", "POLY1305", "MGM")),
        anonymous=exchange == "anon",
        export="EXPORT" in before or "EXPORT" in cipher,
        rc4="RC4" in cipher,
        null="NULL" in cipher or name == "TLS_NULL_WITH_NULL_NULL",
        md5=cipher.endswith("_MD5"),
        small_block=any(sign in cipher for sign in ("3DES", "DES_", "DES40", "RC2", "IDEA")),
        cbc="CBC" in cipher,
        key_exchange=exchange,
    )


def _exchange(name: str, before: str) -> str:
    if name in TLS13 or "_WITH_" not in name.upper():
        return "TLS13" if name.startswith("TLS_") else "RSA"  # SSLv2 suites are all RSA
    if "ANON" in before:
        return "anon"
    for kind in ("ECDHE", "DHE", "ECDH", "DH", "PSK", "RSA"):
        if kind in before.split("_"):
            return kind
    return "other"
