"""A scorecard: level, rank, caps and gains, then every finding; no score where none is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from portal_audit.model import Severity, Status
from portal_audit.output.report import Language, Report, write
from tests.fixtures.faulty_portal import report_of, site_with


def page(site_map: dict[Path, BeautifulSoup], name: str) -> BeautifulSoup:
    return next(soup for file, soup in site_map.items() if file.name == name)


def card_of(files: list[Path]) -> Path:
    return next(file for file in files if file.parent.name == "sites")


def words(element: Tag | BeautifulSoup | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def test_scorecard_leads_with_level_rank_caps_and_gains(
    lang: Language, site_map: dict[Path, BeautifulSoup]
) -> None:
    card = page(site_map, "hoaloc.thachgiang.gov.example.html")
    text = words(card)
    for said in {
        "vi": (
            "E Kém",
            "Hạng 5 trên 5",
            "Điểm bị khống chế ở 30 vì: Có khối ẩn chứa 14 liên kết lạ",
            "Việc cần làm",
            "Làm xong tất cả các việc trên, điểm là",
            "portal-audit evidence 2026-11-22-0300-7f3a --site hoaloc.thachgiang.gov.example",
            "openssl s_client -connect hoaloc.thachgiang.gov.example:443",
        ),
        "en": (
            "E Very poor",
            "Rank 5 of 5",
            "The score is capped at 30 because: A hidden block holds 14 strange links",
            "Tasks",
            "With all of these done, the score is",
            "portal-audit evidence 2026-11-22-0300-7f3a --site hoaloc.thachgiang.gov.example",
            "openssl s_client -connect hoaloc.thachgiang.gov.example:443",
        ),
    }[lang]:
        assert said in text
    lost = card.select(".faulty details")
    assert lost
    assert not any(each.has_attr("open") for each in lost)
    assert all({"vi": "Cách sửa", "en": "How to fix it"}[lang] in words(each) for each in lost)


def test_no_fault_is_headed_by_its_opposite(
    lang: Language,
    site_map: dict[Path, BeautifulSoup],
    report_in: Callable[[Language], Report],
) -> None:
    checks = {check.id: check.texts[lang] for check in report_in(lang).catalog}
    card = page(site_map, "hoaloc.thachgiang.gov.example.html")
    heads = {
        str(each["id"]): "".join(head.find_all(string=True, recursive=False)).strip()
        for each in card.select(".faulty dl")
        if isinstance(head := each.find_previous("summary"), Tag)
    }
    assert heads == {check: checks[check].fault for check in heads}
    assert heads["content.injected_spam"] != checks["content.injected_spam"].title
    tasks = [words(each).partition(" ")[2] for each in card.select(".task label")]
    assert tasks
    assert {texts.title for texts in checks.values()}.isdisjoint(tasks)
    front = page(site_map, "index.html")
    listed = {
        str(link["href"]).removeprefix("checks/").removesuffix(".html"): words(link)
        for link in front.select('a[href^="checks/"]')
    }
    assert listed
    assert listed == {check: checks[check].fault for check in listed}


def test_what_passes_is_headed_by_the_requirement(
    lang: Language,
    site_map: dict[Path, BeautifulSoup],
    report_in: Callable[[Language], Report],
) -> None:
    report = report_in(lang)
    name = "anphu.thachgiang.gov.example"
    site = next(each for each in report.run.sites if each.id == name)
    texts = {check.id: check.texts[lang] for check in report.catalog}
    text = words(page(site_map, f"{name}.html"))
    met = [found.check for found in site.findings if found.status is Status.PASS]
    assert met
    assert [check for check in met if texts[check].title not in text] == []
    assert [check for check in met if texts[check].fault in text] == []


def test_scores_of_others_are_shown_as_ours(
    lang: Language, site_map: dict[Path, BeautifulSoup]
) -> None:
    card = page(site_map, "anphu.thachgiang.gov.example.html")
    views = [words(view) for view in card.find_all(class_="view")]
    assert [" ".join(view.split()[:2]) for view in views] == [
        "MDN HTTP",
        "SSL Labs",
        "Mozilla Server",
    ]
    said = {
        "vi": (
            "B điểm 75 · thuật toán phiên bản 5",
            "Chính sách nội dung (CSP): Không có chính sách (−25)",
            "B: còn bật SSL 3.0, TLS 1.0 hoặc TLS 1.1",
            "chưa có TLS 1.3",
            "Điều cản trở cấu hình trung gian (intermediate)",
            "Phiên bản giao thức ngoài danh sách: TLSv1.0, TLSv1.1",
        ),
        "en": (
            "B score 75 · algorithm version 5",
            "No policy (−25)",
            "B: SSL 3.0, TLS 1.0 or TLS 1.1 is still on",
            "TLS 1.3 is not offered yet",
            "What keeps it from intermediate",
            "Protocol versions that are not on the list: TLSv1.0, TLSv1.1",
        ),
    }[lang]
    places = (0, 0, 1, 1, 2, 2)
    assert [
        text for place, text in zip(places, said, strict=True) if text not in views[place]
    ] == []
    ours = {"vi": "không phải kết quả do họ cấp", "en": "not a result they have issued"}
    assert ours[lang] in words(card)


def test_one_score_of_the_observatory_is_shown(site_map: dict[Path, BeautifulSoup]) -> None:
    card = page(site_map, "anphu.thachgiang.gov.example.html")
    view = words(card.find_all(class_="view")[0])
    assert "75" in view
    assert "70" not in view, "the score of an older algorithm"


def test_what_fixing_one_fault_gains_stands_beside_it(
    lang: Language, report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    report = report_in(lang)
    site = next(s for s in report.run.sites if any(f.check == "headers.hsts" for f in s.findings))
    finding = next(f for f in site.findings if f.check == "headers.hsts")
    gain = {
        "score": 2.6,
        "observatory": {"6": {"points": 20, "score": 95, "grade": "A"}},
        "ssl_labs": {"from": "A-", "to": "A+"},
        "mozilla_tls": {"5.8": {"from": "old", "to": "intermediate"}, "6.0": {"from": "none"}},
    }
    views = {
        **site.views,
        "observatory": {"6": {"score": 75, "grade": "B"}},
        "if_fixed": {"headers.hsts": gain, "tls.versions": {"score": 0.0}, "x": "nonsense"},
    }
    lost = replace(finding, status=Status.FAIL, outcome="missing")
    run = replace(report.run, sites=(replace(site, findings=(lost,), gains=(), views=views),))
    file = card_of(write(replace(report, run=run), ["html"], tmp_path))
    card = BeautifulSoup(file.read_text("utf-8"), "lxml")
    label = {"vi": "Nếu chỉ sửa lỗi này", "en": "Impact"}[lang]
    told = card.select_one(f'[id="headers.hsts"] dt:-soup-contains("{label}") + dd')
    assert isinstance(told, Tag)
    assert (
        next(told.stripped_strings)
        == {
            "vi": "+2,6 điểm; Observatory 75 → 95 (B → A); SSL Labs A- → A+; "
            "Mozilla cũ (old) → trung gian (intermediate)",
            "en": "+2.6 points; Observatory 75 → 95 (B → A); "
            "SSL Labs A- → A+; Mozilla old → intermediate",
        }[lang]
    )


def test_site_of_which_one_side_was_not_read_says_so(
    lang: Language, report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    report = report_in(lang)
    site = next(site for site in report.run.sites if site.rank)
    half = replace(site, rank=None, level="N", part_coverage={"security": 1, "publication": 0.2})
    index, *_ = write(replace(report, run=replace(report.run, sites=(half,))), ["html"], tmp_path)
    said = {
        "vi": "Phần “Công khai và khả năng tiếp cận” mới kiểm tra được 20% trọng số",
        "en": "Only 20% of the weight of “Published information” could be tested",
    }
    assert said[lang] in index.read_text("utf-8")


def test_site_that_could_not_be_read_has_a_cause_and_no_score(
    lang: Language, site_map: dict[Path, BeautifulSoup]
) -> None:
    card = page(site_map, "soxd.thachgiang.gov.example.html")
    assert not card.find("details", class_="finding")
    assert not card.find(class_="marks")
    assert {"vi": "không trả lời trong thời gian chờ", "en": "did not answer in time"}[
        lang
    ] in words(card)


def test_what_lowers_the_coverage_stands_open_and_the_rest_is_folded(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    report = report_in("vi")
    site = next(site for site in report.run.sites if len(site.findings) > 2)
    first, second, *_ = site.findings
    findings = (
        replace(first, status=Status.NOT_TESTED, outcome="no-evidence"),
        replace(second, status=Status.NOT_TESTED, outcome="no-evidence", weight=0),
    )
    run = replace(report.run, sites=(replace(site, findings=findings, caps=(), gains=()),))
    file = card_of(write(replace(report, run=run), ["html"], tmp_path))
    card = BeautifulSoup(file.read_text("utf-8"), "lxml")
    titles = {check.id: check.texts["vi"].title for check in report.catalog}
    opened, folded, *_ = card.select("#more > details")
    assert (opened.has_attr("open"), folded.has_attr("open")) == (True, False)
    assert titles[first.check] in words(opened)
    assert titles[second.check] not in words(opened)
    assert titles[second.check] in words(folded)


def test_a_cap_held_by_several_findings_names_them(
    report_in: Callable[[Language], Report], lang: Language, tmp_path: Path
) -> None:
    report = report_in(lang)
    site = next(
        site
        for site in report.run.sites
        if {"headers.hsts", "content.csp"} <= {f.check for f in site.findings}
    )
    grave = tuple(
        replace(f, status=Status.FAIL, severity=Severity.HIGH, outcome="missing", facts={})
        for f in site.findings
        if f.check in ("headers.hsts", "content.csp")
    )
    held = replace(
        site,
        findings=grave,
        families={},
        score=69.0,
        uncapped=90.0,
        caps=tuple(f.check for f in grave),
        level="C",
        gains=(),
    )
    file = card_of(
        write(replace(report, run=replace(report.run, sites=(held,))), ["html"], tmp_path)
    )
    section = BeautifulSoup(file.read_text("utf-8"), "lxml").find("section", class_="capped")
    assert isinstance(section, Tag)
    said = {"vi": "khống chế ở 69 vì: còn 2 lỗi", "en": "capped at 69 because: 2 faults are open"}
    assert said[lang] in words(section)
    links = {str(link["href"]) for link in section.find_all("a")}
    assert links == {"#headers.hsts", "#content.csp"}


PICTURE = b"\xff\xd8\xff\xe0 front page"


def test_a_scorecard_shows_the_picture_of_its_site_alone(
    report_in: Callable[[Language], Report], lang: Language, tmp_path: Path
) -> None:
    site = "anphu.thachgiang.gov.example"
    report = replace(report_in(lang), screenshot=lambda one: PICTURE if one == site else None)
    write(report, ["html"], tmp_path)
    shown = {
        file.stem: BeautifulSoup(file.read_text("utf-8"), "lxml").find("figure", class_="shot")
        for file in (tmp_path / "sites").glob("*.html")
    }
    assert [name for name, figure in shown.items() if figure] == [site]
    figure = shown[site]
    assert isinstance(figure, Tag)
    image = figure.find("img")
    assert isinstance(image, Tag)
    assert image["src"] == f"{site}.jpg"
    assert (tmp_path / "sites" / f"{site}.jpg").read_bytes() == PICTURE
    assert "An Phú" in str(image["alt"])


def test_what_is_no_jpeg_is_not_shown(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    report = replace(report_in("vi"), screenshot=lambda _: b"<svg onload=alert(1)>")
    write(report, ["html"], tmp_path)
    assert not any("<img" in file.read_text("utf-8") for file in tmp_path.glob("sites/*.html"))
    assert not any(tmp_path.glob("sites/*.jpg"))


def test_every_fault_tells_what_it_rests_on_and_where_more_stands(
    lang: Language, site_map: dict[Path, BeautifulSoup], report_in: Callable[[Language], Report]
) -> None:
    report = report_in(lang)
    why = {check.id: " ".join(check.texts[lang].why.split()) for check in report.catalog}
    seen = set()
    for site in report.run.sites[:6]:
        card = page(site_map, f"{site.id}.html")
        for place in card.select(".faulty dl"):
            check = str(place["id"])
            finding = next(each for each in site.findings if each.check == check)
            first = report.basis(finding)[0]
            assert " ".join(first.split()) in words(place)
            assert place.find("a", href=f"../checks/{check}.html")
            assert why[check] in words(place)
            seen.add(finding.status)
    assert seen == {Status.PARTIAL, Status.FAIL}


def test_a_portal_that_needs_a_browser_says_so_and_what_to_do(
    report_in: Callable[[Language], Report], lang: Language, tmp_path: Path
) -> None:
    report = report_in(lang)
    first, *others = report.run.sites
    scripted = replace(
        first,
        findings=tuple(
            replace(one, outcome="needs-browser", status=Status.NOT_TESTED)
            if one.family == "information"
            else one
            for one in first.findings
        ),
    )
    run = replace(report.run, sites=(scripted, *others))
    write(replace(report, run=run), ["html"], tmp_path)
    told = {
        file.stem: "portal-audit[browser]" in file.read_text("utf-8")
        for file in (tmp_path / "sites").iterdir()
    }
    assert [name for name, said in told.items() if said] == [first.id]


def test_a_cap_that_the_same_work_lifts_is_not_told_again(tmp_path: Path) -> None:
    site = site_with(("tls.cert_trust", "expired"), ("tls.cert_expiry", "expired"))
    card = card_of(write(report_of(site), ["html"], tmp_path))
    capped = BeautifulSoup(card.read_text(encoding="utf-8"), "lxml").select_one(".capped")
    assert words(capped).count("khống chế ở") == 1
    assert "Sửa xong điều trên" not in words(capped)
