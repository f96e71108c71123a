"""Scanning: what is kept, what is told, and how an interrupted run goes on."""

from __future__ import annotations

import json
import logging
from ipaddress import ip_network

import pytest

from portal_audit.cli import visits
from portal_audit.collect.tls.worker import supported_versions
from portal_audit.errors import PortalAuditError
from portal_audit.evidence import Evidence, Failure, HttpsFront, Visit
from portal_audit.model import Target
from portal_audit.runs import many_portals
from portal_audit.store import Store

from .conftest import AT, Cli, seen

INVENTORY = "url,name,kind\n" + "".join(f"{name}.example,Xã {name},commune\n" for name in "abcd")


def test_a_scan_keeps_every_site_and_writes_the_reports(cli: Cli) -> None:
    cli.write("portals.csv", INVENTORY)
    result = cli.run("scan", "-i", "portals.csv", "e.example", "--format", "json,csv")
    assert result.exit_code == 0, result.output
    assert cli.visited == [f"https://{name}.example/" for name in "eabcd"]
    record = json.loads((cli.folder / "report" / "run.json").read_text(encoding="utf-8"))
    assert record["run"]["complete"] is True
    assert len(record["sites"]) == 5
    with Store.open("portal-audit.sqlite", create=False) as store:
        assert store.info().done == 5
    assert f"Báo cáo: {cli.folder / 'report'}" in result.stdout
    hint, *lines = result.stderr.splitlines()
    assert "--contact" in hint
    assert lines[0].startswith("[1/5] https://e.example/ … ")
    assert lines[1].startswith("[2/5] Xã a … ")


def test_quiet_says_only_where_the_report_is(cli: Cli) -> None:
    result = cli.run("scan", "a.example", "--quiet", "--format", "csv", "--lang", "en")
    assert result.stderr == ""
    assert result.stdout == f"Report: {cli.folder / 'report'}\n"


def test_the_json_log_has_one_event_a_line(cli: Cli) -> None:
    result = cli.run("scan", "a.example", "b.example", "--json-log", "--format", "csv")
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert [event["event"] for event in events] == ["start", "site", "start", "site"]
    assert events[1]["url"] == "https://a.example/"
    assert (events[3]["done"], events[3]["total"]) == (2, 2)


def test_flags_reach_the_engine(cli: Cli) -> None:
    cli.write("portal-audit.toml", 'rate = 5\nmax-pages = 7\nallow-private = ["10.0.0.0/8"]\n')
    result = cli.run(
        *("scan", "a.example", "--format", "csv", "--max-pages", "9", "--concurrency", "3"),
        *("--resolve", "a.example:203.0.113.7", "--authorised-by", "CV 12", "--only", "headers"),
    )
    assert result.exit_code == 0, result.output
    (job,) = cli.jobs
    assert (job.limits.rate, job.limits.max_pages, job.concurrency) == (5, 9, 3)
    assert job.rules.resolve == (("a.example", "203.0.113.7"),)
    assert job.rules.allow_private == (ip_network("10.0.0.0/8"),)
    assert job.authorised_by == "CV 12"
    assert job.catalog.families == ("headers",)


def test_urls_win_over_the_inventory_of_the_settings(cli: Cli) -> None:
    cli.write("portals.csv", INVENTORY)
    cli.write("portal-audit.toml", 'inventory = "portals.csv"\nformat = ["csv"]\n')
    assert cli.run("scan", "z.example").exit_code == 0
    assert cli.visited == ["https://z.example/"]
    assert cli.run("scan").exit_code == 0
    assert len(cli.visited) == 5


def test_an_interrupted_scan_keeps_what_is_done_and_resumes(cli: Cli) -> None:
    cli.write("portals.csv", INVENTORY)
    cli.interrupt_after = 2
    result = cli.run(
        *("scan", "-i", "portals.csv", "--store", "s.sqlite", "--out", "r", "--format", "json"),
        *("--only", "headers", "--lang", "en"),
    )
    assert result.exit_code == 130
    assert "2 of 4 sites kept" in result.stderr
    assert not (cli.folder / "r").exists()
    with Store.open("s.sqlite", create=False) as store:
        run = store.info()
    assert f"portal-audit scan --resume {run.id} --store s.sqlite" in result.stderr
    assert (run.done, run.sites, run.complete) == (2, 4, False)

    cli.interrupt_after = None
    (cli.folder / "portals.csv").unlink()  # the run knows its portals
    again = cli.run("scan", "--resume", run.id, "--store", "s.sqlite")
    assert again.exit_code == 0, again.output
    assert cli.visited == [f"https://{name}.example/" for name in "abcd"]
    assert "rules have changed" not in again.stderr
    assert cli.jobs[1].catalog.families == ("headers",)
    record = json.loads((cli.folder / "r" / "run.json").read_text(encoding="utf-8"))
    assert (record["run"]["id"], record["run"]["complete"]) == (run.id, True)
    assert {site["state"] for site in record["sites"]} == {"scanned"}

    assert cli.run("scan", "--resume", "latest", "--store", "s.sqlite").exit_code == 0
    assert len(cli.visited) == 4


