"""Secrets in addresses and cookies: hashed in what is kept, masked in what is shown.

Whoever has a visitor's session or a token of a form may act as that visitor. The same secret gives
the same hash, so that what belongs together can still be told.
"""

from __future__ import annotations

import re
from hashlib import sha256

MASK = "…"
_NAMES = (
    r"[\w.-]*(?:token|secret|passw(?:or)?d|sess(?:ion)?_?id|api_?key|signature)[\w.-]*"
    r"|[cx]srf|sid|session|pwd|otp|jwt|sig|ticket|p_auth"
)
_PARAMETER = re.compile(rf"([?&;](?:{_NAMES})=)([^&#;\s\"'\\<>]+)", re.IGNORECASE)
_IN_JSON = re.compile(r'"(?:https?:)?//(?:[^"\\]|\\.)*[?&;](?:[^"\\]|\\.)*"', re.IGNORECASE)
_SET_COOKIE = re.compile(r'(\["set-cookie",\s*")((?:[^"\\]|\\.)*)', re.IGNORECASE)
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


def hash_in_json(text: str) -> str:
    """Return JSON text in which the tokens of addresses and the values of cookies are hashed."""
    text = _SET_COOKIE.sub(lambda found: found[1] + without_cookie_value(found[2]), text)
    return _IN_JSON.sub(
        lambda url: _PARAMETER.sub(lambda found: found[1] + hashed(found[2]), url.group()), text
    )


def masked(text: str) -> str:
    """Return text for readers in which the tokens of addresses are masked."""
    return _PARAMETER.sub(rf"\1{MASK}", text) if "=" in text else text
