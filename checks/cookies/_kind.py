"""What a cookie is for, judging by its name: a signed-in session, or protection against CSRF."""

import re
from collections.abc import Sequence

_WORDS = re.compile(r"[^a-z0-9]+")


def matches(name: str, parts: Sequence[str], words: Sequence[str] = ()) -> bool:
    """Tell whether the name holds one of *parts* anywhere, or one of *words* as a whole word.

    A part that begins with ``^`` is a regular expression.
    """
    folded = name.lower()
    found = (re.match(part, folded) if part[:1] == "^" else part in folded for part in parts)
    return any(found) or not set(words).isdisjoint(_WORDS.split(folded))


def is_session(
    name: str, parts: Sequence[str], words: Sequence[str], csrf_parts: Sequence[str]
) -> bool:
    """Tell whether the name is that of a session, and not of protection against CSRF."""
    return matches(name, parts, words) and not matches(name, csrf_parts)
