"""Secrets in addresses and cookies: hashed in what is kept, masked in what is shown.

Whoever has a visitor's session or a token of a form may act as that visitor. The same secret gives
the same hash, so that what belongs together can still be told.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

MASK = "…"
_NAMES = (
    r"[\w.-]*(?:token|secret|passw(?:or)?d|sess(?:ion)?_?id|api_?key|signature)[\w.-]*"
    r"|[cx]srf|sid|session|pwd|otp|jwt|sig|ticket|p_auth"
)
_SECRET_NAME = re.compile(_NAMES, re.IGNORECASE)
_NAMED = tuple(re.compile(rb"\%c([\w.\x80-\xff-]++)=" % mark) for mark in b"?&;")
"""Names of parameters. One mark at a time: a first byte that never varies is looked for at once."""
_PARAMETER = re.compile(rf"([?&;](?:{_NAMES})=)([^&#;\s\"'\\<>]+)", re.IGNORECASE)
_WITH_PARAMETERS = r'[^"\\?&;]*+(?:\\.[^"\\?&;]*+)*+[?&;][^"\\]*+(?:\\.[^"\\]*+)*+"'
_ABSOLUTE = re.compile(
    rf'://(?:(?<="[hH][tT][tT][pP]://)|(?<="[hH][tT][tT][pP][sS]://)){_WITH_PARAMETERS}'.encode()
)
_WITHOUT_SCHEME = re.compile(rf'"//{_WITH_PARAMETERS}'.encode())
"""The rest of a JSON string that is an address, from what is quickest to look for in megabytes."""
_SET_COOKIE = re.compile(rb'(\["(?i:set-cookie)",\s*+")([^"\\]*+(?:\\.[^"\\]*+)*+)')
_HASHED = re.compile(r"sha256-[0-9a-f]{12}")


def hashed(secret: str) -> str:
    """Return what stands for a secret: enough to tell it from others, too little to guess it."""
    if not secret or _HASHED.fullmatch(secret):
        return secret
    return f"sha256-{sha256(secret.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def without_cookie_value(line: str) -> str:
    """Return a ``Set-Cookie`` value with a hash in place of the cookie's; name and rest as sent."""
    pair, semicolon, rest = line.partition(";")
    name, equals, value = pair.partition("=")
    if not equals or len(pair) > 4_096:  # without a name, or too long for browsers to keep
        return line
    return f"{name}={hashed(value.strip())}{semicolon}{rest}"


def hash_in_json(text: bytes) -> bytes:
    """Return JSON text in which the tokens of addresses and the values of cookies are hashed."""
    text = _SET_COOKIE.sub(lambda found: found[1] + _without_cookie_value(found[2]), text)
    if not _may_hold_tokens(text):
        return text
    for addresses in (_ABSOLUTE, _WITHOUT_SCHEME):
        text = addresses.sub(lambda url: _without_tokens(url.group()), text)
    return text


def _may_hold_tokens(text: bytes) -> bool:
    """Tell whether a parameter anywhere in it has the name of a secret: on most sites none has."""
    names = {name for pattern in _NAMED for name in pattern.findall(text)}
    shown = (name.decode("utf-8", "replace") for name in names)
    return any(_SECRET_NAME.fullmatch(name) for name in shown)


def _without_cookie_value(line: bytes) -> bytes:
    return without_cookie_value(line.decode("utf-8")).encode("utf-8")


@lru_cache(maxsize=4_096)
def _without_tokens(url: bytes) -> bytes:
    shown = url.decode("utf-8")
    return _PARAMETER.sub(lambda found: found[1] + hashed(found[2]), shown).encode("utf-8")


def masked(text: str) -> str:
    """Return text for readers in which the tokens of addresses are masked."""
    return _PARAMETER.sub(rf"\1{MASK}", text) if "=" in text else text
