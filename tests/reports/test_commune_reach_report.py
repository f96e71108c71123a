"""The page on commune reach: everything scanned is escaped, both languages say everything."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from bs4 import BeautifulSoup

from portal_audit import inventory
from portal_audit.inventory.commune_host import HostForm
from portal_audit.inventory.commune_reach import (
    MEASURES,
    CommuneReach,
    PortalSummary,
    ReachRun,
    commune_reach,
)
from portal_audit.inventory.communes import Commune
from portal_audit.inventory.provinces import by_name
from portal_audit.model import Cause, Finding, Kind, Severity, SiteResult, State, Status, Target
from portal_audit.rules import plugins

TEXTS = plugins.builtin("reports") / "commune_reach" / "texts"
EVIL = "<script>alert(1)</script>\u202e=1"
ROOT = "https://caobang.gov.vn/"


def pack(name: str) -> ModuleType:
    found = next(plugins.find("reports"))
    return found.load(found.folder / "commune_reach" / f"{name}.py")


def portal(first: str, name: str, kind: str = "commune") -> Target:
    return inventory.target(f"{first}.caobang.gov.vn", name=name, kind=kind, parent=ROOT)


def sample(*, run: bool = True) -> CommuneReach:
    communes = [
        Commune("Lũng Xanh", "xa"),
        Commune("Đông Sơn", "xa"),
        Commune("Đồng Sơn", "xa"),
        Commune("Nà Hoa", "xa"),
        Commune("Suối Ngà", "phuong"),
        Commune(EVIL, "dac-khu"),
    ]
    targets = [
        inventory.target(ROOT, kind="province"),
        portal("lungxanh", "Xã Lũng Xanh"),
        portal("dongson", "Xa Dong Son"),
        portal("a", "Xã Nà Hoa"),
        portal("b", "Xã Nà Hoa"),
        portal("sn", f"Xã Suối Ngà, {EVIL}"),
        portal("khac", f"Xã Khác {EVIL}"),
    ]
    sites = {
        one.id: SiteResult(
            *(one.id, one.url, one.name, Kind.COMMUNE, "", "", State.NOT_SCANNED),
            cause=Cause.BLOCKED,
        )
        for one in targets
    }
    facts = ReachRun("20261122-030000-abcd", datetime(2026, 11, 22, 3, tzinfo=UTC), False, "2026.1")
    results = PortalSummary(facts, sites, {}) if run else None
    return commune_reach(
        communes, targets, province="Cao Bằng", official=by_name("Cao Bằng"), results=results
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("run", [True, False])
def test_the_page_is_whole_and_asks_for_nothing(lang: str, run: bool) -> None:
    text: str = pack("page").page(sample(run=run), lang)
    page = BeautifulSoup(text, "lxml")
    assert not page.find_all(["script", "img", "link", "iframe", "object"])
    assert "\u202e" not in text
    assert EVIL.partition("\u202e")[0] in page.get_text()
    assert "{" not in page.get_text().replace(page.style.get_text() if page.style else "", "")
    assert all(link["rel"] for link in page.select("main a"))
    shown = page.get_text()
    for part in ("Xã Lũng Xanh", "50%", "3/6", "56", "dongson.caobang.gov.vn", "khac.caobang"):
        assert part in shown
    assert len(page.select(".units tbody tr")) == 6
    assert len(page.select(".measures tbody tr")) == (6 if run else 2)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_must_be_done_is_listed(lang: str) -> None:
    page = BeautifulSoup(pack("page").page(sample(), lang), "lxml")
    lists = [part.get_text() for part in page.select(".todo ul")]
    assert len(lists) == 5
    missing, doubtful, hosts, remarks, unlisted = lists
    assert "alert" in missing
    assert doubtful.count("dongson.caobang.gov.vn") == 2
    assert "b.caobang.gov.vn" in doubtful
    assert "suoinga.caobang.gov.vn" in hosts
    assert "sn.caobang.gov.vn" in remarks
    assert "khac.caobang.gov.vn" in unlisted


def test_a_list_of_the_official_length_raises_no_notice() -> None:
    communes = [Commune(f"Xã số {n}", "xa", str(n)) for n in range(56)]
    told = commune_reach(
        communes, [inventory.target(ROOT, kind="province")], official=by_name("Cao Bằng")
    )
    page = BeautifulSoup(pack("page").page(told, "en"), "lxml")
    assert [notice.get_text() for notice in page.select(".notice")] == [
        notice.get_text() for notice in page.select(".notice") if "No run" in notice.get_text()
    ]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    told = commune_reach([Commune("=1+1"), Commune("@a")], [])
    pack("data").write_csv(told, tmp_path / "c.csv")
    rows = list(csv.DictReader((tmp_path / "c.csv").read_text("utf-8-sig").splitlines()))
    assert [row["commune"] for row in rows] == ["'=1+1", "'@a"]
    assert {row["portal"] for row in rows} == {"no"}


def keys(table: Mapping[str, object], prefix: str = "") -> dict[str, set[str]]:
    """Return the gaps of each text, by dotted key."""
    found: dict[str, set[str]] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            found |= keys(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = set(re.findall(r"\{(\w+)\}", str(value)))
    return found


def texts(lang: str) -> dict[str, set[str]]:
    return keys(tomllib.loads((TEXTS / f"{lang}.toml").read_text(encoding="utf-8")))


def test_both_languages_have_the_same_texts_and_gaps() -> None:
    assert texts("vi") == texts("en")


def test_every_machine_name_has_words() -> None:
    known = texts("vi")
    wanted = {f"{group}.{name}" for group in ("measure", "short", "explain") for name in MEASURES}
    wanted |= {f"form.{form}" for form in HostForm}
    wanted |= {f"state.{state}" for state in ("has", "none", "several", "ambiguous")}
    wanted |= {f"remark.{name}" for name in ("kind-differs", "name-differs", "not-commune")}
    assert wanted <= set(known)


def _scanned(target: Target, *findings: Finding, cause: Cause | None = None) -> SiteResult:
    state = State.NOT_SCANNED if cause else State.SCANNED
    return SiteResult(
        *(target.id, target.url, target.name, Kind.COMMUNE, "", "", state),
        cause=cause,
        findings=findings,
    )


def _found(check: str, status: Status) -> Finding:
    family = check.partition(".")[0]
    return Finding(check, family, status, "x", Severity.HIGH, 3.0)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_the_run_found_wanting_is_work_to_do(lang: str) -> None:
    names = ("A", "B", "C", "D")
    targets = [portal(name.lower(), f"Xã {name}") for name in names]
    down, plain, wanting, well = targets
    sites = [
        _scanned(down, cause=Cause.REFUSED),
        _scanned(plain, _found("tls.https", Status.FAIL)),
        _scanned(
            wanting,
            _found("information.leaders", Status.FAIL),
            _found("information.news_fresh", Status.PASS),
        ),
        _scanned(well, _found("tls.https", Status.PASS)),
    ]
    facts = ReachRun("20261122-030000-abcd", datetime(2026, 11, 22, 3, tzinfo=UTC), True, "2026.1")
    results = PortalSummary(facts, {site.id: site for site in sites}, {})
    told = commune_reach(
        [Commune(name, "xa") for name in names], targets, province="X", results=results
    )
    page = BeautifulSoup(pack("page").page(told, lang), "lxml")
    work = [" ".join(part.get_text().split()) for part in page.select(".todo .names")]
    assert [text[:4] for text in work] == ["Xã A", "Xã B", "Xã C"]
    assert "(1/2 " in work[2]
