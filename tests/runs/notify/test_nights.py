"""Night after night: who is told what, once, whatever fails; on a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal_audit.errors import PortalAuditError
from portal_audit.evidence import Certificate, Evidence, TlsAddress, TlsServer, Visit
from portal_audit.history.notices.channels import Channel, Channels
from portal_audit.history.waivers import Waiver
from portal_audit.model import (
    Cause,
    Criteria,
    Finding,
    Severity,
    SiteResult,
    State,
    Status,
    Target,
    Verdict,
)
from portal_audit.rules.catalog import Catalog
from portal_audit.runs.notify.flush import FailedDelivery, Flushed, flush
from portal_audit.runs.notify.held import held_back
from portal_audit.runs.notify.message import Outgoing, Sent
from portal_audit.runs.notify.settle import preview, settle
from portal_audit.runs.notify.watch import Watch
from portal_audit.runs.site_audit import SiteAudit
from portal_audit.store import Deliveries, Outbox, Store
from portal_audit.store.portal_past import LATEST
from portal_audit.store.process_identity import this_process

HSTS, CSP = "headers.hsts", "content.csp"
TEAM = Channel("team", "json://team", (), "en")
SO = Channel("so", "json://so", ("Sở *",), "en")
MAIL = Channel("contact", "mailtos://mail", ("*",), "en")
DEAD = this_process().rpartition(" ")[0] + " gone-long-ago"
NO_CHECKS = Catalog((), {}, "sha256:none")
"""So that a check is called by its id."""
Lines = list[str]


def target(name: str, organisation: str = "", contact: str = "") -> Target:
    host = f"{name}.example"
    url = f"https://{host}/"
    return Target(host, url, f"Cổng {name}", organisation=organisation, contact=contact, key=host)


PORTALS = (
    target("a", "Sở Nội vụ", "Văn thư, 024 123, Vanthu@a.example"),
    target("b", "UBND xã B"),
)


@dataclass
class Nights:
    """Runs on nights that one chooses, and what was sent."""

    store: Store
    portals: tuple[Target, ...] = PORTALS
    channels: Channels = field(default_factory=lambda: Channels((TEAM, SO), MAIL))
    at: datetime = datetime(2026, 11, 1, 3, tzinfo=UTC)
    rules: str = "sha256:today"
    decisions: tuple[Waiver, ...] = ()
    faulty: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """Name → the checks that fail there."""
    levels: Mapping[str, str] = field(default_factory=dict)
    dead: Mapping[str, Cause] = field(default_factory=dict)
    certificates: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)
    """Name → fingerprint and end."""
    answer: dict[str, Sent] = field(default_factory=dict)
    sent: list[tuple[str, str, str]] = field(default_factory=list)
    holder: str = field(default_factory=this_process)

    def scan(self, *, complete: bool = True, by_workers: bool = False) -> str:
        """Scan on the next night, tell nobody yet; return the run."""
        self.at += timedelta(days=1)
        run = self.store.begin_run(
            self.portals, started_at=self.at, criteria=Criteria("1", self.rules), settings={}
        )
        watch = Watch(self.store, run, self.portals, NO_CHECKS, {}, self.decisions)
        for portal in self.portals:
            evidence = Evidence(Visit(portal, self.at), *self._tls(portal))
            result = self._result(portal)
            if by_workers:
                self.store.save_site(run, portal, evidence, result, self.at)
                continue
            flips = watch.flips(SiteAudit(portal, evidence, result), self.at)
            self.store.save_site(run, portal, Evidence(), result, self.at, flips)
        if by_workers:
            watch.note_stored(self.portals, self.at)
        if complete:
            self.store.finish_run(run, self.at)
        return run

    def _tls(self, portal: Target) -> Iterator[TlsServer]:
        name = portal.id.partition(".")[0]
        if name in self.certificates:
            fingerprint, ends = self.certificates[name]
            leaf = Certificate(
                subject="CN=x",
                issuer="CN=ca",
                names=(),
                not_before=ends - timedelta(days=90),
                not_after=ends,
                key_type="EC",
                key_bits=256,
                curve="secp256r1",
                rsa_exponent=None,
                signature_hash="sha256",
                serial="1",
                fingerprint=fingerprint,
                is_ca=False,
                self_signed=False,
            )
            yield TlsServer((TlsAddress("192.0.2.1", 443, (), chain=(leaf,)),))

    def _result(self, portal: Target) -> SiteResult:
        name = portal.id.partition(".")[0]
        dead = self.dead.get(name)
        findings = tuple(
            Finding(check, check.partition(".")[0], status, outcome, Severity.HIGH, 8)
            for check in (HSTS, CSP)
            for status, outcome in [
                (Status.NOT_TESTED, "not-tested")
                if dead
                else (Status.FAIL, "missing")
                if check in self.faulty.get(name, ())
                else (Status.PASS, "strong")
            ]
        )
        if name in self.certificates:
            day = {"not_after": f"{self.certificates[name][1]:%Y-%m-%d}"}
            expiry = ("tls.cert_expiry", "tls", Status.PASS, "valid", Severity.HIGH, 8)
            findings += (Finding(*expiry, facts=day),)
        return SiteResult(
            id=portal.id,
            url=portal.url,
            name=portal.name,
            kind=portal.kind,
            organisation=portal.organisation,
            province="",
            state=State.NOT_SCANNED if dead else State.SCANNED,
            cause=dead,
            level="N" if dead else self.levels.get(name, "A"),
            findings=findings,
            key=portal.key,
        )

    def settle(self, run: str) -> None:
        """Settle a run."""
        held = held_back(self.store, run)
        settle(
            self.store,
            run,
            self.channels,
            NO_CHECKS,
            now=self.at,
            decisions=self.decisions,
            held=held,
        )

    def flush(self) -> Flushed:
        """Send what is due."""
        return flush(self.store, self.channels, self._send, self.holder, lambda: self.at)

    def _send(self, channel: Channel, message: Outgoing) -> Sent:
        answer = self.answer.get(channel.name, Sent(True))
        if answer.ok:
            self.sent.append((channel.name, message.recipient, message.text))
        return answer

    def night(self) -> list[tuple[str, Lines]]:
        """Scan, settle and send; return channel and lines of what was sent."""
        self.settle(self.scan())
        self.flush()
        return self.news()

    def news(self) -> list[tuple[str, Lines]]:
        """Return what was sent since last asked."""
        sent, self.sent = self.sent, []
        return [
            (channel, [line for line in text.splitlines() if line.startswith("- ")])
            for channel, _, text in sent
        ]


@pytest.fixture
def nights() -> Iterator[Nights]:
    with Store.open(":memory:") as store:
        yield Nights(store)


def missing(name: str, check: str = HSTS) -> str:
    return f"- Cổng {name}: {check} (high)"


def everybody(*lines: str) -> list[tuple[str, Lines]]:
    return [("team", [*lines]), ("so", [*lines]), ("contact", [*lines])]


def test_nobody_is_told_twice_and_nothing_when_nothing_changed(nights: Nights) -> None:
    assert nights.night() == []
    nights.faulty = {"a": [HSTS]}
    assert nights.night() == everybody(missing("a"))
    assert nights.night() == []
    nights.faulty = {}
    assert nights.night() == everybody(f"- Cổng a: {HSTS}")
    nights.faulty = {"a": [HSTS]}
    assert nights.night() == everybody(missing("a"))


def test_each_is_told_of_its_own_portals_only(nights: Nights) -> None:
    nights.night()
    nights.faulty = {"a": [HSTS], "b": [CSP]}
    nights.settle(nights.scan())
    nights.flush()
    assert [recipient for _, recipient, _ in nights.sent] == ["", "", "vanthu@a.example"]
    assert nights.news() == [
        ("team", [missing("a"), missing("b", CSP)]),
        ("so", [missing("a")]),
        ("contact", [missing("a")]),
    ]


def test_a_portal_without_organisation_stands_for_itself(nights: Nights) -> None:
    nights.portals = (target("c", "", "quantri@c.example"), target("d", "", "x@d.example"))
    nights.night()
    nights.faulty = {"c": [HSTS]}
    assert nights.night() == [("team", [missing("c")]), ("contact", [missing("c")])]


def test_a_fall_of_level_has_only_what_changed_on_many_portals_read(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A country has half a million verdicts a night."""
    asked, read = list[object](), nights.store.verdicts

    def verdicts(**narrowed: Any) -> tuple[Verdict, ...]:
        asked.append(narrowed["checks"])
        return read(**narrowed)

    monkeypatch.setattr(nights.store, "verdicts", verdicts)
    nights.portals = tuple(target(name, "Sở X") for name in "abcdefgh")
    nights.scan()
    nights.levels, nights.faulty = {"b": "C"}, {"a": [CSP], "b": [CSP]}
    nights.settle(nights.scan())
    nights.levels, nights.faulty = {"b": "D"}, {name: [HSTS] for name in "abc"} | {"d": [CSP]}
    nights.settle(nights.scan())
    assert asked == [(), (CSP, HSTS)]


