"""Eight weeks of nightly runs over the sample province, on a clock that stands still.

Runs are stored, told of, judged again and compared as real ones are; what each night sees stands in
``province_nights``. Write the table of the guide: ``python -m tests.history.eight_weeks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from portal_audit.cli import stored_history
from portal_audit.cli.diff import Diff, compare_runs
from portal_audit.cli.over_time import over_time
from portal_audit.evidence import Evidence, Visit
from portal_audit.history.comparison import Change
from portal_audit.history.notices.channels import Channel, Channels
from portal_audit.inventory.identity import keys_of
from portal_audit.model import Run, Severity
from portal_audit.rules.catalog import Catalog
from portal_audit.runs.decisions import with_decisions
from portal_audit.runs.notify import watch as watching
from portal_audit.runs.notify.flush import flush
from portal_audit.runs.notify.held import held_back
from portal_audit.runs.notify.message import Outgoing, Sent
from portal_audit.runs.notify.settle import settle
from portal_audit.runs.notify.watch import Watch
from portal_audit.runs.site_audit import SiteAudit
from portal_audit.scoring.gate import FAILED, NOT_JUDGED, decide
from portal_audit.scoring.rank import rank
from portal_audit.store import Store
from portal_audit.store.process_identity import this_process
from tests.history.province_nights import DECISIONS, NEW, OLD, PROFILE, judge, night, rules

GUIDE = Path(__file__).parents[2] / "docs" / "over-time.md"
NIGHTS = 56
FIRST = datetime(2026, 10, 4, 20, tzinfo=UTC)
"""Three in the morning in Vietnam, on 5 October."""
NEW_RULES = 30
TEAM = Channel("team", "json://team", (), "en")
OFFICES = Channel("offices", "json://offices", ("*",), "en")
NO_CHECKS = Catalog((), {}, "sha256:none")
"""So that a check is called by its id."""


@dataclass(slots=True)
class EightWeeks:
    """The stored runs, night by night, and who was told what."""

    store: Store
    runs: dict[int, str] = field(default_factory=dict)
    """Night → id of its run."""
    told: dict[int, list[tuple[str, Outgoing]]] = field(default_factory=dict)
    """Night → channel and message, in the order they were sent."""

    def live(self) -> None:
        """Store a run a night and tell of it, as a scan does."""
        for number in range(1, NIGHTS + 1):
            at = FIRST + timedelta(days=number - 1)
            criteria = NEW if number >= NEW_RULES else OLD
            targets = [seen.target() for seen in night(number)]
            keys = keys_of(targets)
            run = self.store.begin_run(targets, started_at=at, criteria=criteria, settings={})
            known = rules(criteria)
            watch = Watch(self.store, run, targets, known.catalog, {}, DECISIONS, PROFILE)
            for target in targets:
                keyed = replace(target, key=keys[target.id])
                evidence = Evidence(Visit(keyed, at))
                result = judge(keyed, evidence, criteria, None)
                with patch.object(watching, "judge_site", judge):
                    flips = watch.flips(SiteAudit(keyed, evidence, result), at)
                self.store.save_site(run, keyed, evidence, result, at, flips)
            self.store.finish_run(run, at + timedelta(hours=1))
            self.runs[number] = run
            self.told[number] = self._tell(run, at + timedelta(hours=1))

    def _tell(self, run: str, now: datetime) -> list[tuple[str, Outgoing]]:
        channels, told = Channels((TEAM, OFFICES)), list[tuple[str, Outgoing]]()

        def send(channel: Channel, message: Outgoing) -> Sent:
            told.append((channel.name, message))
            return Sent(True)

        held = held_back(self.store, run)
        settle(self.store, run, channels, NO_CHECKS, now=now, decisions=DECISIONS, held=held)
        flush(self.store, channels, send, this_process(), lambda: now)
        return told

    def notice(self, number: int) -> list[str]:
        """Return what the team is told of a night: each heading with its lines."""
        return [
            line
            for channel, message in self.told[number]
            if channel == TEAM.name
            for line in _sections(message.text)
        ]

    def diff(self, before: int, after: int) -> Diff:
        """Compare two nights as ``history diff`` does, under the rules of the later one."""
        criteria = NEW if after >= NEW_RULES else OLD
        infos = [self.store.info(self.runs[number]) for number in (before, after)]
        with patch.object(stored_history, "judge_site", judge):
            return compare_runs(self.store, infos[0], infos[1], rules(criteria))

    def shown(self, number: int) -> Run:
        """Return a night's run as reports and the gate have it: with decisions, ranked."""
        day = (FIRST + timedelta(days=number - 1, hours=7)).date()
        run = self.store.run(self.runs[number])
        return rank(with_decisions(run, DECISIONS, day, {"night": PROFILE}))

    def gate(self, number: int) -> set[str]:
        """Return which portals do not pass the gate on high faults, and why."""
        verdicts = [decide(site, None, Severity.HIGH) for site in self.shown(number).sites]
        failed = {
            f"{short(verdict.site.key)} `{finding.check}`"
            for verdict in verdicts
            if verdict.exit_code == FAILED
            for finding in verdict.failing
        }
        silent = {short(one.site.key) for one in verdicts if one.exit_code == NOT_JUDGED}
        return failed | {f"{name} not judged" for name in silent}

    def means(self) -> list[float | None]:
        """Return the line of the front page on the last night: the mean score of each."""
        with patch.object(stored_history, "judge_site", judge):
            film = over_time(self.store, self.shown(NIGHTS), rules(NEW))
        assert film is not None
        return [point.score for point in film.whole.points]


