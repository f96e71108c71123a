"""Documents that would keep the parser busy for minutes are told by counting, and cut."""

import resource

import pytest

from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.html import read_page
from portal_audit.parse.html.hazards import MAX_CHARS, MAX_ELEMENTS, find_hazard
from tests.fixtures.hostile_pages import END_TAG_FLOOD, REOPENED_FORMATTING


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (END_TAG_FLOOD, "end-tags"),
        ("<x>" * 19_000 + "<!-- </x> -->" * 900 + "</Y >" * 200_000, "end-tags"),
        (REOPENED_FORMATTING, "formatting"),
        (REOPENED_FORMATTING.replace("font", "FoNT"), "formatting"),
        (REOPENED_FORMATTING.replace("</p>", f"</p><!--{'</font>' * 1_000}-->"), "formatting"),
        (REOPENED_FORMATTING.replace("</p>", f"</p><a b='{'</font>' * 1_000}'>"), "formatting"),
        (REOPENED_FORMATTING.replace("</p>", "</p>" + "</b>" * 1_000), "formatting"),
        ("<div>" * (MAX_ELEMENTS * 2), "elements"),
        ("x" * (MAX_CHARS + 1), "size"),
    ],
)
def test_a_hazard_is_told_with_its_reason(document: str, reason: str) -> None:
    hazard = find_hazard(document)
    assert hazard is not None
    assert hazard.reason == reason
    assert find_hazard(document[: hazard.at]) is None


@pytest.mark.parametrize(
    "document",
    [
        "<div>" + "<p>Đoạn văn <b>đậm</b> và <i>nghiêng</i></p>" * 4_000 + "</div>",
        "<table>" + "<tr><td>1<td><font color=red>đỏ</font>" * 5_000 + "</table>",
        "<ul>" + "<li><a href=/x>mục" * 9_000 + "</ul>",
        "<script>" + "'</y>'+'<b>';" * 90_000 + "</script>",
        "",
    ],
    ids=["paragraphs", "table without end tags", "list without end tags", "script", "nothing"],
)
def test_long_pages_of_ordinary_make_are_harmless(document: str) -> None:
    hazard = find_hazard(document)
    assert hazard is None or hazard.reason == "elements"


@pytest.mark.parametrize("document", [END_TAG_FLOOD, REOPENED_FORMATTING])
def test_a_hazardous_page_is_read_up_to_where_it_becomes_one(document: str) -> None:
    body = f"<title>Xã Mẫu</title><p>Chào</p>{document}".encode()
    kind = (("Content-Type", "text/html; charset=utf-8"),)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    page = read_page(
        HttpResponse("http://xa.gov.test/", 200, kind, body, False, 0, 0.0, "1.1"), asked="/"
    )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert page is not None
    assert page.title == "Xã Mẫu"
    assert "Chào" in page.text
    assert page.truncated
    assert page.cut in ("end-tags", "formatting")
    assert grown < 200_000  # KiB
