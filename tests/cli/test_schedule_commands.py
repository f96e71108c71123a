"""``schedule``: what is added is checked, shown, carried out and taken away."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal_audit.store import Leases, Schedules, Store
from portal_audit.store.process_identity import identity_of
from tests.cli.conftest import Cli

INVENTORY = "url\nhttps://a.example/\n"
ADD = ("schedule", "add", "nightly", "--cron", "0 2 * * *", "--lang", "en")


@pytest.fixture
def ready(cli: Cli) -> Cli:
    cli.write("portals.csv", INVENTORY)
    return cli


def kept(cli: Cli) -> Schedules:
    return Schedules(Store.open(str(cli.folder / "portal-audit.sqlite")).engine)


def test_a_schedule_is_added_shown_and_taken_away(ready: Cli) -> None:
    quiet = ("--not", "07:30-17:00", "--jitter", "10", "--zone", "Europe/Berlin")
    done = ready.run(*ADD, *quiet, "--", "-i", "portals.csv", "--only", "headers")
    assert done.exit_code == 0, done.output
    [schedule] = kept(ready).every()
    assert schedule.arguments == ("-i", "portals.csv", "--only", "headers")
    assert schedule.folder == str(Path.cwd())
    assert schedule.inventory == str(ready.folder / "portals.csv")
    assert (schedule.quiet_hours, schedule.jitter) == (("07:30-17:00",), 600)
    shown = ready.run("schedule", "list", "--lang", "en").stdout
    assert "nightly" in shown
    assert "Europe/Berlin" in shown
    upcoming = ready.run("schedule", "next", "nightly", "--count", "3").stdout.splitlines()
    assert len(upcoming) == 3
    assert all(" 02:" in line for line in upcoming)
    assert ready.run("schedule", "remove", "nightly").exit_code == 0
    assert "no schedules" in ready.run("schedule", "list", "--lang", "en").stdout


def test_the_time_that_is_told_is_that_at_which_a_scan_begins(ready: Cli) -> None:
    quiet = ("--not", "01:00-03:30", "--zone", "Asia/Ho_Chi_Minh")
    told = ready.run(*ADD, *quiet, "--", "-i", "portals.csv").stdout
    assert " 03:30 +0700" in told
    assert " 03:30" in ready.run("schedule", "list", "--lang", "en").stdout
    assert " 03:30 +0700" in ready.run("schedule", "next", "--count", "1").stdout


def test_quiet_hours_all_day_are_refused(ready: Cli) -> None:
    quiet = ("--not", "00:00-12:00", "--not", "12:00-00:00")
    done = ready.run(*ADD, *quiet, "--", "-i", "portals.csv")
    assert done.exit_code == 2
    assert "leaves no time of the day" in done.output


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (("-i", "nowhere.csv"), "nowhere.csv: cannot be read"),
        (("-i", "portals.csv", "--only", "nothing"), "nothing: no such family or check"),
        (("-i", "portals.csv", "--store", "x"), "--store: no schedule can have it"),
        (("--resume", "x"), "--resume: no schedule can have it"),
        (("-i", "portals.csv", "--frmat", "csv"), "--frmat"),
    ],
)
def test_what_a_scan_would_refuse_is_refused_when_it_is_added(
    ready: Cli, more: tuple[str, ...], expected: str
) -> None:
    done = ready.run(*ADD, "--", *more)
    assert done.exit_code == 2
    assert expected in done.output
    assert not (ready.folder / "portal-audit.sqlite").exists()


def test_a_name_is_taken_once_and_a_wrong_one_is_guessed(ready: Cli) -> None:
    for code in (0, 2):
        assert ready.run(*ADD, "--", "-i", "portals.csv").exit_code == code
    done = ready.run("schedule", "remove", "nigtly", "--lang", "en")
    assert done.exit_code == 2
    assert "Did you mean nightly?" in done.stderr


def test_a_daemon_needs_a_store_that_others_reach(ready: Cli) -> None:
    done = ready.run("schedule", "run", "--store", ":memory:", "--lang", "en")
    assert done.exit_code == 2
    assert "need a store on disk" in done.stderr


def test_a_schedule_is_carried_out_by_a_process_of_our_own_command_line(ready: Cli) -> None:
    # Nobody answers at a private address that is not allowed: a whole scan, without the network.
    ready.write("portals.csv", "url,address\nhttps://a.example/,127.0.0.1\n")
    ready.run(*ADD, "--", "-i", "portals.csv", "--only", "headers", "--format", "json", "-q")
    done = ready.run("schedule", "run", "nightly", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "nightly" in done.stderr
    assert "done, run 20" in done.stderr
    record = json.loads((ready.folder / "report" / "run.json").read_text(encoding="utf-8"))
    [firing] = kept(ready).firings("nightly")
    assert (firing.state, firing.run_id) == ("done", record["run"]["id"])


def test_an_inventory_that_is_being_scanned_is_refused_with_who_does(ready: Cli) -> None:
    with Store.open("portal-audit.sqlite") as store:
        lease = str(ready.folder / "portals.csv")
        parent = identity_of(1)
        Leases(store.engine).take(lease, parent, datetime.now(UTC))
        done = ready.run("scan", "-i", "portals.csv", "--lang", "en")
        assert done.exit_code == 1
        assert "portals.csv is being scanned (host" in done.stderr
        assert "process 1, since" in done.stderr
        assert ready.visited == []
        Leases(store.engine).release(lease, parent)
        assert ready.run("scan", "-i", "portals.csv", "--only", "headers").exit_code == 0
        assert Leases(store.engine).holder_of(lease) is None