@contextmanager
def eight_weeks() -> Iterator[EightWeeks]:
    """Live through all nights in a store of its own."""
    with Store.open(":memory:") as store:
        weeks = EightWeeks(store)
        weeks.live()
        yield weeks


def _sections(text: str) -> Iterator[str]:
    """Yield heading and lines of each part of a digest; its greeting and its end are no news."""
    for part in text.split("\n\n")[1:-1]:
        heading, *lines = part.splitlines()
        if lines:
            yield f"{heading}: {'; '.join(line.removeprefix('- ') for line in lines)}"
        else:
            yield heading


def short(key: str) -> str:
    """Return the short name of a portal."""
    return key.partition(".")[0]


def says(diff: Diff) -> list[str]:
    """Return what a comparison says, in the words of the guide's table."""
    found, ours = diff.found, diff.ours
    lines = [
        f"{one.portals} of {one.of} portals stopped answering: probably ours"
        if one.check == "unreachable"
        else f"`{one.check}` changed on {one.portals} of {one.of} portals at once: probably ours"
        for one in ours.mass
    ]
    lines += [f"`{check}` finds nothing any more: is it broken?" for check in ours.silent]
    lines += [
        f"{WORDS.get(change.change, change.change.value)}: {short(change.portal)} `{change.check}`"
        for change in found.changes
        if change.check not in ours.held
    ]
    lines += [f"no longer listed: {short(portal)}" for portal in found.gone]
    lines += [f"new in the list: {short(portal)}" for portal in found.appeared]
    lines += [
        f"became one: {' + '.join(short(old) for old in olds)} → {short(new)}"
        for new, olds in found.merged.items()
    ]
    if again := {(one.check, one.then, one.now) for one in diff.film.rejudged}:
        checks = ", ".join(sorted({f"`{check}`" for check, _, _ in again}))
        lines.append(f"compared under the new rules, which judge {checks} otherwise")
    return lines or ["nothing changed"]


WORDS = {Change.REOPENED: "back again"}
"""Changes that the guide names otherwise than programs do."""

STORY: tuple[tuple[int, str], ...] = (
    (1, "the first run"),
    (2, "a night like the one before; motcua has never answered"),
    (5, "sotaichinh loses HSTS"),
    (6, "that dongmay has no HSTS is accepted until 18 November (a waiver)"),
    (9, "sotaichinh has HSTS back"),
    (11, "thungsuong drops its frame protection for a night"),
    (12, "… and has it again"),
    (13, "… and drops it again"),
    (15, "our network is bad; meanwhile nganthong shortens HSTS, unseen"),
    (16, "the network is well again"),
    (22, "thungsuong moves to another address (`formerly`)"),
    (24, "nganthong drops HSTS altogether"),
    (27, "suoinga and bentram become one commune, ngatram"),
    (30, "the criteria change: what was half met is not met now"),
    (31, "a month after the first run"),
    (34, "deosim stops answering"),
    (35, "… and does not the next night"),
    (41, "deosim is taken off the list; an officer confirms where hackhe publishes its budget"),
    (46, "the waiver of dongmay has ended"),
    (47, "sokhcn sets HSTS"),
    (50, "a rule of ours breaks: five portals fail at once"),
    (51, "it is repaired"),
    (53, "another rule breaks: it finds nothing any more"),
    (54, "it is repaired, too"),
    (56, "the last night"),
)
HEAD = "| night | what happens | `history diff` | notices | `gate --fail-on high` | mean score |"


def table(weeks: EightWeeks) -> str:
    """Return the story as the guide has it."""
    means = weeks.means()
    rows = [
        f"| {number} | {what} | {_compared(weeks, number)} | {_told(weeks, number)} "
        f"| {_at_the_gate(weeks, number)} | {means[number - 1] or '–'} |"
        for number, what in STORY
    ]
    return "\n".join([HEAD, "|---|---|---|---|---|---|", *rows])


def _compared(weeks: EightWeeks, number: int) -> str:
    return "<br>".join(says(weeks.diff(number - 1, number))) if number > 1 else "–"


def _told(weeks: EightWeeks, number: int) -> str:
    return "<br>".join(weeks.notice(number)) or "–"


def _at_the_gate(weeks: EightWeeks, number: int) -> str:
    """Return who does not pass any more, and who passes again."""
    now, before = weeks.gate(number), weeks.gate(number - 1) if number > 1 else set[str]()
    changes = [f"+ {one}" for one in sorted(now - before)]
    changes += [f"− {one}" for one in sorted(before - now)]
    return ", ".join(changes) or "–"


TABLE = re.compile(r"(?<=<!-- eight weeks -->\n).*?(?=\n<!-- end -->)", re.DOTALL)


def main() -> None:
    """Write the table into the guide."""
    with eight_weeks() as weeks:
        text = table(weeks)
    page = GUIDE.read_text(encoding="utf-8")
    GUIDE.write_text(TABLE.sub(lambda _match: text, page), encoding="utf-8")


if __name__ == "__main__":
    main()
