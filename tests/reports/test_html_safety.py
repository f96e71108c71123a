"""The pages are safe to open whatever was scanned: nothing runs, nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def words(element: Tag | BeautifulSoup) -> str:
    return " ".join(element.get_text(" ").split())


def test_nothing_runs_and_nothing_is_fetched(pages: list[BeautifulSoup]) -> None:
    for soup in pages:
        assert not soup.find_all(["script", "link", "img", "iframe", "object", "embed", "form"])
        assert not soup.find_all("base")
        attributes = {name for element in soup.find_all(True) for name in element.attrs}
        assert not [name for name in attributes if name.startswith("on")]
        assert not {"src", "srcset", "background", "poster", "action"} & attributes
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert isinstance(policy, Tag)
        assert str(policy["content"]).startswith(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        )
        styles = " ".join(style.get_text() for style in soup.find_all("style"))
        assert "url(" not in styles
        assert "@import" not in styles
        inline = {str(element["style"]) for element in soup.find_all(style=True)}
        assert all(re.fullmatch(r"(width: [\d.]+%|flex-grow: \d+)", style) for style in inline)


def test_links_lead_to_pages_that_are_there_or_out_safely(
    site_map: dict[Path, BeautifulSoup],
) -> None:
    ids = {
        file.resolve(): {e["id"] for e in soup.find_all(id=True)} for file, soup in site_map.items()
    }
    for file, soup in site_map.items():
        for link in soup.find_all("a"):
            target = urlsplit(str(link["href"]))
            if target.scheme:
                assert target.scheme in ("http", "https")
                assert link["rel"] == ["noopener", "noreferrer", "nofollow"]
                continue
            place = (
                (file.parent / unquote(target.path)).resolve() if target.path else file.resolve()
            )
            assert place in ids, link
            # A run may hold findings of checks that are not in the catalog any more.
            assert not target.fragment or target.fragment in ids[place], link


def test_scanned_text_is_shown_and_inert(site_map: dict[Path, BeautifulSoup]) -> None:
    for file in site_map:
        raw = file.read_text("utf-8")
        assert "<script" not in raw.lower()
        assert "<img" not in raw.lower()
        assert not HIDDEN.search(raw), file
        assert "A" * 400 not in raw
    [hostile] = [soup for file, soup in site_map.items() if file.name.startswith("site-")]
    assert "<script>alert(1)</script>" in words(hostile)
    assert "⟨U+202E⟩gpj.exe⟨U+202C⟩" in words(hostile)
    assert "javascript:alert(document.domain)//" in words(hostile)
    assert "{{ 7*7 }} {% raw %}" in words(hostile)