def test_a_fall_of_level_is_told_once(nights: Nights) -> None:
    nights.night()
    nights.levels = {"b": "C"}
    assert nights.night() == [("team", ["- Cổng b: from level A to level C"])]
    assert nights.night() == []


def test_a_portal_that_is_silent_two_nights_is_told_once_and_when_it_is_back(
    nights: Nights,
) -> None:
    nights.night()
    nights.dead = {"b": Cause.TIMEOUT}
    assert nights.night() == []
    assert nights.night() == [("team", ["- Cổng b: unreachable in 2 audits in a row"])]
    assert nights.night() == []
    nights.dead = {}
    assert nights.night() == [
        ("team", ["- Cổng b: reachable again after 3 audits without an answer"])
    ]


def test_a_silence_of_many_nights_is_still_the_same(nights: Nights) -> None:
    nights.portals, nights.dead = PORTALS[1:], {"b": Cause.TIMEOUT}
    told = [nights.night() for _ in range(LATEST + 3)]
    assert [number for number, lines in enumerate(told, 1) if lines] == [2]


def test_a_portal_and_an_organisation_that_get_another_name_are_told_nothing_again(
    nights: Nights,
) -> None:
    nights.faulty = {"a": [HSTS]}
    nights.certificates = {"a": ("ab" * 32, nights.at + timedelta(days=20))}
    assert nights.night() != []
    renamed = replace(PORTALS[0], name="Cổng mới", organisation="Sở Mới")
    nights.portals = (renamed, PORTALS[1])
    assert nights.night() == []
    nights.faulty = {}
    assert nights.night()[0] == ("team", [f"- Cổng mới: {HSTS}"])


