"""What several flips of one finding come to: what broke and was fixed unheard of is no news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from portal_audit.history.notices.events import LEVELS, Event

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
    def old(self) -> str:
        """What it was."""

    @property
    def new(self) -> str:
        """What it is now."""

    @property
    def created_at(self) -> datetime:
        """When it was noticed."""


Flip = TypeVar("Flip", bound=Told)


def net(flips: Sequence[Flip], levels: Mapping[str, str]) -> list[Flip]:
    """Return the flips that are left when those of each finding are taken together.

    *levels* are those of today, by portal key: a level that has risen again did not fall.
    """
    turns: dict[tuple[str, str], list[Flip]] = {}
    falls: dict[str, list[Flip]] = {}
    others: list[Flip] = []
    for flip in sorted(flips, key=lambda one: one.created_at):
        if flip.reason in BROKE | REPAIRED | {Event.WORSE.value}:
            turns.setdefault((flip.portal, flip.check), []).append(flip)
        elif flip.reason == Event.LEVEL_DROP.value:
            falls.setdefault(flip.portal, []).append(flip)
        else:
            others.append(flip)
    changed = [_net(group) for group in turns.values()]
    fell = [_fall(group, levels.get(portal, "N")) for portal, group in falls.items()]
    return [*others, *(one for one in (*changed, *fell) if one is not None)]


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


def _fall(group: Sequence[Flip], level: str) -> Flip | None:
    old, new = group[0].old, group[-1].new if level == "N" else level
    if LEVELS.index(new) <= LEVELS.index(old):
        return None
    return replace(group[-1], old=old, new=new)  # type: ignore[type-var]  # flips are dataclasses
