"""What several flips of one finding come to: what broke and was fixed unheard of is no news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from portal_audit.history.notices.events import Event

BROKE = frozenset({Event.NEW.value, Event.REOPENED.value, Event.UNREACHABLE.value})
REPAIRED = frozenset({Event.FIXED.value, Event.REACHABLE.value})


class Told(Protocol):
    """What is looked at of a flip."""

    @property
    def portal(self) -> str:
        """The portal's key."""

    @property
    def check(self) -> str:
        """Empty for the portal as a whole."""

    @property
    def reason(self) -> str:
        """Name of the event."""

    @property
    def new(self) -> str:
        """What it is now."""

    @property
    def created_at(self) -> datetime:
        """When it was noticed."""


Flip = TypeVar("Flip", bound=Told)


def net(flips: Sequence[Flip]) -> list[Flip]:
    """Return the flips that are left when those of each finding are taken together."""
    turns: dict[tuple[str, str], list[Flip]] = {}
    others: list[Flip] = []
    for flip in sorted(flips, key=lambda one: one.created_at):
        if flip.reason in BROKE | REPAIRED | {Event.WORSE.value}:
            turns.setdefault((flip.portal, flip.check), []).append(flip)
        else:
            others.append(flip)
    return [*others, *(one for group in turns.values() if (one := _net(group)) is not None)]


def _net(group: Sequence[Flip]) -> Flip | None:
    first, last = group[0], group[-1]
    sound_before, sound_now = first.reason in BROKE, last.reason in REPAIRED
    if sound_before and sound_now:
        return None
    if sound_before:
        return replace(first, new=last.new)  # type: ignore[type-var]  # flips are dataclasses
    if sound_now:
        return last
    return next((one for one in reversed(group) if one.reason == Event.WORSE.value), None)
