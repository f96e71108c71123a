"""Flags win over the environment, that over the file, that over defaults; errors name the place."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from portal_audit.cli.settings import NAMES, Settings
from portal_audit.collect.http.limits import VisitLimits
from portal_audit.errors import BadInput
from portal_audit.model import Severity


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "portal-audit.toml"


def test_flags_win_over_the_environment_over_the_file(file: Path) -> None:
    file.write_text('rate = 1\nmax-pages = 11\nlang = "en"\nonly = ["tls"]\n', encoding="utf-8")
    environment = {"PORTAL_AUDIT_RATE": "2.5", "PORTAL_AUDIT_MAX_PAGES": "12", "HOME": "/"}
    settings = Settings.gather({"rate": 3.5, "only": None}, environment=environment, file=file)
    assert (settings.rate, settings.max_pages, settings.lang) == (3.5, 12, "en")
    assert settings.only == ("tls",)
    assert settings.concurrency == Settings().concurrency


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ({"format": ["html,json", "csv"]}, "format", ("html", "json", "csv")),
        ({"skip": "tls, headers.hsts"}, "skip", ("tls", "headers.hsts")),
        ({"checks": [Path("a"), "b"]}, "checks", (Path("a"), Path("b"))),
        (
            {"allow_private": ["10.1.1.1/8,::1"]},
            "allow_private",
            (ip_network("10.0.0.0/8"), ip_network("::1/128")),
        ),
        ({"allow_private": "127.0.0.1"}, "allow_private", (ip_network("127.0.0.1/32"),)),
        (
            {"resolve": ["A.example:203.0.113.7", "b.example:[2001:db8::1]"]},
            "resolve",
            (("a.example", "203.0.113.7"), ("b.example", "2001:db8::1")),
        ),
        ({"min_level": "b"}, "min_level", "B"),
        ({"fail_on": "medium"}, "fail_on", Severity.MEDIUM),
    ],
)
def test_values_as_people_write_them(given: dict[str, Any], name: str, value: object) -> None:
    settings = Settings.gather(given, environment={}, file=None)
    assert getattr(settings, name) == value


def test_lists_come_from_the_environment_too() -> None:
    environment = {"PORTAL_AUDIT_RESOLVE": "a.example:203.0.113.7,b.example:::1"}
    settings = Settings.gather({}, environment=environment, file=None)
    assert settings.net_rules().resolve == (("a.example", "203.0.113.7"), ("b.example", "::1"))


def test_every_fault_names_its_place(file: Path) -> None:
    file.write_text('lang = "fr"\n', encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        Settings.gather({"max_pages": 0}, environment={"PORTAL_AUDIT_RATE": "fast"}, file=file)
    lines = str(caught.value).splitlines()
    assert any(line.startswith("--max-pages 0: ") for line in lines)
    assert any(line.startswith("PORTAL_AUDIT_RATE (environment) fast: ") for line in lines)
    assert any(line.startswith(f"{file}, line 1: lang fr: ") for line in lines)


def test_unknown_keys_are_refused_and_foreign_variables_left_alone(file: Path) -> None:
    platform = {"PORTAL_AUDIT_SERVICE_HOST": "10.0.0.1", "PORTAL_AUDIT_PORT_80_TCP": "tcp://x"}
    assert Settings.gather({}, environment=platform, file=file) == Settings()
    with pytest.raises(
        BadInput, match=r"RATES \(environment\): no such setting. Did you mean PORTAL_AUDIT_RATE"
    ):
        Settings.gather({}, environment={"PORTAL_AUDIT_RATES": "1"}, file=file)
    file.write_text("colour = 1\nmax-page = 2\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        Settings.gather({}, environment={}, file=file)
    assert f"{file}, line 1: unknown key colour. Accepted: inventory, profile" in str(caught.value)
    assert f"{file}, line 2: unknown key max-page. Did you mean max-pages?" in str(caught.value)


def test_defaults_are_polite() -> None:
    limits, polite = Settings().limits(), VisitLimits()
    assert (limits.rate, limits.connections) == (polite.rate, polite.connections) == (2, 2)
    assert limits.tls_rate == polite.tls_rate == 10
    assert (limits.max_pages, limits.site_timeout) == (30, 180)


def test_more_pages_bring_the_requests_they_need() -> None:
    assert Settings(max_pages=200).limits().max_requests >= 200


def test_what_a_run_remembers_makes_the_same_scan(tmp_path: Path) -> None:
    flags = {
        "profile": "commune",
        "ca_file": "roots.pem",
        "checks": ["mine"],
        "allow_private": ["10.0.0.0/8"],
        "resolve": ["a.example:203.0.113.7"],
        "rate": 4.0,
        "only": ["tls"],
        "authorised_by": "CV 12/2026",
        "quiet": True,
        "store": "elsewhere.sqlite",
    }
    first = Settings.gather(flags, environment={}, file=None)
    kept = first.stored()
    assert set(kept) <= set(NAMES) - {"quiet", "store", "inventory", "json_log"}
    assert Path(kept["ca_file"]).is_absolute()
    noise = {"PORTAL_AUDIT_RATE": "9", "PORTAL_AUDIT_QUIET": "true"}
    again = Settings.gather({"lang": "en"}, stored=kept, environment=noise, file=None)
    assert (again.rate, again.quiet, again.lang) == (4.0, True, "en")
    assert again.net_rules().resolve == first.net_rules().resolve
    assert again.authorised_by == "CV 12/2026"


@pytest.mark.parametrize(
    ("given", "connections"), [({"tls_rate": 3}, 3), ({"rate": 200}, 1000), ({"rate": 1}, 10)]
)
def test_new_tls_connections_have_a_rate_of_their_own(
    given: dict[str, float], connections: float
) -> None:
    assert Settings.gather(given, environment={}, file=None).limits().tls_rate == connections


@pytest.mark.parametrize("contact", ["doi-atttt@tinh.example", "https://tinh.example/quet?a=1"])
def test_a_contact_goes_into_the_user_agent(contact: str) -> None:
    rules = Settings.gather({"contact": contact}, environment={}, file=None).net_rules()
    assert rules.user_agent.startswith("portal-audit/")
    assert rules.user_agent.endswith(f"contact: {contact})")


@pytest.mark.parametrize(
    "contact",
    ["", "somebody", "a@b) x", "https://a.example/\r\nX: y", "ftp://a.example/", "đ@a.vn"],
)
def test_a_contact_that_would_break_the_field_is_refused(contact: str) -> None:
    with pytest.raises(BadInput, match="--contact"):
        Settings.gather({"contact": contact}, environment={}, file=None)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('checks = ["evil"]', "checks"),
        ('reports = "evil"', "reports"),
        ('browser = "./evil"', "browser"),
    ],
)
def test_a_file_that_happens_to_lie_here_runs_no_code(file: Path, line: str, key: str) -> None:
    file.write_text(f"rate = 5\n{line}\n")
    with pytest.raises(BadInput, match=rf"portal-audit\.toml, line 2: {key} .*--{key}.*--trust"):
        Settings.gather({}, environment={}, file=file)
    Settings.gather({key: "mine"}, environment={}, file=file)
    Settings.gather({}, environment={"PORTAL_AUDIT_TRUST_SETTINGS": "1"}, file=file)


def test_browser_settings_that_name_no_program_need_no_trust(file: Path) -> None:
    file.write_text('browser = "never"\n')
    assert Settings.gather({}, environment={}, file=file).browser == "never"