def test_resuming_under_other_rules_judges_what_was_seen_anew(cli: Cli) -> None:
    cli.interrupt_after = 1
    cli.run("scan", "a.example", "b.example", "--format", "json", "--only", "headers")
    cli.interrupt_after = None
    result = cli.run("scan", "--resume", "latest", "--only", "headers.hsts", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "The rules have changed" in result.stderr
    record = json.loads((cli.folder / "report" / "run.json").read_text(encoding="utf-8"))
    checks = [[finding["check"] for finding in site["findings"]] for site in record["sites"]]
    assert checks == [["headers.hsts"], ["headers.hsts"]]


def test_a_refused_private_address_is_told_with_the_flag_that_permits_it(cli: Cli) -> None:
    def refused(target: Target) -> Evidence:
        failure = Failure("forbidden", target.url, "a.example leads to 10.1.2.3 (private)")
        return Evidence(Visit(target, AT), HttpsFront(target.url, (), failure))

    cli.see = refused
    result = cli.run("scan", "a.example", "--quiet", "--format", "csv")
    assert result.exit_code == 3
    assert "địa chỉ 10.1.2.3 là mạng nội bộ" in result.stderr
    assert "--allow-private 10.1.2.3/32" in result.stderr


def test_nobody_is_advised_to_permit_an_address_that_hands_out_secrets(cli: Cli) -> None:
    def refused(target: Target) -> Evidence:
        failure = Failure("forbidden", target.url, "a.example leads to 169.254.169.254 (metadata)")
        return Evidence(Visit(target, AT), HttpsFront(target.url, (), failure))

    cli.see = refused
    result = cli.run("scan", "a.example", "--quiet", "--format", "csv", "--lang", "en")
    assert "its address 169.254.169.254 is the metadata service of a cloud" in result.stderr
    assert "--allow-private" not in result.output + result.stderr


def test_a_refused_private_address_is_neither_interrupted_nor_the_portals_fault(cli: Cli) -> None:
    def refused(target: Target) -> Evidence:
        failure = Failure("forbidden", target.url, "a.example leads to 10.1.2.3 (private)")
        return Evidence(Visit(target, AT), HttpsFront(target.url, (), failure))

    cli.see = refused
    result = cli.run("scan", "a.example", "--format", "json", "--lang", "en")
    [site] = json.loads((cli.folder / "report" / "run.json").read_text("utf-8"))["sites"]
    assert (site["state"], site["cause"], site["stopped"]) == (
        "not-scanned",
        "refused",
        "forbidden",
    )
    assert "N (its address is not one of the public Internet, and was refused)" in result.stderr
    assert "not one of the public" in " ".join(result.stdout.split())
    assert "not one of the public Internet" in cli.run("gate", "latest", "--lang", "en").stdout


def test_a_scan_that_could_read_nothing_ends_with_three(cli: Cli) -> None:
    def dead(target: Target) -> Evidence:
        return Evidence(Visit(target, AT), HttpsFront(target.url, (), Failure("dns", target.url)))

    cli.see = lambda target: dead(target) if "dead" in target.url else seen(target)
    assert cli.run("scan", "dead.example", "alive.example", "--format", "csv").exit_code == 0
    result = cli.run("scan", "dead.example", "--format", "csv", "--lang", "en")
    assert result.exit_code == 3
    assert "Not one portal could be read" in result.stderr
    assert list((cli.folder / "report").glob("*.csv")), "the report is written all the same"


def test_a_store_that_fails_in_the_middle_names_how_to_resume(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_arguments: object) -> None:
        raise PortalAuditError("the store failed: database is locked")

    monkeypatch.setattr(Store, "save_site", locked)
    result = cli.run("scan", "a.example", "b.example", "--format", "csv", "--lang", "en")
    assert result.exit_code == 1
    assert "database is locked" in result.stderr
    assert "portal-audit scan --resume " in result.stderr
    assert not (cli.folder / "report").exists()


def test_a_run_that_reaches_nobody_leaves_the_last_report_alone(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unresolved(target: Target, *_: object) -> Evidence:
        failure = Failure("dns", target.url)
        return Evidence(Visit(target, AT), HttpsFront(target.url, (), failure))

    def report() -> dict[str, str]:
        return {name: text for name, text in cli.files().items() if name.startswith("report")}

    assert cli.run("scan", "a.example", "--format", "csv").exit_code == 0
    before = report()
    monkeypatch.setattr(many_portals, "visit_in_time", unresolved)
    monkeypatch.setattr(visits, "audit_all", many_portals.audit_all)
    hosts = [f"x{number}.example" for number in range(5)]
    result = cli.run("scan", *hosts, "--processes", "1", "--format", "csv", "--lang", "en")
    assert result.exit_code == 1
    assert "5 of 5 portals could not be reached (dns: 5)" in result.stderr
    assert "0 of 5 sites kept" in result.stderr
    assert "portal-audit scan --resume " in result.stderr
    assert report() == before


def test_a_format_of_ones_own_is_used_and_remembered_by_the_run(cli: Cli) -> None:
    cli.write(
        "mine/names/render.py",
        "def render(report, out):\n"
        "    file = out / 'names.txt'\n"
        "    file.write_text(' '.join(site.id for site in report.run.sites))\n"
        "    return [file]\n",
    )
    result = cli.run("scan", "a.example", "--reports", "mine", "--format", "names")
    assert result.exit_code == 0, result.output
    assert (cli.folder / "report" / "names.txt").read_text("utf-8") == "a.example"
    again = cli.run("report", "--format", "names", "--out", "again")
    assert again.exit_code == 0, again.output
    assert (cli.folder / "again" / "names.txt").is_file()


def test_what_the_engine_logs_is_a_note_without_a_traceback(cli: Cli) -> None:
    def logged(target: Target) -> Evidence:
        try:
            raise ValueError("deep inside")
        except ValueError:
            logging.getLogger("portal_audit.collect.gather").exception(
                "%s: \x1b[2J failed", target.url
            )
        return seen(target)

    cli.see = logged
    plain = cli.run("scan", "a.example", "--format", "csv")
    assert "https://a.example/: ⟨U+001B⟩[2J failed" in plain.stderr
    assert "deep inside" not in plain.stderr
    events = cli.run("scan", "a.example", "--format", "csv", "--json-log").stderr.splitlines()
    assert [json.loads(event)["event"] for event in events] == ["start", "note", "site"]


@pytest.mark.parametrize("name", ["[red]Xã[/red]", "Xã\x1b[2J", "Xã\u202egpj"])
def test_names_cannot_play_with_the_terminal(cli: Cli, name: str) -> None:
    cli.write("portals.yaml", f"- url: a.example\n  name: {json.dumps(name)}\n")
    result = cli.run("scan", "-i", "portals.yaml", "--format", "csv")
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr
    assert "Xã" in result.stderr


def test_a_failure_of_ours_is_one_message_and_exit_code_one(cli: Cli) -> None:
    def broken(target: Target) -> Evidence:
        raise RuntimeError("out of luck")

    cli.see = broken
    result = cli.run("scan", "a.example", "--format", "csv")
    assert result.exit_code == 1
    assert "RuntimeError: out of luck" in result.stderr
    assert "PORTAL_AUDIT_DEBUG=1" in result.stderr


def test_the_first_run_without_a_contact_says_so(cli: Cli) -> None:
    first = cli.run("scan", "a.example", "--format", "csv")
    assert "--contact" in first.stderr
    assert "--contact" not in cli.run("scan", "a.example", "--format", "csv").stderr


def test_it_says_so_where_nobody_could_be_read_too(cli: Cli) -> None:
    cli.see = lambda target: Evidence(
        Visit(target, AT), HttpsFront(target.url, (), Failure("timeout", target.url))
    )
    result = cli.run("scan", "a.example", "--format", "csv")
    assert result.exit_code == 3
    assert "--contact" in result.stderr


@pytest.mark.parametrize("flags", [("--contact", "a@tinh.example"), ("--quiet",), ("--json-log",)])
def test_a_contact_or_silence_leaves_the_hint_out(cli: Cli, flags: tuple[str, ...]) -> None:
    assert "--contact" not in cli.run("scan", "a.example", "--format", "csv", *flags).stderr


def test_another_version_of_sslyze_stops_the_run_before_the_first_portal(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supported_versions, "version", lambda package: "7.0.1")
    result = cli.run("scan", "a.example", "--lang", "en")
    assert result.exit_code == 2
    assert cli.visited == []
    assert "pip install 'sslyze==6.3.*'" in result.output
    assert cli.run("scan", "a.example", "--skip", "tls", "--format", "csv").exit_code == 0


def test_a_portal_that_answers_at_the_second_look_is_judged_by_it(cli: Cli) -> None:
    def late(target: Target) -> Evidence:
        if cli.visited.count(target.url) > 1:
            return seen(target)
        return Evidence(Visit(target, AT), HttpsFront(target.url, (), Failure("dns", target.url)))

    cli.see = late
    done = cli.run("scan", "a.example", "--format", "json", "--lang", "en")
    assert done.exit_code == 0
    assert "Looked at again: 1. Cleared: 1." in done.stderr
    record = json.loads((cli.folder / "report" / "run.json").read_text("utf-8"))
    assert record["sites"][0]["state"] == "scanned"
    assert record["run"]["second_look"] == {"portals": 1, "cleared": 1}


def test_a_run_broken_off_before_the_second_look_has_what_it_doubts_still_to_do(cli: Cli) -> None:
    def silent(target: Target) -> Evidence:
        return Evidence(Visit(target, AT), HttpsFront(target.url, (), Failure("dns", target.url)))

    cli.see = lambda target: silent(target) if "dead" in target.url else seen(target)
    cli.interrupt_after = 2
    done = cli.run("scan", "dead.example", "a.example", "b.example", "--lang", "en")
    assert done.exit_code == 130
    assert "1 of 3 sites kept" in done.stderr
