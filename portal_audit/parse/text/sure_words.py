"""Words that a regular expression cannot match without: quick to look for, and mostly not there."""

from collections.abc import Iterable
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def any_can_match(patterns: Iterable[str], text: str) -> bool:
    """Tell whether text holds what one of the *patterns* needs.

    Small letters will do where text is in small letters and the patterns do not mind the case.
    """
    return any(word in text for word in _words(tuple(patterns)))


@lru_cache(maxsize=64)
def _words(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of all patterns that hold no other of them."""
    words = {word for pattern in patterns for word in sure_words(pattern)}
    return tuple(word for word in words if sum(other in word for other in words) == 1)


def sure_words(pattern: str) -> frozenset[str]:
    """Return words of which one stands in whatever *pattern* matches; an empty one stands always.

    Of those that could be told, the set whose shortest word is the longest; of equals the smallest.
    """
    return _sure(_parser.parse(pattern))


def _sure(parts: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    options, run = [frozenset({""})], ""
    for kind, what in parts:
        if kind is sre.LITERAL:
            run += chr(what)
            continue
        options.append(frozenset({run}))
        run = ""
        if kind is sre.SUBPATTERN:
            options.append(_sure(what[-1]))
        elif kind is sre.BRANCH:
            options.append(frozenset().union(*map(_sure, what[1])))
        elif kind in _REPEATS and what[0] > 0:
            options.append(_sure(what[2]))
    return max(*options, frozenset({run}), key=_worth)


def _worth(words: frozenset[str]) -> tuple[int, int]:
    return min(map(len, words)), -len(words)
