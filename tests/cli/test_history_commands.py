"""``history``, ``waivers`` and ``store``: what changed, what is accepted, what is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from portal_audit.evidence import Evidence, Visit
from portal_audit.model import Cause, Criteria, SiteResult, State, Target
from portal_audit.rules import profile_files as profiles
from portal_audit.rules.profile_files import fingerprint
from portal_audit.runs.site_result import judge_site
from portal_audit.store import Store
from portal_audit.store.tables import SiteRow
from tests.built_in_checks import built_in
from tests.cli.conftest import Cli, seen

URL = "https://xa.example/"
TARGET = Target("xa.example", URL)
START = datetime(2026, 11, 1, 3, tzinfo=UTC)
HSTS = (("Content-Type", "text/html"), ("Strict-Transport-Security", "max-age=31536000"))


def with_hsts(target: Target) -> Evidence:
    from portal_audit.evidence import Exchange, Front, HttpsFront, Visit

    before = seen(target)
    front, visit = before.get(Front), before.get(Visit)
    assert front is not None
    assert visit is not None
    chain = (Exchange(target.url, 200, HSTS, 0.1),)
    https = HttpsFront(target.url, chain, None, front.page)
    return Evidence(visit, https, Front(chain, front.page, https=True))


def nights(cli: Cli, *what: str, criteria: str = "", begin: int = 0) -> None:
    """Store a run a night: ``bare`` without HSTS, ``strict`` with it, ``dead`` without answer."""
    catalog = built_in()
    known = profiles.load_all(catalog)
    now = fingerprint(catalog, known.values())
    version = ", ".join(sorted({one.version for one in known.values()}))
    with Store.open(str(cli.folder / "portal-audit.sqlite")) as store:
        for number, word in enumerate(what, begin):
            at = START + timedelta(days=number)
            run = store.begin_run(
                [TARGET],
                started_at=at,
                criteria=Criteria(version, criteria or now),
                settings={},
            )
            evidence = seen(TARGET) if word == "bare" else with_hsts(TARGET)
            result = judge_site(TARGET, evidence, catalog, known["web"])
            # As if enough of it had been tested for a level.
            result = replace(result, level="C")
            if word == "dead":
                evidence = Evidence(Visit(TARGET, at))
                gone = SiteResult(TARGET.id, URL, URL, TARGET.kind, "", "", State.NOT_SCANNED)
                result = replace(gone, cause=Cause.TIMEOUT)
            store.save_site(run, TARGET, evidence, result, at)
            store.finish_run(run, at)


def data(cli: Cli, *command: str) -> Any:
    done = cli.run(*command, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_what_was_fixed_and_what_broke(cli: Cli) -> None:
    nights(cli, "bare", "strict")
    changes = {one["check"]: one["change"] for one in data(cli, "history", "diff")["changes"]}
    assert changes["headers.hsts"] == "fixed"
    assert cli.run("history", "diff", "--lang", "en").exit_code == 0


def test_nothing_changed_is_said(cli: Cli) -> None:
    nights(cli, "bare", "bare")
    assert data(cli, "history", "diff")["changes"] == []
    assert "No finding has changed" in cli.run("history", "diff", "--lang", "en").stdout


def test_runs_under_other_rules_are_judged_again_and_that_is_said(cli: Cli) -> None:
    nights(cli, "bare", "bare", criteria="sha256:other")
    codes = [note["code"] for note in data(cli, "history", "diff")["notes"]]
    assert codes == ["rules-differ", "rules-differ"]


def test_a_portal_of_which_the_evidence_is_gone_is_not_compared_and_that_is_said(cli: Cli) -> None:
    nights(cli, "bare", criteria="sha256:other")
    nights(cli, "strict", begin=1)
    assert data(cli, "history", "diff")["changes"] != []
    with Store.open(str(cli.folder / "portal-audit.sqlite")) as store, store.session() as session:
        first = update(SiteRow).where(SiteRow.run_id.startswith("20261101"))
        session.execute(first.values(evidence=None, evidence_base=None))
    found = data(cli, "history", "diff")
    assert [note["code"] for note in found["notes"]] == ["rules-differ", "evidence-gone"]
    assert found["changes"] == []
    said = cli.run("history", "diff", "--lang", "en").stdout
    assert "the evidence of 1 site is gone" in said


def test_one_run_alone_has_nothing_to_be_compared_with(cli: Cli) -> None:
    nights(cli, "bare")
    done = cli.run("history", "diff", "--lang", "en")
    assert done.exit_code == 2
    assert "no run before" in done.output


def test_since_when_a_fault_is_there(cli: Cli) -> None:
    nights(cli, "strict", "bare", "bare")
    faults = {one["check"]: one for one in data(cli, "history", "site", "xa.example")}
    hsts = faults["headers.hsts"]
    assert (hsts["state"], hsts["failing_runs"]) == ("open", 2)
    assert hsts["failing_since"].startswith("2026-11-02")
    assert data(cli, "history", "site", URL) == list(faults.values())


def test_an_unknown_portal_is_named_with_a_suggestion(cli: Cli) -> None:
    nights(cli, "bare")
    done = cli.run("history", "site", "xb.example", "--lang", "en")
    assert done.exit_code == 2
    assert "Did you mean xa.example?" in done.output


def test_scores_run_by_run(cli: Cli) -> None:
    nights(cli, "bare", "strict")
    rows = data(cli, "history", "trend")
    assert [row["portals"] for row in rows] == [1, 1]
    assert len(data(cli, "history", "list")) == 2
    for command in ("list", "trend"):
        assert cli.run("history", command).exit_code == 0


ADD = (
    *("waivers", "add", "xa.example", "headers.hsts", "--reason", "thay máy chủ"),
    *("--owner", "Phòng CNTT", "--accepted-by", "Giám đốc"),
)


def test_a_waiver_is_added_and_checked(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal_audit.cli import run_output, waivers

    monkeypatch.setattr(waivers, "today", lambda: START.date())
    monkeypatch.setattr(run_output, "today", lambda: START.date())
    nights(cli, "strict")
    done = cli.run(*ADD, "--expires", "2026-11-20")
    assert done.exit_code == 0, done.output
    checked = cli.run("waivers", "check", "waivers.toml", "--run", "latest", "--lang", "en")
    assert checked.exit_code == 0, checked.output
    assert "Runs out on 2026-11-20" in checked.stdout
    assert "Not needed by this run" in checked.stdout


def test_a_waiver_for_an_address_is_one_for_its_key(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal_audit.cli import waivers

    monkeypatch.setattr(waivers, "today", lambda: START.date())
    nights(cli, "bare")
    done = cli.run(*ADD[:2], URL, *ADD[3:], "--expires", "2026-11-20", "--lang", "en")
    assert "while the outcome is missing" in done.stdout
    assert 'portal = "xa.example"' in (cli.folder / "waivers.toml").read_text("utf-8")


def test_a_waiver_is_bound_to_the_outcome_of_the_last_run(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal_audit.cli import waivers

    monkeypatch.setattr(waivers, "today", lambda: START.date())
    nights(cli, "strict", "bare")
    done = cli.run(*ADD, "--expires", "2026-11-20", "--lang", "en")
    assert "Holds while the outcome is missing." in done.stdout
    assert 'outcome = "missing"' in (cli.folder / "waivers.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("days", "says"),
    [("2027-12-31", "365 days"), ("2026-10-01", "between today"), ("soon", "not a day")],
)
def test_a_waiver_ends_within_a_year(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, days: str, says: str
) -> None:
    from portal_audit.cli import waivers

    monkeypatch.setattr(waivers, "today", lambda: START.date())
    done = cli.run(*ADD, "--expires", days, "--lang", "en")
    assert done.exit_code == 2
    assert says in done.output
    assert not (cli.folder / "waivers.toml").exists()


def test_a_waiver_for_an_unknown_check_leaves_the_file_as_it_was(cli: Cli) -> None:
    expires = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    wrong = [part.replace("headers.hsts", "headers.hst") for part in ADD]
    done = cli.run(*wrong, "--expires", expires)
    assert done.exit_code == 2
    assert "headers.hsts" in done.output
    assert cli.files() == {}


def test_a_store_is_checked_pruned_and_shrunk(cli: Cli) -> None:
    nights(cli, "bare", "bare", "strict")
    assert "3 runs" in cli.run("store", "check", "--lang", "en").stdout
    done = cli.run("store", "prune", "--keep-runs", "1", "--keep-days", "0", "--lang", "en")
    assert "evidence of 2 sites" in done.stdout
    assert cli.run("store", "vacuum").exit_code == 0
    assert len(data(cli, "history", "trend")) == 3
    notes = data(cli, "history", "diff")["notes"]
    assert notes == []


def test_a_damaged_store_is_an_error(cli: Cli) -> None:
    from sqlalchemy import update
    from sqlalchemy.orm import Session

    from portal_audit.store.tables import SiteRow

    nights(cli, "bare")
    with (
        Store.open(str(cli.folder / "portal-audit.sqlite")) as store,
        Session(store.engine) as session,
        session.begin(),
    ):
        session.execute(update(SiteRow).values(evidence=b"nonsense"))
    done = cli.run("store", "check")
    assert done.exit_code == 1
    assert "xa.example bằng chứng" in done.output


def test_a_portal_that_moved_keeps_its_history(cli: Cli) -> None:
    nights(cli, "bare")
    moved = replace(TARGET, id="moi.example", url="https://moi.example/", formerly=(URL,))
    catalog = built_in()
    known = profiles.load_all(catalog)
    at = START + timedelta(days=1)
    with Store.open(str(cli.folder / "portal-audit.sqlite")) as store:
        run = store.begin_run(
            [moved], started_at=at, criteria=Criteria("x", "sha256:x"), settings={}
        )
        evidence = seen(moved)
        store.save_site(
            run, moved, evidence, judge_site(moved, evidence, catalog, known["web"]), at
        )
    faults = {one["check"]: one for one in data(cli, "history", "site", "moi.example")}
    assert faults["headers.hsts"]["failing_runs"] == 2


def lists(cli: Cli, *runs: str, broken_off: bool = False) -> None:
    """Store a run a night, each of portals with names of one letter."""
    with Store.open(str(cli.folder / "portal-audit.sqlite")) as store:
        for number, names in enumerate(runs):
            at = START + timedelta(days=number)
            targets = [Target(name, f"https://{name}.example/") for name in names]
            run = store.begin_run(
                targets, started_at=at, criteria=Criteria("1", "sha256:x"), settings={}
            )
            last = number == len(runs) - 1
            for target in targets[: 2 if last and broken_off else None]:
                seen = SiteResult(target.id, "", "", TARGET.kind, "", "", State.SCANNED, score=80.0)
                result = replace(seen, level="C", key=f"{target.id}.example")
                store.save_site(run, target, Evidence(Visit(target, at)), result, at)
            store.finish_run(run, at)


def test_a_run_is_compared_with_the_one_before_of_the_same_list(cli: Cli) -> None:
    lists(cli, "abcd", "xyz", "a", "abc")
    found = data(cli, "history", "diff")
    assert found["before"].startswith("20261101")
    assert (found["appeared"], found["gone"]) == ([], ["d.example"])
    assert [row["portals"] for row in data(cli, "history", "trend")] == [4, 3]
    said = cli.run("history", "diff", "20261102", "latest", "--lang", "en").stdout
    assert "Another list: 3 portals are in the earlier run only." in said
    assert "No longer in the list" not in said


def test_what_a_run_that_was_broken_off_has_still_to_do_is_not_gone(cli: Cli) -> None:
    lists(cli, "abcd", "abcd", broken_off=True)
    assert data(cli, "history", "diff")["gone"] == []