def test_a_night_on_which_our_own_network_failed_is_nobodys_silence(nights: Nights) -> None:
    nights.night()
    nights.dead = {"b": Cause.LOCAL}
    nights.night()
    nights.dead = {"b": Cause.TIMEOUT}
    assert nights.night() == []
    nights.dead = {}
    assert nights.night() == []


def test_a_portal_that_is_silent_as_many_fall_silent_waits_for_another_night(
    nights: Nights,
) -> None:
    nights.portals = tuple(target(name, "Sở X") for name in "abcdefgh")
    nights.night()
    nights.dead = {"a": Cause.TIMEOUT}
    assert nights.night() == []
    nights.dead = dict.fromkeys("abcde", Cause.TIMEOUT)
    assert nights.night() == []
    nights.dead = {"a": Cause.TIMEOUT}
    [team, _] = nights.night()
    assert team[1] == ["- Cổng a: unreachable in 2 audits in a row"]


def test_one_bad_night_between_hides_nothing_and_invents_nothing(nights: Nights) -> None:
    nights.night()
    nights.dead = {"b": Cause.TIMEOUT}
    nights.night()
    nights.dead, nights.faulty = {}, {"b": [HSTS]}
    assert nights.night() == [("team", [missing("b")])]


def test_a_check_that_flips_nearly_everywhere_waits_until_a_night_confirms_it(
    nights: Nights,
) -> None:
    nights.portals = tuple(target(name, "Sở X") for name in "abcdefgh")
    nights.night()
    nights.faulty = {name: [HSTS] for name in "abcd"} | {"h": [CSP]}
    nights.levels = {"a": "D"}
    [team, so] = nights.night()
    assert (team[1], so[1]) == ([missing("h", CSP)], [missing("h", CSP)])
    [team, so] = nights.night()
    assert team[1] == [*(missing(name) for name in "abcd"), "- Cổng a: from level A to level D"]
    assert nights.night() == []


