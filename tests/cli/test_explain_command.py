"""``checks explain``: what a check touches on the scales of others, and what fixing it gains."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from .conftest import Cli


@pytest.mark.parametrize(
    ("check", "lang", "lines"),
    [
        (
            "headers.hsts",
            "vi",
            (
                "phép thử strict-transport-security (thuật toán 4 · 5 · 6)",
                "hsts-not-implemented: -20",
                "no-hsts: A-",
            ),
        ),
        ("headers.framing", "en", ("x-frame-options-sameorigin-or-deny: 0 · +5 · +5",)),
        ("headers.isolation", "en", ("coop-implemented-with-same-origin: – · – · +10",)),
        (
            "tls.ciphers",
            "en",
            ("rc4-only: F", "cipher: part of the score", "5.7, 5.8, 6.0, conditions: suites"),
        ),
        ("headers.permissions", "vi", ("Không thang điểm nào trong ba thang xét điều này.",)),
        ("headers.permissions", "en", ("None of the three scales looks at this.",)),
    ],
)
def test_what_a_check_touches(cli: Cli, check: str, lang: str, lines: tuple[str, ...]) -> None:
    page = cli.run("checks", "explain", check, "--lang", lang).stdout
    assert [line for line in lines if line not in page] == []


def test_what_fixing_gains_at_a_site(cli: Cli) -> None:
    cli.run("scan", "a.example", "b.example", "--format", "json", "--skip", "information")
    run = json.loads((cli.folder / "report" / "run.json").read_text(encoding="utf-8"))
    site = next(site for site in run["sites"] if site["url"] == "https://a.example/")
    gain = site["views"]["if_fixed"]["headers.hsts"]
    asked = ("checks", "explain", "headers.hsts", "--site", "https://a.example/", "--run", "latest")
    page = cli.run(*asked, "--lang", "en").stdout
    after = site["score"] + gain["score"]
    assert f"Score: {gain['score']:+.1f} ({site['score']:.1f} → {after:.1f})" in page
    now, then = (table["6"] for table in (site["views"]["observatory"], gain["observatory"]))
    grades = f"({now['grade']} → {then['grade']})"
    assert f"MDN HTTP Observatory, 6: {now['score']} → {then['score']} {grades}" in page
    told = json.loads(cli.run(*asked, "--json").stdout)
    assert told["gain"] == gain
    assert set(told["scales"]) == {"observatory", "ssl_labs"}


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("information.leaders", "This check was not part of this run."),
        ("headers.deprecated", "There is nothing to fix: pass."),
    ],
)
def test_where_there_is_nothing_to_tell(cli: Cli, check: str, said: str) -> None:
    cli.run("scan", "a.example", "--format", "json", "--skip", "information")
    page = cli.run("checks", "explain", check, "--site", "a.example", "--lang", "en").stdout
    assert said in page


def test_a_run_of_an_older_program_says_how_to_bring_it_up_to_date(cli: Cli) -> None:
    cli.shape = lambda result: replace(result, views={})
    cli.run("scan", "a.example", "--format", "json", "--only", "headers")
    asked = ("checks", "explain", "headers.hsts", "--site", "a.example", "--lang", "en")
    assert (
        "This run does not have the figures yet: run portal-audit judge" in cli.run(*asked).stdout
    )


def test_an_unknown_site_or_run_is_told(cli: Cli) -> None:
    cli.run("scan", "a.example", "--format", "json")
    for asked in (("--site", "b.example"), ("--site", "a.example", "--run", "2020")):
        result = cli.run("checks", "explain", "headers.hsts", *asked)
        assert result.exit_code == 2
