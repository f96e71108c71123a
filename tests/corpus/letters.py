"""How a page's letters become bytes on old and careless servers."""

from __future__ import annotations

import unicodedata

from tests.fixtures.reading.letters import as_entities, to_1258, to_tcvn3


def written(html: str, options: frozenset[str]) -> tuple[bytes, str]:
    """Return the bytes of a page and the charset its server names (may be empty)."""
    if "tcvn3" in options:
        return to_tcvn3(html), "iso-8859-1"
    if "1258" in options:
        return to_1258(html), "windows-1258"
    if "entities" in options:
        html = as_entities(html)
    if "nfd" in options:
        html = unicodedata.normalize("NFD", html)
    if "eth" in options:
        html = html.replace("Đ", "Ð")
    return html.encode(), "" if "no-charset" in options else "utf-8"
