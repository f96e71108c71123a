"""``scan --dry-run``: what would be sent, without sending or writing anything."""

from __future__ import annotations

import pytest

from portal_audit.runs import estimate
from tests.cli.conftest import Cli


def test_it_names_every_host_its_rate_and_the_time_and_visits_nobody(cli: Cli) -> None:
    before = cli.files()
    said = cli.run("scan", "a.example", "b.example/x", "--dry-run", "--lang", "en", "--rate", "7")
    assert said.exit_code == 0
    assert "a.example: 1 portal, at most 70 requests at 7 a second, about 11 s" in said.output
    assert "2 portals on 2 hosts, at most 140 requests" in said.output
    assert "Nothing was sent." in said.output
    assert (cli.visited, cli.files()) == ([], before)


def test_portals_of_one_host_take_turns(cli: Cli) -> None:
    urls = [f"a.example/{number}" for number in range(4)]
    said = cli.run("scan", *urls, "--dry-run", "--lang", "en", "--rate", "1")
    assert "a.example: 4 portals, at most 280 requests at 1 a second, about 5 min" in said.output


def test_of_many_portals_at_once_looking_at_tls_takes_longest(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten connections a second to a portal leave seven, so that 45 take 6.4 s; three at a time."""
    monkeypatch.setattr(estimate, "default_size", lambda: 3)
    hosts = [f"p{number}.example" for number in range(100)]
    options = ("--concurrency", "100", "--processes", "1", "--dry-run", "--lang", "en")
    said = cli.run("scan", *hosts, *options)
    assert "100 at a time in 1 processes: about 4 min" in said.output
    said = cli.run("scan", *hosts, *options, "--distributed")
    assert "the time of one `portal-audit worker`" in said.output


def test_of_an_interrupted_run_only_what_is_left_counts(cli: Cli) -> None:
    cli.interrupt_after = 1
    cli.run("scan", "a.example", "b.example")
    said = cli.run("scan", "--resume", "latest", "--dry-run", "--lang", "en")
    assert "1 portal on 1 host," in said.output
    assert cli.visited == ["https://a.example/"]


def test_a_fault_of_the_settings_is_told_as_in_a_scan(cli: Cli) -> None:
    assert cli.run("scan", "a.example", "--dry-run", "--rate", "0").exit_code == 2


def test_rules_that_no_longer_hold_are_chosen_by_name(cli: Cli) -> None:
    done = cli.run("scan", "https://a.example/", "--dry-run", "--profile", "older/nd42")
    assert done.exit_code == 0, done.output
