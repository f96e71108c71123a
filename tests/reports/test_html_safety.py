"""The pages are safe to open whatever was scanned: nothing runs, nothing is fetched."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from portal_audit.output.report import Language, Report, write
from portal_audit.scoring.rank import rank
from tests.fixtures.invented_run import HOSTILE

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def words(element: Tag | BeautifulSoup) -> str:
    return " ".join(element.get_text(" ").split())


def policy_of(soup: BeautifulSoup) -> dict[str, str]:
    meta = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(meta, Tag)
    rules = (rule.strip().partition(" ") for rule in str(meta["content"]).split(";"))
    return {name: values for name, _, values in rules}


def test_only_our_own_script_runs_and_only_our_own_sheets_are_fetched(
    site_map: dict[Path, BeautifulSoup],
) -> None:
    for file, soup in site_map.items():
        assert not soup.find_all(["iframe", "object", "embed", "form", "base"])
        attributes = {name for element in soup.find_all(True) for name in element.attrs}
        assert not [name for name in attributes if name.startswith("on")]
        assert not {"src", "srcset", "background", "poster", "action"} & attributes
        rules = policy_of(soup)
        assert (rules["default-src"], rules["form-action"]) == ("'none'", "'none'")
        assert re.fullmatch(r"'sha256-[\w+/]{43}='", rules["script-src"])
        for script in soup.find_all("script"):
            digest = b64encode(sha256(script.get_text().encode()).digest()).decode()
            assert rules["script-src"] == f"'sha256-{digest}'"
        for link in soup.find_all("link"):
            assert link["rel"] == ["stylesheet"]
            sheet = (file.parent / str(link["href"])).read_text("utf-8")
            assert "url(" not in sheet
            assert "@import" not in sheet
        assert not soup.find_all("style")
        inline = {str(element["style"]) for element in soup.find_all(style=True)}
        assert all(re.fullmatch(r"(width: [\d.]+%|flex-grow: \d+)", style) for style in inline)


def test_links_lead_to_pages_that_are_there_or_out_safely(
    site_map: dict[Path, BeautifulSoup],
) -> None:
    ids = {
        file.resolve(): {e["id"] for e in soup.find_all(id=True)} for file, soup in site_map.items()
    }
    for file, soup in site_map.items():
        rules = {str(meta.get("name")): meta.get("content") for meta in soup.find_all("meta")}
        assert (rules["referrer"], rules["robots"]) == ("no-referrer", "nofollow")
        for link in soup.find_all("a"):
            target = urlsplit(str(link["href"]))
            if target.scheme:
                assert target.scheme in ("http", "https")
                assert not link.has_attr("target"), "no window that could reach back is opened"
                continue
            place = (
                (file.parent / unquote(target.path)).resolve() if target.path else file.resolve()
            )
            assert place in ids, link
            if target.fragment.startswith("fault="):  # for the script of the ranking
                ranking = site_map[next(each for each in site_map if each.resolve() == place)]
                wanted = target.fragment.removeprefix("fault=")
                assert ranking.find("option", attrs={"data-id": wanted}), link
                continue
            # A run may hold findings of checks that are not in the catalog any more.
            assert not target.fragment or target.fragment in ids[place], link


def test_scanned_text_is_shown_and_inert(site_map: dict[Path, BeautifulSoup]) -> None:
    for file in site_map:
        raw = file.read_text("utf-8")
        assert "<script>alert" not in raw.lower()
        assert "<img" not in raw.lower()
        assert not HIDDEN.search(raw), file
        assert "A" * 400 not in raw
    [hostile] = [soup for file, soup in site_map.items() if file.name.startswith("site-")]
    assert "<script>alert(1)</script>" in words(hostile)
    assert "⟨U+202E⟩gpj.exe⟨U+202C⟩" in words(hostile)
    assert "javascript:alert(document.domain)//" in words(hostile)
    assert "{{ 7*7 }} {% raw %}" in words(hostile)


@pytest.fixture(scope="module")
def hostile(
    report_in: Callable[[Language], Report], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The pages of a run whose title, tags, traits, organisation and province are an enemy's."""
    report = report_in("vi")
    out = tmp_path_factory.mktemp("hostile")
    words = [*HOSTILE.values()]
    model = next(site for site in report.run.sites if site.id.startswith("../"))
    sites = tuple(
        replace(
            model,
            id=f"{model.id}{number}",
            organisation=words[0],
            province=words[number % len(words)],
            tags=(words[number % len(words)], words[1]) if number else (),
            traits={"system": words[number // 2] if number < 8 else "other"},
        )
        for number in range(9)
    )
    run = rank(replace(report.run, sites=sites, authorised_by=words[0]))
    files = write(replace(report, run=run, title=words[0] + words[1]), ["html"], out)
    return {file.relative_to(out).as_posix(): file.read_text("utf-8") for file in files}


def test_hostile_words_are_inert_in_every_field_of_the_pages_about_a_run(
    hostile: dict[str, str],
) -> None:
    overviews = {name: text for name, text in hostile.items() if not name.startswith("sites/")}
    assert any(name.startswith("organisations/") for name in overviews)
    for name, text in overviews.items():
        soup = BeautifulSoup(text, "html.parser")
        assert not soup.find_all(["img", "iframe", "b"] if name != "leadership.html" else ["img"])
        assert len(soup.find_all("script")) == (name == "index.html")
        assert not HIDDEN.search(text), name
        assert "A" * 400 not in text
    for name in ("index.html", "shared.html", "leadership.html"):
        assert "<script>alert(1)</script>" in words(BeautifulSoup(hostile[name], "html.parser"))
    assert "⟨U+202E⟩gpj.exe" in words(BeautifulSoup(hostile["shared.html"], "html.parser"))
    assert all(re.fullmatch(r"[\w./-]+\.html", name) for name in hostile)
