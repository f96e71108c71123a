"""Take every part of an address out of a text: any of them may be the secret."""

from __future__ import annotations

import re
from urllib.parse import unquote

_PARTS = re.compile(r"[/:@?&=#,;+\s]+")
SHORTEST = 3
"""Characters of a part that is taken out; shorter ones are in every text."""
PLAIN = frozenset({"http", "https", "json", "jsons", "mailto", "mailtos", "true", "false", "yes"})


def mask(text: str, *addresses: str) -> str:
    """Return *text* with *** for whatever of the addresses occurs in it."""
    parts: set[str] = set()
    for address in addresses:
        _, _, rest = address.partition("://")
        for one in (address, rest, *_PARTS.split(rest)):
            parts |= {one, unquote(one)}
    secret = sorted((one for one in parts if len(one) >= SHORTEST and one not in PLAIN), key=len)
    for one in reversed(secret):
        text = text.replace(one, "***")
    return text
