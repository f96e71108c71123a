"""A check as the engine holds it: its rule, and everything a policy or a translator may change."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal_audit.model import Fact, Kind, Outcome, Severity, Status

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """What an outcome means for the finding."""

    status: Status
    severity: Severity | None = None
    """Where it differs from the check's own."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything a reader sees of one check, in one language."""

    title: str
    want: str
    """The requirement, in one sentence."""
    why: str
    fix: str
    outcomes: Mapping[str, str]
    """A sentence per outcome, with ``{facts}``."""
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Fact → code that the rule gives → what a reader is shown for it."""

    def sentence(self, outcome: str, facts: Mapping[str, Fact]) -> str:
        """Return the sentence of an outcome, its gaps filled with the facts.

        The result is plain text that may hold words of the scanned site: escape it.
        """
        shown = {name: self._in_words(name, fact) for name, fact in facts.items()}
        return fill(self.outcomes.get(outcome, outcome), shown)

    def _in_words(self, name: str, fact: Fact) -> Fact:
        terms = self.terms.get(name)
        if not terms:
            return fact
        if isinstance(fact, str):
            return terms.get(fact, fact)
        if isinstance(fact, list | tuple):
            return [terms.get(str(item), str(item)) for item in fact]
        return fact


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with its texts, weight and basis."""

    id: str
    rule: Callable[..., Outcome]
    needs: Mapping[str, type[object]]
    """Parameter name → kind of evidence."""
    outcomes: Mapping[str, OutcomeRule]
    severity: Severity
    weight: float
    """Inside its family; 0 for what is only reported."""
    basis: tuple[str, ...]
    texts: Mapping[str, Texts]
    kinds: frozenset[Kind]
    """The kinds of portal it applies to."""
    active: bool = False
    """Whether its evidence takes more than an ordinary visit (``--authorised-by``)."""
    config: Mapping[str, str] = field(default_factory=dict)
    """Configuration to paste, by server: ``nginx``, ``apache``, ``iis``."""
    interests: tuple[str, ...] = ()
    """Words of links that lead to what it looks for: those of its file, or else its labels."""
    source: Path | None = None

    @property
    def family(self) -> str:
        """The part of the id before the point."""
        return self.id.partition(".")[0]


def interests(checks: Iterable[Check]) -> tuple[str, ...]:
    """Return the words of links to follow first: a check without weight has none."""
    counting = (check for check in checks if check.weight)
    return tuple(dict.fromkeys(word for check in counting for word in check.interests))


def fill(sentence: str, facts: Mapping[str, Fact]) -> str:
    """Put facts into the ``{gaps}`` of a sentence; an unknown gap stays as it is."""
    parts = []
    for literal, name, _spec, _conversion in string.Formatter().parse(sentence):
        parts.append(literal)
        if name is not None:
            parts.append(show(facts[name]) if name in facts else "{" + name + "}")
    return "".join(parts)


def show(fact: Fact) -> str:
    """Return a fact as a reader should see it."""
    if isinstance(fact, bool):
        return "✓" if fact else "✗"
    if isinstance(fact, float):
        return f"{fact:g}"
    if isinstance(fact, str) or fact is None:
        return fact or "–"
    if isinstance(fact, int):
        return str(fact)
    return ", ".join(str(item) for item in fact) or "–"
