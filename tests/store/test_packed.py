"""Evidence that is packed comes back as it was, whichever reader takes it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from portal_audit.errors import BadInput, BadStore
from portal_audit.evidence import Crawl, Evidence, Front, Link, Page
from portal_audit.evidence.serialise import dump, dump_around_pages, load_as_written
from portal_audit.store.packed import pack_evidence, read_evidence
from portal_audit.store.serialise import decompress

LINK = Link("https://a.example/x", "Giới thiệu", region="nav")
PAGE = Page("https://a.example/", "https://a.example/", 200, elapsed=1e-7, links=(LINK,))
SEEN = Evidence(
    Front((), PAGE, https=True), Crawl((PAGE, replace(PAGE, url="https://a.example/2")))
)


def written(evidence: Evidence) -> bytes:
    return decompress(pack_evidence(evidence).blob)


def changed(**page: Any) -> bytes:
    data = dump(SEEN)
    data["pages"][0] |= page
    return json.dumps(data).encode()


def test_what_this_version_wrote_is_read_by_the_quick_reader() -> None:
    read = load_as_written(written(SEEN))
    assert read is not None
    assert dump(read) == dump(SEEN)
    assert read_evidence(written(SEEN)).get(Front) == SEEN.get(Front)


@pytest.mark.parametrize(
    "text", ["half a pair: \ud83d", "line ends: \u2028 \x00 \x7f", "", "ế" * 9]
)
def test_whatever_a_hostile_page_says_comes_back(text: str) -> None:
    evidence = Evidence(Crawl((replace(PAGE, text=text, links=(Link(text, text),)),)))
    assert dump(read_evidence(written(evidence))) == dump(evidence)


def test_json_that_was_written_otherwise_is_read_too() -> None:
    spaced = json.dumps(dump(SEEN)).encode()
    assert load_as_written(spaced) is None
    assert dump(read_evidence(spaced)) == dump(SEEN)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ({"colour": 1}, "Page.colour: is not part of"),
        ({"links": [{"url": "/", "colour": 1}]}, "colour: is not part of"),
        ({"links": [{"url": 7}]}, "links.1.url"),
    ],
)
def test_what_is_no_page_is_refused_by_name(page: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_evidence(changed(**page))


def test_an_unknown_key_is_refused_even_where_all_else_is_as_this_version_writes_it() -> None:
    text = written(SEEN).replace(b'"target":""', b'"target":"","colour":1')
    with pytest.raises(BadInput, match="colour: is not part of"):
        read_evidence(text)


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[1]"])
def test_what_is_no_json_of_evidence_is_told(text: bytes) -> None:
    with pytest.raises((BadStore, BadInput)):
        read_evidence(text)


def test_pages_are_packed_as_they_are_dumped() -> None:
    around = dump_around_pages(SEEN)
    assert [page.url for page in around["pages"]] == [page["url"] for page in dump(SEEN)["pages"]]
