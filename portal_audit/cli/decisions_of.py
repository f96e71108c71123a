"""What people have decided about the portals of a run: the file of waivers, under today's keys."""

from __future__ import annotations

from collections.abc import Sequence

from portal_audit.cli.prepare import LoadedRules
from portal_audit.cli.settings import Settings
from portal_audit.history.waiver_files import read
from portal_audit.history.waivers import Decision, under_todays_keys
from portal_audit.inventory.identity import former_keys, keys_of
from portal_audit.model import Target


def decisions_of(
    settings: Settings, rules: LoadedRules, targets: Sequence[Target]
) -> tuple[Decision, ...]:
    """Return the waivers and attestations of the settings; raises BadInput for a faulty file.

    What was decided about a portal that moved goes on under its new key; not where the old address
    is still a portal of its own.
    """
    if settings.waivers is None:
        return ()
    decisions = read(settings.waivers, [check.id for check in rules.everything])
    here = {*keys_of(targets).values()}
    moved = {old: new for old, new in former_keys(targets).items() if old not in here}
    return under_todays_keys(decisions, moved)
