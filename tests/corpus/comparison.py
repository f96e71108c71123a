"""What the checks say against what a person finds, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal_audit.model import Status
from tests.corpus.portal import ABSENT, PARTIAL, PRESENT, UNREADABLE

SAYS_THERE = frozenset({Status.PASS, Status.PARTIAL})
WARNS = frozenset({"grace", "grace-unfilled"})
"""Outcomes of status ``partial`` that say the item was not found."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One item of one portal: what the check said, and what is true."""

    portal: str
    item: str
    truth: str
    placeholder: bool
    status: Status
    outcome: str
    label: str
    where: str

    @property
    def there(self) -> bool:
        """Whether the check says that the item is there, wholly or in part."""
        return self.status in SAYS_THERE and self.outcome not in WARNS

    @property
    def truly_there(self) -> bool:
        """Whether a person finds it, wholly or in part."""
        return self.truth in (PRESENT, PARTIAL)

    @property
    def denied(self) -> bool:
        """Whether the check says that it is missing."""
        return self.status is Status.FAIL or self.outcome in WARNS

    @property
    def wrong(self) -> str:
        """What is wrong with the verdict; empty where nothing is."""
        if self.there and self.truth == ABSENT:
            return "said to be there, is not"
        if self.there and self.truth == UNREADABLE:
            return "said to be there, cannot be read"
        if self.denied and self.truth == UNREADABLE:
            return "failed, cannot be read"
        if self.denied and self.truly_there:
            return "said to be missing, is there"
        if self.truly_there and not self.there:
            return "not told, is there"
        return ""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over some verdicts."""

    verdicts: tuple[Verdict, ...]

    def count(self, wanted: Callable[[Verdict], bool]) -> int:
        """Return how many verdicts are so."""
        return sum(map(wanted, self.verdicts))

    @property
    def right(self) -> int:
        """How often “there” was said rightly."""
        return self.count(lambda one: one.there and one.truly_there)

    @property
    def said(self) -> int:
        """How often “there” was said."""
        return self.count(lambda one: one.there)

    @property
    def true(self) -> int:
        """How often it is there."""
        return self.count(lambda one: one.truly_there)

    @property
    def precision(self) -> float | None:
        """Share (0–1) of “there” that is right; ``None`` where it was never said."""
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        """Share (0–1) of what is there that was said to be there; “not told” counts against it."""
        return self.right / self.true if self.true else None

    @property
    def false_missing(self) -> int:
        """How often something that is there was said to be missing."""
        return self.count(lambda one: one.denied and one.truly_there)

    @property
    def unreadable_failed(self) -> int:
        """How often something that cannot be read was failed; must be 0."""
        return self.count(lambda one: one.denied and one.truth == UNREADABLE)

    @property
    def placeholders_passed(self) -> int:
        """How often a placeholder was said to be there; must be 0."""
        return self.count(lambda one: one.there and one.placeholder)

    @property
    def same_degree(self) -> int:
        """How often “wholly” or “in part” was said just as a person would."""
        degrees = {(Status.PASS, PRESENT), (Status.PARTIAL, PARTIAL)}
        return self.count(lambda one: one.there and (one.status, one.truth) in degrees)

    def of_item(self, item: str) -> Score:
        """Return the score of one item."""
        return Score(tuple(one for one in self.verdicts if one.item == item))

    @property
    def items(self) -> list[str]:
        """Every item met, in alphabetical order."""
        return sorted({one.item for one in self.verdicts})

    @property
    def mistakes(self) -> Iterable[Verdict]:
        """What is wrong."""
        return (one for one in self.verdicts if one.wrong)
