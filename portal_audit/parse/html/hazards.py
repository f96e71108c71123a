"""Mark-up that would cost the parser far more than its size, found by counting before it is parsed.

The tree construction of HTML (WHATWG HTML 13.2.6) has steps that take time or memory by the
product of two counts, which a few kilobytes can make huge: an end tag that matches nothing is
compared with every open element, and formatting elements that were never closed are made anew in
every paragraph behind them. Counts that prove a document harmless take a fraction of what parsing
takes; only what they leave in doubt is followed tag by tag.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from portal_audit.parse.html.ordinary_markup import ordinary_markup

MAX_CHARS = 2_000_000
MAX_ELEMENTS = 20_000
"""Start tags; nested all, they take the parser half a second."""
MAX_COMPARISONS = 40_000_000
"""Open elements looked at for end tags; so many take about 0.2 seconds."""
MAX_REMADE = 200_000
"""Formatting elements made anew; so many take about 70 MB."""
_CHUNK = 16_384
_FORMATTING = re.compile(
    r"<[bcefistuBCEFISTU](?i:|ig|ode|m|ont|mall|trike|trong|t)[\s/>]"  # a set first: for speed
)
"""Formatting elements (13.2.4.3) that may be left open in any number: of ``a`` and ``nobr``, a
second one closes the first."""
_NAMES = frozenset(re.findall(r"\w+", "b big code em font i s small strike strong tt u"))
_VOID = frozenset(
    re.findall(
        r"\w+",
        "area base basefont bgsound br col embed frame hr image img input keygen link meta param "
        "source track wbr",
    )
)
_RAW = frozenset(re.findall(r"\w+", "script style textarea title xmp iframe noembed noframes"))
_RAW_END = {name: re.compile(f"</{name}", re.I) for name in _RAW}
_ORDINARY = ordinary_markup("|".join([*_RAW, *_NAMES, *(f"/{name}" for name in _NAMES)]))
_TOKEN = re.compile(
    r"<!--(?:-?>|(?s:.*?)(?:--!?>|\Z))|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]{0,100})"
    r"""(?:[^"'>]++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+>?"""
)


@dataclass(frozen=True, slots=True)
class Hazard:
    """Why a document must not be parsed whole, and how much of it may be."""

    reason: str
    """``size``, ``elements``, ``end-tags`` or ``formatting``."""
    at: int
    """Characters from the start that are harmless."""


def harmless_part(text: str) -> tuple[str, str]:
    """Return what of a document may be parsed, and why that is not all of it."""
    hazard = find_hazard(text)
    return (text, "") if hazard is None else (text[: hazard.at], hazard.reason)


def find_hazard(text: str) -> Hazard | None:
    """Return what would make a document costly to parse; ``None`` where it is harmless."""
    hazard = Hazard("size", MAX_CHARS) if len(text) > MAX_CHARS else None
    text = text[:MAX_CHARS]
    tags = text.count("<")
    if tags > MAX_ELEMENTS and (too_many := _too_many_elements(text, tags)) is not None:
        hazard, text = Hazard("elements", too_many), text[:too_many]
        tags = text.count("<")
    if tags * tags <= 4 * MAX_COMPARISONS or _comparisons(text, tags) <= MAX_COMPARISONS:
        formatting = len(_FORMATTING.findall(text))
        if formatting * tags <= MAX_REMADE or _most_remade(text) <= MAX_REMADE:
            return hazard
    return _followed(text) or hazard


def _comparisons(text: str, tags: int) -> int:
    """Return how many open elements are looked at for end tags at most."""
    ends = text.count("</")
    return ends * (tags - ends)


def _too_many_elements(text: str, tags: int) -> int | None:
    if tags - text.count("</") <= MAX_ELEMENTS:
        return None
    elements = 0
    for start in range(0, len(text), _CHUNK):
        stop = start + _CHUNK
        elements += text.count("<", start, stop) - text.count("</", start, stop)
        if elements > MAX_ELEMENTS:
            return start
    return None


def _most_remade(text: str) -> int:
    """Return how many formatting elements are made anew at most, as ``_followed`` counts them."""
    formatting = remade = position = 0
    unclosed: Counter[str] = Counter()
    while True:
        ordinary = _ORDINARY.match(text, position)
        end = ordinary.end() if ordinary else position
        remade += formatting * text.count("<", position, end)
        token = _TOKEN.search(text, end)
        if token is None or remade > MAX_REMADE:
            return remade
        position = token.end()
        if token["name"] is None:
            continue
        name = token["name"].lower()
        remade += formatting
        if token["end"]:
            if unclosed[name] > 0:
                unclosed[name] -= 1
                formatting -= 1
        elif name in _NAMES:
            unclosed[name] += 1
            formatting += 1
        elif name in _RAW and (closed := _RAW_END[name].search(text, position)):
            position = closed.start()
        elif name in _RAW:
            return remade


def _followed(text: str) -> Hazard | None:
    """Follow the tags as the parser would, roughly, until one of the products is too large."""
    open_elements: list[str] = []
    count: Counter[str] = Counter()
    formatting = comparisons = remade = position = 0
    unclosed: Counter[str] = Counter()
    while token := _TOKEN.search(text, position):
        position = token.end()
        if token["name"] is None:
            continue
        name = token["name"].lower()
        remade += formatting
        if not token["end"]:
            if name in _RAW:
                end = _RAW_END[name].search(text, position)
                position = end.start() if end else len(text)
            elif name not in _VOID:
                open_elements.append(name)
                count[name] += 1
            if name in _NAMES:
                unclosed[name] += 1
                formatting += 1
        else:
            if unclosed[name] > 0:
                unclosed[name] -= 1
                formatting -= 1
            comparisons += _close(name, open_elements, count)
        if comparisons > MAX_COMPARISONS:
            return Hazard("end-tags", token.start())
        if remade > MAX_REMADE:
            return Hazard("formatting", token.start())
    return None


def _close(name: str, open_elements: list[str], count: Counter[str]) -> int:
    """Close the innermost element of this name; return how many elements are looked at for it."""
    if not count[name]:
        return len(open_elements)
    looked_at = 0
    while True:
        innermost = open_elements.pop()
        count[innermost] -= 1
        looked_at += 1
        if innermost == name:
            return looked_at
