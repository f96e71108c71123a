"""Which media type an answer has, as Chromium told for the same fields (1 December 2026)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.html import read_page
from portal_audit.parse.http.content_type import essence, media_type

HTML, PLAIN = "text/html", "text/plain"
OLD = "text/html; charset=windows-1258"


CASES = [
    ([PLAIN, HTML], True, ""),
    ([HTML, PLAIN], False, ""),
    ([OLD, HTML], True, "windows-1258"),
    ([HTML, OLD], True, "windows-1258"),
    ([OLD, HTML + "; charset=utf-8"], True, "utf-8"),
    ([OLD, PLAIN], False, ""),
    ([PLAIN + "; charset=windows-1258", HTML], True, ""),
    ([HTML, ""], True, ""),
    (["", HTML], True, ""),
    ([HTML, "*/*"], True, ""),
    (["*/*", HTML], True, ""),
    ([HTML, "garbage"], True, ""),
    (["garbage", HTML], True, ""),
    ([PLAIN, "garbage"], False, ""),
    (["text/html, text/plain"], False, ""),
    (["text/plain, text/html"], True, ""),
    (["text/html;charset=windows-1258,text/html;charset=utf-8"], True, "utf-8"),
    (['text/html; x="a, text/plain"', HTML], True, ""),
    (["text/html, charset=windows-1258"], True, ""),
    (["text/html; charset=windows-1258, foo"], True, "windows-1258"),
    (["text/html charset=windows-1258"], True, ""),
    (["text/html,"], True, ""),
    (["html"], True, ""),
    ([";charset=utf-8"], True, ""),
    (["text /html"], True, ""),
    (["application/unknown"], True, ""),
    (["text/"], False, ""),
    ([], True, ""),
]


@pytest.mark.parametrize(("sent", "is_page", "charset"), CASES)
def test_the_last_type_counts(sent: list[str], is_page: bool, charset: str) -> None:
    headers = tuple(("Content-Type", value) for value in sent)
    body = b"<!doctype html><title>t</title><p>x"
    url = "https://xa.example/"
    answer = HttpResponse(url, 200, headers, body, False, 0, 0.1, "HTTP/1.1")
    page = read_page(answer, asked=url)
    assert (page is not None) == is_page
    if page is not None and len(",".join(sent).split(",")) > 1:
        assert page.content_type.partition("charset=")[2] == charset


def test_a_single_type_is_told_as_written() -> None:
    assert media_type(["Text/HTML; Charset=UTF-8"]) == "Text/HTML; Charset=UTF-8"
    assert media_type(["html"]) == "html"


@given(st.lists(st.text(max_size=80), max_size=5))
def test_whatever_is_sent_gives_a_type_or_none(values: list[str]) -> None:
    assert essence(media_type(values)) in {"", *(essence(p) for p in ",".join(values).split(","))}
