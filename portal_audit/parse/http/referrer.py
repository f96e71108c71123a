"""Referrer-Policy as browsers read it (W3C Referrer Policy §8.1, HTML §4.2.5.3)."""

from __future__ import annotations

from collections.abc import Iterable

POLICIES = frozenset(
    {
        "no-referrer",
        "no-referrer-when-downgrade",
        "same-origin",
        "origin",
        "strict-origin",
        "origin-when-cross-origin",
        "strict-origin-when-cross-origin",
        "unsafe-url",
    }
)
LEGACY_META = {
    "never": "no-referrer",
    "default": "strict-origin-when-cross-origin",
    "always": "unsafe-url",
    "origin-when-crossorigin": "origin-when-cross-origin",
}
"""Old words that are still understood in ``<meta name="referrer">`` only."""


def parse(headers: Iterable[str], metas: Iterable[str] = ()) -> str | None:
    """Return the policy in force: the last valid word, meta elements after headers.

    ``None`` where no word is valid.
    """
    policy: str | None = None
    for value in headers:
        for word in value[:4096].split(","):
            if word.strip().lower() in POLICIES:
                policy = word.strip().lower()
    for value in metas:
        word = value.strip().lower()
        word = LEGACY_META.get(word, word)
        if word in POLICIES:
            policy = word
    return policy
