"""Catalog, inventories, help: everything that needs neither portals nor a store."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from portal_audit import __version__
from portal_audit.cli.progress import Live, number, summary, verdict
from portal_audit.model import Cause, Kind, SiteResult, State, Target

from .conftest import Cli

COMMANDS = [
    [],
    *[
        [name]
        for name in (
            *("demo", "scan", "gate", "report", "judge", "evidence"),
            *("checks", "inventory", "testbed"),
        )
    ],
    *[["checks", name] for name in ("list", "explain", "test")],
    *[["inventory", name] for name in ("check", "coverage", "discover", "reach", "template")],
    ["testbed", "up"],
]


@pytest.mark.parametrize("columns", [8, 40, 200])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "root")
def test_help_never_crashes_in_any_terminal(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, command: list[str], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    result = cli.run(*command, "--help")
    assert result.exit_code == 0, result.output
    if columns == 200:
        assert any(word in result.output for word in ("Ví dụ: portal-audit", "LỆNH"))


def test_the_version(cli: Cli) -> None:
    for flag in ("--version", "-V"):
        assert cli.run(flag).stdout.strip() == f"portal-audit {__version__}"


def test_the_list_of_checks(cli: Cli) -> None:
    lines = cli.run("checks", "list", "--only", "headers", "--lang", "en").stdout.splitlines()
    assert lines[0].split() == ["id", "severity", "weight", "title"]
    assert any(line.split()[:4] == ["headers.hsts", "high", "8", "HTTPS"] for line in lines)
    assert all(line.startswith("headers.") for line in lines[1:])
    listed = json.loads(cli.run("checks", "list", "--json").stdout)
    assert {"headers.hsts", "tls.https"} <= {check["id"] for check in listed}


def test_the_page_of_a_check_tells_everything(cli: Cli) -> None:
    page = cli.run("checks", "explain", "headers.hsts").stdout
    for part in (
        *("headers.hsts: Bắt buộc truy cập qua HTTPS (HSTS)", "Mức độ: Cao", "Vì sao quan trọng"),
        *("missing (không đạt): Cổng không gửi", "nginx:", "add_header Strict", "RFC 6797"),
    ):
        assert part in page
    assert "Why it matters" in cli.run("checks", "explain", "headers.hsts", "--lang", "en").stdout
    facts = json.loads(cli.run("checks", "explain", "headers.hsts", "--json").stdout)
    assert facts["outcomes"]["strong"]["status"] == "pass"


def test_a_good_inventory_is_counted_per_kind(cli: Cli) -> None:
    cli.write("portals.csv", "url;kind\na.example;commune\nb.example;commune\nc.example;\n")
    result = cli.run("inventory", "check", "portals.csv", "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "portals.csv: 3 portals, no faults.",
        "  commune: 2",
        "  web: 1",
    ]


def test_a_template_is_written(cli: Cli, tmp_path: Path) -> None:
    assert cli.run("inventory", "template", "portals.xlsx").exit_code == 0
    assert (tmp_path / "portals.xlsx").is_file()


def site(score: float | None, level: str, cause: Cause | None = None) -> SiteResult:
    return SiteResult(
        id="a",
        url="https://a.example/",
        name="[b]Xã A[/b]",
        kind=Kind.COMMUNE,
        organisation="",
        province="",
        state=State.SCANNED if cause is None else State.NOT_SCANNED,
        cause=cause,
        score=score,
        level=level,
    )


def test_what_was_hardly_tested_is_named_not_the_whole() -> None:
    seen = replace(
        site(60.0, "N"), coverage=0.65, part_coverage={"security": 0.9, "publication": 0.296}
    )
    assert verdict(seen, "en") == "N (tested only 29% of “Published information”)"


def test_scores_are_written_as_the_language_does() -> None:
    assert (number(73.4, "vi"), number(73.4, "en")) == ("73,4", "73.4")
    assert verdict(site(73.4, "B"), "vi") == "B 73,4"
    assert verdict(site(None, "N", Cause.DNS), "vi") == "N (không tìm thấy tên miền)"
    assert verdict(site(97.8, "N"), "en") == "N (tested only 0%)"


@pytest.mark.parametrize(
    ("pages", "stopped", "lang", "said"),
    [
        (30, "page-budget", "vi", "B 73,4 · 30 trang: đã đọc đủ số trang cho phép"),
        (12, "done", "en", "B 73.4 · 12 pages: every page that was found was read"),
        (12, "", "en", "B 73.4 · 12 pages"),
        (0, "", "vi", "B 73,4"),
    ],
)
def test_a_finished_site_tells_how_far_it_was_read(
    pages: int, stopped: str, lang: str, said: str
) -> None:
    assert summary(replace(site(73.4, "B"), pages_read=pages, stopped=stopped), lang) == said


def test_the_live_display_names_what_is_in_flight() -> None:
    out = StringIO()
    console = Console(file=out, force_terminal=True, width=100)
    targets = [Target(name, f"https://{name}/", name=f"[b]{name}[/b]") for name in "abcde"]
    with Live(5, "vi", console) as display:
        for target in targets:
            display.started(target)
        display.show_finished(site(73.4, "B"))
        display.note("[note]")
    text = out.getvalue()
    assert "[b]Xã A[/b] … B 73,4" in text
    assert "[note]" in text
    assert "[b]a[/b], [b]b[/b], [b]c[/b] +2" in text