def test_a_mass_change_is_seen_although_another_list_was_scanned_in_between(
    nights: Nights,
) -> None:
    province = tuple(target(name, "Sở X") for name in "abcdefgh")
    nights.portals = province
    nights.night()
    nights.portals = tuple(target(name, "Sở Y") for name in "xyz")
    nights.night()
    nights.portals, nights.faulty = province, {name: [HSTS] for name in "abcd"}
    assert nights.night() == [("team", [])]


def test_a_mass_change_that_goes_away_is_never_told(nights: Nights) -> None:
    nights.portals = tuple(target(name, "Sở X") for name in "abcdefgh")
    nights.night()
    nights.faulty, nights.levels = {name: [HSTS] for name in "abcd"}, {"a": "D"}
    assert nights.night() == [("team", [])]  # the team is told that the check is held back
    nights.faulty, nights.levels = {}, {}
    assert [lines for _, lines in nights.night()] == [[]]
    assert nights.night() == []


def test_what_a_killed_run_saw_is_told_with_the_next_one(nights: Nights) -> None:
    nights.night()
    nights.faulty = {"a": [HSTS]}
    nights.scan(complete=False)
    assert nights.night() == everybody(missing("a"))
    nights.faulty = {}
    nights.scan(complete=False)
    nights.faulty = {"a": [HSTS]}
    assert nights.night() == []  # fixed and back again, unheard of


def test_a_run_killed_between_its_end_and_its_notices_is_told_with_the_next_one(
    nights: Nights,
) -> None:
    nights.night()
    nights.faulty = {"a": [HSTS]}
    nights.scan()
    assert nights.night() == everybody(missing("a"))


def test_an_old_run_that_is_finished_late_says_nothing_about_today(nights: Nights) -> None:
    nights.night()
    nights.faulty = {"a": [HSTS]}
    old = nights.store.begin_run(
        PORTALS, started_at=nights.at, criteria=Criteria("1", nights.rules), settings={}
    )
    nights.faulty = {}
    nights.night()
    watch = Watch(nights.store, old, PORTALS, NO_CHECKS, {})
    nights.faulty = {"a": [HSTS]}
    audit = SiteAudit(PORTALS[0], Evidence(), nights._result(PORTALS[0]))
    assert watch.flips(audit, nights.at) == ()


def test_a_change_of_rules_without_evidence_is_no_news(nights: Nights) -> None:
    nights.night()
    nights.rules, nights.faulty, nights.levels = "sha256:new", {"a": [HSTS]}, {"a": "D"}
    assert nights.night() == []
    nights.faulty = {}
    assert nights.night() == everybody(f"- Cổng a: {HSTS}")


def test_a_portal_that_moved_keeps_its_past(nights: Nights) -> None:
    nights.portals = (target("c", "Sở X"),)
    nights.faulty = {"c": [HSTS], "d": [HSTS]}
    nights.night()
    moved = Target(
        "d.example",
        "https://d.example/",
        "Cổng d",
        organisation="Sở X",
        key="d.example",
        formerly=("https://c.example/",),
    )
    nights.portals = (moved,)
    assert nights.night() == []
    nights.at += timedelta(days=28)
    [(_, [reminder]), *_] = nights.night()
    assert reminder == f"- Cổng d: {HSTS} (high), for 30 days", "counted from before the move"
    nights.faulty = {}
    assert nights.night()[0] == ("team", [f"- Cổng d: {HSTS}"])


