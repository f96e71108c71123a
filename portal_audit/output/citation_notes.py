"""What was not read in full of the texts that are cited: a mark beside each, told once below."""

from __future__ import annotations

from collections.abc import Iterable

from portal_audit.rules.framework import unread_words

MARK = "*"


def marked(citations: Iterable[str], lang: str) -> tuple[str, ...]:
    """Return the citations with ``*`` in place of the words that say what was not read."""
    return tuple(_marked(citation, unread_words(lang)) for citation in citations)


def _marked(citation: str, words: Iterable[str]) -> str:
    for unread in words:
        for remark, rest in ((f" ({unread})", ""), (f"; {unread})", ")")):
            if citation.endswith(remark):
                return f"{citation.removesuffix(remark)}{rest}{MARK}"
    return citation
