"""A check as the engine holds it: its rule, and everything a policy or a translator may change."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeGuard

from portal_audit.model import Fact, Kind, Outcome, Severity, Status

LANGUAGES = ("vi", "en")


class Doer(StrEnum):
    """Who can fix a fault."""

    EDITOR = "editor"
    """Writes the content."""
    ADMINISTRATOR = "administrator"
    """Runs the content management system."""
    HOSTING = "hosting"
    """Runs the server, or provides the system."""


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """What an outcome means for the finding."""

    status: Status
    severity: Severity | None = None
    """Where it differs from the check's own."""
    remedy: str | None = None
    """Where it differs from the check's own."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything a reader sees of one check, in one language."""

    title: str
    """The name of the requirement: heads what passes."""
    fault: str
    """The name of what is wrong where it is not met: heads things to fix."""
    want: str
    """The requirement, in one sentence."""
    why: str
    fix: str
    outcomes: Mapping[str, str]
    """A sentence per outcome, with ``{facts}``."""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Fact → code → the words that say it; any other value is shown as it is, or as ``*`` says."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Outcome → name of its fault, where that of the check would not be true of it."""
    rows: Mapping[str, str] = field(default_factory=dict)
    """Fact that is a list → how one of its items is shown, beside those of other lists."""

    def heading(self, outcome: str, status: Status) -> str:
        """Return what heads a finding: its fault where there is one, else the requirement."""
        if status not in (Status.FAIL, Status.PARTIAL):
            return self.title
        return self.faults.get(outcome, self.fault)

    def sentence(self, outcome: str, facts: Mapping[str, Fact]) -> str:
        """Return the sentence of an outcome, its gaps filled with the facts.

        The result is plain text that may hold words of the scanned site: escape it.
        """
        said = {name: self._said(name, fact) for name, fact in facts.items()}
        shown = {
            name: _listed(row, name, said)
            for name, row in self.rows.items()
            if _is_list(said.get(name))
        }
        return fill(self.outcomes.get(outcome, outcome), said | shown)

    def word(self, name: str, value: object) -> str:
        """Return the words for a code of the fact *name*; without any, the code as it is.

        ``*`` stands for every other value, which ``{}`` repeats.
        """
        code, codes = str(value), self.codes.get(name, {})
        return codes[code] if code in codes else codes.get("*", "{}").replace("{}", code)

    def _said(self, name: str, fact: Fact) -> Fact:
        if name not in self.codes:
            return fact
        if isinstance(fact, list | tuple):
            return [self.word(name, item) for item in fact]
        return self.word(name, fact)


def _listed(row: str, name: str, facts: Mapping[str, Fact]) -> list[str]:
    """Return the items of a list as a row shows them, numbered where there are several."""
    lists = {key: value for key, value in facts.items() if _is_list(value)}
    filled = [
        fill(row, {key: value[index] for key, value in lists.items() if index < len(value)}, "")
        for index in range(len(lists[name]))
    ]
    return [f"({n}) {one}" for n, one in enumerate(filled, 1)] if len(filled) > 1 else filled


def _is_list(value: Fact) -> TypeGuard[Sequence[str] | Sequence[int]]:
    return isinstance(value, list | tuple)


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
    after_launch: bool = False
    """Whether it makes no sense before a portal is open to the public (``gate --staging``)."""
    config: Mapping[str, str] = field(default_factory=dict)
    """Configuration to paste, by server: ``nginx``, ``apache``, ``iis``."""
    interests: tuple[str, ...] = ()
    """Words of links that lead to what it looks for: those of its file, or else its labels."""
    doer: Doer | None = None
    """Who can fix its faults, where that differs from its family."""
    remedy: str = ""
    """Faults of the same remedy are fixed in one go; empty: it is fixed by itself."""
    source: Path | None = None

    @property
    def family(self) -> str:
        """The part of the id before the point."""
        return self.id.partition(".")[0]

    def remedy_of(self, outcome: str) -> str:
        """Return the remedy of one of its faults; empty where it is fixed by itself."""
        rule = self.outcomes.get(outcome)
        own = rule.remedy if rule else None
        return self.remedy if own is None else own


def interests(checks: Iterable[Check]) -> tuple[str, ...]:
    """Return the words of links to follow first: a check without weight has none."""
    counting = (check for check in checks if check.weight)
    return tuple(dict.fromkeys(word for check in counting for word in check.interests))


def fill(sentence: str, facts: Mapping[str, Fact], empty: str = "–") -> str:
    """Put facts into the ``{gaps}`` of a sentence; an unknown gap stays as it is.

    A fact without a value is shown as *empty*.
    """
    parts = []
    for literal, name, _spec, _conversion in string.Formatter().parse(sentence):
        parts.append(literal)
        if name is not None:
            parts.append(show(facts[name]) or empty if name in facts else "{" + name + "}")
    return "".join(parts)


def show(fact: Fact) -> str:
    """Return a fact as a reader should see it; nothing for one without a value."""
    if isinstance(fact, bool):
        return "✓" if fact else "✗"
    if isinstance(fact, float):
        return f"{fact:g}"
    if isinstance(fact, str) or fact is None:
        return fact or ""
    if isinstance(fact, int):
        return str(fact)
    return ", ".join(str(item) for item in fact)