def test_a_waived_fault_is_not_told_but_the_end_of_its_waiver_is_once(nights: Nights) -> None:
    begin, end = date(2026, 11, 1), date(2026, 12, 31)
    nights.decisions = (Waiver("*.example", HSTS, "r", "o", "x", begin, end),)
    nights.night()
    nights.faulty = {"a": [HSTS]}
    assert nights.night() == []
    nights.at += timedelta(days=40)
    told_of = nights.night()
    assert [channel for channel, _ in told_of] == ["team", "so", "contact"]
    line = f"- *.example: {HSTS} – expires on 31 December 2026; the fault counts again afterwards"
    assert told_of[1][1] == [line]
    assert nights.night() == []


def test_reminders_come_by_severity_and_not_each_night(nights: Nights) -> None:
    nights.faulty = {"a": [HSTS]}
    nights.night()
    nights.at += timedelta(days=28)
    assert nights.night() == []
    assert nights.night() == everybody(f"- Cổng a: {HSTS} (high), for 30 days")
    assert nights.night() == []


def test_a_failing_channel_holds_up_no_other_and_is_tried_again(nights: Nights) -> None:
    nights.night()
    nights.faulty, nights.answer = {"a": [HSTS]}, {"so": Sent(False, "down")}
    nights.settle(nights.scan())
    [failure] = nights.flush().failed
    assert (failure.channel, failure.error, failure.attempts) == ("so", "down", 1)
    assert failure.next_at == nights.at + timedelta(minutes=5)
    assert [channel for channel, _ in nights.news()] == ["team", "contact"]
    nights.answer = {}
    assert nights.flush() == Flushed()
    nights.at += timedelta(minutes=5)
    nights.flush()
    assert nights.news() == [("so", [missing("a")])]


def test_a_channel_is_given_up_in_the_end_and_that_is_said(nights: Nights) -> None:
    nights.night()
    nights.faulty, nights.answer = {"a": [HSTS]}, {"so": Sent(False, "403")}
    nights.settle(nights.scan())
    failures: list[FailedDelivery] = []
    for _ in range(12):
        failures += nights.flush().failed
        nights.at += timedelta(days=2)
    assert [one.attempts for one in failures] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [one.next_at is None for one in failures] == [False] * 7 + [True]


def test_a_channel_that_is_down_is_not_asked_for_every_office(nights: Nights) -> None:
    nights.portals = tuple(target(f"p{n}", f"Sở {n}") for n in range(40))
    nights.night()
    nights.faulty = {"p1": [HSTS], "p2": [HSTS], "p3": [HSTS], "p4": [HSTS]}
    nights.answer = {"so": Sent(False, "down")}
    nights.settle(nights.scan())
    assert len(nights.flush().failed) == 2
    nights.answer, nights.at = {}, nights.at + timedelta(hours=1)
    nights.news()
    assert nights.flush().sent == 4


