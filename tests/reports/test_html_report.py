"""The pages: self-contained, readable, and safe to open whatever was scanned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from portal_audit.inventory.provinces import provinces
from portal_audit.model import Kind, State
from portal_audit.output.report import Language, Report, write
from portal_audit.rules.catalog import read

VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]")


def page(site_map: dict[Path, BeautifulSoup], name: str) -> BeautifulSoup:
    return next(soup for file, soup in site_map.items() if file.name == name)


def words(element: Tag | BeautifulSoup) -> str:
    return " ".join(element.get_text(" ").split())


def test_entry_page_comes_first_and_each_site_has_one(
    site_map: dict[Path, BeautifulSoup], report_in: Callable[[Language], Report]
) -> None:
    names = [file.name for file in site_map]
    assert names[:4] == ["index.html", "leadership.html", "shared.html", "methodology.html"]
    out = next(iter(site_map)).parent
    folders = Counter(file.parent.relative_to(out).as_posix() for file in site_map)
    report = report_in("vi")
    assert len(site_map) == folders.total() == len(set(site_map))
    assert folders["sites"] == len(report.run.sites)
    assert folders["checks"] == len(report.catalog.checks)
    assert folders["organisations"] == sum(group.sites > 1 for group in report.run.organisations)
    assert folders["letters"] > 5
    cards, letters = (
        {file.name for file in site_map if file.parent.name == folder}
        for folder in ("sites", "letters")
    )
    assert letters < cards


def test_pages_can_be_read_by_a_machine_that_reads_aloud(
    lang: Language, pages: list[BeautifulSoup]
) -> None:
    for soup in pages:
        assert isinstance(soup.html, Tag)
        assert soup.html["lang"] == lang
        assert [len(soup.find_all(name)) for name in ("h1", "main", "title")] == [1, 1, 1]
        first = soup.find("a")
        assert isinstance(first, Tag)
        assert first["href"] == "#main"
        ids = [element["id"] for element in soup.find_all(id=True)]
        assert len(ids) == len(set(ids))
        levels = [int(heading.name[1]) for heading in soup.find_all(re.compile("^h[1-6]$"))]
        assert all(below - above <= 1 for above, below in pairwise(levels))
        for element in soup.select("[aria-labelledby]"):
            assert element["aria-labelledby"] in ids
        for table in soup.find_all("table"):
            heads = len(table.find_all("th", scope="col"))
            assert all(len(row.find_all(["td", "th"])) == heads for row in table.find_all("tr"))


def test_a_cell_on_a_phone_says_what_it_is(pages: list[BeautifulSoup]) -> None:
    for soup in pages:
        for table in soup.find_all("table", class_="cards"):
            assert all(cell.get("data-label") for cell in table.find_all("td"))


def test_numbers_and_times_are_those_of_the_language(
    lang: Language, site_map: dict[Path, BeautifulSoup]
) -> None:
    front = words(page(site_map, "index.html"))
    time, score = {
        "vi": ("22/11/2026 10:00 (giờ Việt Nam, UTC+7)", r"\d,\d"),
        "en": ("22 November 2026, 10:00 (Vietnam time, UTC+7)", r"\d\.\d"),
    }[lang]
    assert time in front
    assert re.search(score, front)
    stale = {"vi": "Tin mới nhất đăng ngày 09/03/2026.", "en": "The latest news is of 2026-03-09."}
    assert any(stale[lang] in words(soup) for soup in site_map.values())


def test_front_page_ranks_and_sets_apart(
    lang: Language, site_map: dict[Path, BeautifulSoup]
) -> None:
    front = page(site_map, "index.html")
    named = {str(heading["id"]) for heading in front.select("section > [id]")}
    order = [str(one["aria-labelledby"]) for one in front.select("section[aria-labelledby]")]
    assert order[:4] == ["summary", "shared", "urgent", "ranking"]
    assert {"kind-commune", "unranked", "unread", "groups-organisations"} <= {*order, *named}
    unread = words(
        next(s for s in front.find_all("section") if s.get("aria-labelledby") == "unread")
    )
    assert {"vi": "Tường lửa", "en": "A firewall"}[lang] in unread
    unranked = next(
        (s for s in front.find_all("section") if s.h2 and s.h2["id"] == "unranked"), None
    )
    assert isinstance(unranked, Tag)
    assert "60%" in words(unranked)
    assert "Tân Lập" in words(unranked)


def test_every_check_has_its_page_and_its_line_in_the_methodology(
    lang: Language,
    site_map: dict[Path, BeautifulSoup],
    report_in: Callable[[Language], Report],
) -> None:
    for check in report_in(lang).catalog:
        texts = check.texts[lang]
        article = page(site_map, f"methodology-{check.family}.html").find("article", id=check.id)
        assert isinstance(article, Tag)
        assert texts.title in words(article)
        assert article.find("a", href=f"checks/{check.id}.html")
        text = words(page(site_map, f"{check.id}.html"))
        said = [texts.title, texts.fault, texts.want, texts.why, texts.fix]
        said += [*check.basis, *check.outcomes, *check.config.values()]
        assert [each for each in said if " ".join(each.split()) not in text] == []


def test_english_pages_are_english(report_in: Callable[[Language], Report], tmp_path: Path) -> None:
    basis = {source for check in report_in("en").catalog for source in check.basis}
    for file in write(report_in("en"), ["html"], tmp_path):
        soup = BeautifulSoup(file.read_text("utf-8"), "lxml")
        for scanned in [*soup.find_all("bdi"), *soup.find_all("option", lang="vi")]:
            scanned.clear()
        if soup.title:
            soup.title.clear()
        text = words(soup)
        for said in (*basis, "Cơ cấu tổ chức – Lãnh đạo", "nhà cái uy tín, tài xỉu online"):
            text = text.replace(said, "")
        text = text.replace(", nổ hũ đổi thưởng", "")
        assert not VIETNAMESE.findall(text), VIETNAMESE.search(text)


def test_same_run_same_pages(
    lang: Language,
    site_map: dict[Path, BeautifulSoup],
    report_in: Callable[[Language], Report],
    tmp_path: Path,
) -> None:
    again = write(report_in(lang), ["html"], tmp_path)
    assert [file.read_bytes() for file in again] == [file.read_bytes() for file in site_map]


def test_a_run_of_nothing_and_one_cut_short_can_be_shown(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    report = report_in("vi")
    none = replace(report.run, sites=(), organisations=(), provinces=(), complete=False)
    index, *_ = write(replace(report, run=none, profiles={}), ["html"], tmp_path)
    assert "chưa hoàn tất" in index.read_text("utf-8")


def test_findings_of_checks_that_are_gone_can_be_shown(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    report = report_in("vi")
    bare = replace(report, catalog=replace(report.catalog, checks=()), profiles={})
    files = write(bare, ["html", "csv", "json", "jsonl"], tmp_path)
    scanned = sum(site.state is State.SCANNED for site in report.run.sites)
    assert sum("headers.hsts" in file.read_text("utf-8") for file in files) >= scanned


def test_the_catalog_in_force_can_be_printed_and_no_page_of_it_is_large(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    catalog = read()
    files = write(replace(report_in("vi"), catalog=catalog), ["html"], tmp_path)
    pages = {file.relative_to(tmp_path).as_posix(): file.read_text("utf-8") for file in files}
    assert {f"checks/{check.id}.html" for check in catalog} <= set(pages)
    laws = {law.id for law in catalog.frameworks}
    method = " ".join(text for name, text in pages.items() if name.startswith("methodology"))
    assert [law for law in laws if f'id="framework-{law}"' not in method] == []
    of_rules = {n: t for n, t in pages.items() if n.startswith(("methodology", "checks/"))}
    assert {n: len(t.encode()) for n, t in of_rules.items() if len(t.encode()) > 150_000} == {}


def test_leaders_are_told_of_the_communes_of_every_listed_province(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    report = report_in("vi")
    sites = tuple(
        replace(site, province="Thanh Hóa" if site.kind is Kind.COMMUNE else "Hà Nội")
        for site in report.run.sites
    )
    write(replace(report, run=replace(report.run, sites=sites)), ["html"], tmp_path)
    text = (tmp_path / "leadership.html").read_text("utf-8")
    both = sum(one.communes for one in provinces() if one.name in ("Thanh Hóa", "Hà Nội"))
    assert f"trong {both} xã, phường, đặc khu có cổng" in text
