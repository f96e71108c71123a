"""Start tags with thousands of attributes, which would keep the parser busy for minutes.

It compares every attribute with all before it. Nobody writes such a tag except to do harm, so it
is dropped. Documents too short to hold one that matters are not looked through.
"""

import re

from portal_audit.parse.html.ordinary_markup import ordinary_markup

SHORT = 64_000
"""Characters; a tag as long takes a quarter of a second."""
_LONG_TAG = 24_000
_MANY = 4_000
_MARKUP = re.compile(
    r"""<!--(?:-?>|(?s:.*?)(?:--!?>|\Z))"""  # a comment
    r"""|<(?P<name>/?[a-zA-Z][^\s/>]*+)"""  # a tag with its attributes (HTML 13.2.5.32 ff.)
    r"""(?:[\s/]++|=?+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+)?+|=)*+"""
    r""">?""",
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_ORDINARY = ordinary_markup("|".join(_RAW))
_DATA = re.compile(r"""=\s*(?:"data:[^"]*"|'data:[^']*')""")
"""An embedded image is long, and full of slashes, without being many attributes."""
_SEPARATOR = re.compile(r"""[\s"'/]+""")


def without_oversized_tags(text: str) -> str:
    """Return the document without its oversized tags; the same object where there are none."""
    if len(text) <= SHORT:
        return text
    parts, copied, position = [], 0, 0
    small = text.lower()
    while match := _MARKUP.search(text, _end_of_ordinary(text, position)):
        position = match.end()
        name = (match["name"] or "").lower()
        if name and _is_oversized(match[0]):
            parts.append(text[copied : match.start()])
            copied = position
            continue
        if name in _RAW:
            end = small.find(f"</{name}", position)
            position = len(text) if end < 0 else end
    return "".join(parts) + text[copied:] if copied else text


def _end_of_ordinary(text: str, position: int) -> int:
    found = _ORDINARY.match(text, position)
    return found.end() if found else position


def _is_oversized(tag: str) -> bool:
    return len(tag) > _LONG_TAG and len(_SEPARATOR.findall(_DATA.sub("", tag))) > _MANY
