"""Content-Security-Policy as the Observatory reads it: one merged policy, quirks included."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote_to_bytes

DUPLICATES = "_observatory_duplicate_key_warnings"
SHORTEST = 6
"""Characters below which a policy counts as invalid."""
MAY_REPEAT = frozenset({"report-uri", "report-to"})
NOT_IN_META = ("frame-ancestors", "report-uri", "sandbox")
JS_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_SPACES = re.compile(f"[{JS_SPACE}]+")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
COLLATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
"""Order in which English collation sorts the characters that sources are made of."""


class Invalid(ValueError):
    """A policy that their parser refuses."""


@dataclass(slots=True)
class _Source:
    text: str
    policy: int
    keep: bool


def js_strip(text: str) -> str:
    """Strip as JavaScript's ``trim`` does."""
    return re.sub(f"^[{JS_SPACE}]+|[{JS_SPACE}]+$", "", text)


def parse_meta(policies: Sequence[str]) -> dict[str, set[str]]:
    """Merge the policies of meta elements, without what has no effect there."""
    merged = parse(policies)
    for name in NOT_IN_META:
        merged.pop(name, None)
    return merged


def parse(policies: Sequence[str]) -> dict[str, set[str]]:
    """Merge policies into one: a source counts only where every policy has it.

    Raises Invalid for a policy that is too short or repeats a directive.
    """
    cleaned = [js_strip(re.sub(r"[\r\n]", "", policy)) for policy in policies]
    if any(len(policy) < SHORTEST for policy in cleaned):
        raise Invalid("too short")
    merged: dict[str, list[_Source]] = {}
    repeated: set[str] = set()
    for number, policy in enumerate(cleaned):
        _add(merged, repeated, number, policy, many=len(cleaned) > 1)
    final = {
        name: {source.text for source in sources} or {"'none'"} for name, sources in merged.items()
    }
    if repeated:
        final[DUPLICATES] = repeated
    return final


def _add(
    merged: dict[str, list[_Source]], repeated: set[str], number: int, policy: str, *, many: bool
) -> None:
    met: set[str] = set()
    for entry in policy.split(";"):
        name, *values = _SPACES.split(js_strip(entry))
        name = name.lower()
        if not name:
            continue
        if name in met and name not in MAY_REPEAT:
            raise Invalid(f"{name} stands twice in one policy")
        if name in met:
            repeated.add(name)
        met.add(name)
        if not values and name.endswith("-src"):
            values = ["'none'"]
        fresh = [_Source(value.lower(), number, number == 0) for value in values]
        sources = fresh if number == 0 else [*merged.get(name, []), *fresh]
        sources.sort(key=lambda source: _collation_key(source.text))
        _mark(sources)
        merged[name] = [source for source in sources if source.keep]
        if number == 0 and many:
            for source in merged[name]:
                source.keep = False


def _mark(sources: list[_Source]) -> None:
    """Drop what a shorter source of the same policy covers; keep what another policy has too."""
    for before, source in pairwise(sources):
        same = source.policy == before.policy
        if same and source.text.startswith(before.text):
            source.keep = False
        if not same and _path_match(before.text, source.text):
            source.keep = True


def _path_match(shorter: str, longer: str) -> bool:
    if not shorter or (shorter == "/" and not longer):
        return True
    exact = not shorter.endswith("/")
    a, b = shorter.split("/"), longer.split("/")
    if len(a) > len(b) or (exact and len(a) != len(b)):
        return False
    if not exact:
        a.pop()
    return all(_decode(left) == _decode(right) for left, right in zip(a, b, strict=False))


def _decode(piece: str) -> str:
    if _BAD_ESCAPE.search(piece):
        raise Invalid("malformed percent-encoding")
    try:
        return unquote_to_bytes(piece).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("malformed percent-encoding") from error


class _Ranks(dict[int, int]):
    """Code point → code point that sorts in its place: those of ``COLLATION`` before all others."""

    def __missing__(self, point: int) -> int:
        return min(1000 + point, sys.maxunicode)


_RANKS = _Ranks({ord(character): rank for rank, character in enumerate(COLLATION)})


def _collation_key(text: str) -> str:
    return text.translate(_RANKS)
