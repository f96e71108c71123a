"""Isolation: COOP, COEP and CORP keep other sites' windows and embeds apart (HTML, Fetch)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from portal_audit.api import Front, Outcome
from portal_audit.parse.http.structured_fields import Token, parse_item

VALUES: Mapping[str, tuple[frozenset[str], str]] = MappingProxyType(
    {
        "Cross-Origin-Opener-Policy": (
            frozenset(
                {
                    "same-origin",
                    "same-origin-allow-popups",
                    "noopener-allow-popups",
                    "same-origin-plus-coep",
                }
            ),
            "unsafe-none",
        ),
        "Cross-Origin-Embedder-Policy": (
            frozenset({"require-corp", "credentialless"}),
            "unsafe-none",
        ),
        "Cross-Origin-Resource-Policy": (frozenset({"same-origin", "same-site"}), "cross-origin"),
    }
)
"""Header → values that isolate, and the one that is as good as no header."""


def judge(front: Front) -> Outcome:
    """Reward none for being there: an invalid one is a fault, the rest is the portal's choice."""
    where = [front.url]
    sent = {name: front.all(name) for name in VALUES if front.all(name)}
    shown = [f"{name}: {', '.join(values)}"[:150] for name, values in sent.items()]
    words = {name: _word(name, values) for name, values in sent.items()}
    if bad := [name for name, word in words.items() if word not in (*VALUES[name][0], _open(name))]:
        return Outcome("invalid", where=where, headers=bad, sent=shown)
    if any(word in VALUES[name][0] for name, word in words.items()):
        return Outcome("isolated", where=where, sent=shown)
    if sent:
        return Outcome("open", where=where, sent=shown)
    return Outcome("absent", where=where)


def _open(name: str) -> str:
    return VALUES[name][1]


def _word(name: str, values: Sequence[str]) -> str | None:
    """Return the value in force; ``None`` where browsers cannot read it."""
    if name == "Cross-Origin-Resource-Policy":  # no structured field (Fetch)
        return ", ".join(values).strip()
    try:
        value = parse_item(", ".join(values)).value
    except ValueError:
        return None
    return str(value) if isinstance(value, Token) else None