def test_a_full_disk_loses_nothing_and_the_repetition_says_that_it_is_one(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights.night()
    nights.faulty, nights.holder = {"a": [HSTS]}, DEAD  # the process that is going to die

    def full(*_: object) -> None:
        raise PortalAuditError("database or disk is full")

    nights.settle(nights.scan())
    with monkeypatch.context() as broken:
        broken.setattr(Deliveries, "sent", full)
        with pytest.raises(PortalAuditError, match="full"):
            nights.flush()
    assert nights.news() == [("team", [missing("a")])]
    nights.holder = this_process()
    nights.flush()
    first, *others = [text for _, _, text in nights.sent]
    assert first.startswith("You may have had this message already")
    assert len(others) == 2
    assert not any("already" in text for text in others)


def test_a_preview_sends_and_keeps_nothing(nights: Nights) -> None:
    nights.night()
    nights.faulty = {"a": [HSTS]}
    run = nights.scan()
    for _ in range(2):
        letters = preview(nights.store, run, nights.channels, NO_CHECKS, now=nights.at)
        assert [letter.channel for letter in letters] == ["team", "so", "contact"]
    nights.settle(run)
    nights.flush()
    assert nights.news() == everybody(missing("a"))
    assert len(preview(nights.store, run, nights.channels, NO_CHECKS, now=nights.at)) == 3


def test_a_preview_shows_what_waits_from_the_runs_before(nights: Nights) -> None:
    nights.night()
    nights.faulty = {"a": [HSTS]}
    nights.scan()
    letters = preview(nights.store, nights.scan(), nights.channels, NO_CHECKS, now=nights.at)
    assert [letter.channel for letter in letters] == ["team", "so", "contact"]


def test_a_preview_shows_the_end_of_a_waiver_before_it_is_told_and_not_each_night(
    nights: Nights,
) -> None:
    day = nights.at.date()
    waiver = Waiver("a.example", HSTS, "r", "o", "x", day, day + timedelta(days=20))
    nights.night()

    def previewed(run: str) -> int:
        facts = (nights.store, run, nights.channels, NO_CHECKS)
        return len(preview(*facts, now=nights.at, decisions=[waiver]))

    run = nights.scan()
    assert previewed(run) == 3
    nights.decisions = (waiver,)
    nights.settle(run)
    assert previewed(nights.scan()) == 0


def test_no_address_of_a_channel_is_in_the_store(nights: Nights) -> None:
    nights.channels = Channels((Channel("team", "json://u:SECRETTOKEN@x", (), "en"),))
    nights.night()
    nights.faulty = {"a": [HSTS]}
    nights.settle(nights.scan())
    with nights.store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        assert "SECRETTOKEN" not in "\n".join(raw.iterdump())


def test_each_threshold_of_a_certificate_is_told_once_however_many_portals_it_serves(
    nights: Nights,
) -> None:
    nights.portals = (*(target(name, "Sở X") for name in "abc"), target("d", "Sở Y"))
    nights.channels = Channels((SO,))
    begin, ends = nights.at, nights.at + timedelta(days=33)
    nights.certificates = dict.fromkeys("abd", ("ab" * 32, ends))
    lines = []
    for day in (1, 3, 4, 19, 20, 26, 27):
        nights.at = begin + timedelta(days=day - 1)
        nights.dead = {"b": Cause.LOCAL} if day < 4 else {}  # first looked at when a was told
        lines += [(day, line) for _, [line] in nights.night()]
    end = f"expires on {ends.day} {ends:%B %Y}"
    assert lines == [
        (3, f"- Cổng a: {end}, 30 days left"),
        (3, f"- Cổng d: {end}, 30 days left"),
        (19, f"- Cổng a, Cổng b: {end}, 14 days left"),
        (19, f"- Cổng d: {end}, 14 days left"),
        (26, f"- Cổng a, Cổng b: {end}, 7 days left"),
        (26, f"- Cổng d: {end}, 7 days left"),
    ]


def test_a_renewed_certificate_is_another_one(nights: Nights) -> None:
    nights.channels = Channels((TEAM,))
    nights.certificates = {"a": ("ab" * 32, nights.at + timedelta(days=8))}
    assert len(nights.night()) == 1
    assert nights.night() == []
    nights.certificates = {"a": ("cd" * 32, nights.at + timedelta(days=8))}
    assert len(nights.night()) == 1


def test_what_workers_found_is_noted_when_they_are_done(nights: Nights) -> None:
    nights.scan(by_workers=True)
    nights.faulty = {"a": {HSTS}}
    run = nights.scan(by_workers=True)
    flips = Outbox(nights.store.engine).flips(run)
    assert [(flip.portal, flip.check) for flip in flips] == [("a.example", HSTS)]
