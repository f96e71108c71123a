"""Whether a selector finds anything in a page, in bounded time."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from portal_audit.parse.html.selected import Selected

PAGE = '<ul class=menu><li class="open first" data-n="a b"><a href="/x">x</a></ul><p id=end>y</p>'


@pytest.mark.parametrize(
    "selector",
    ["li", ".menu > li.open", ".menu a", "#end", "li + p", "a:hover", "p::before", "ul>li.first a"],
)
def test_what_stands_there_is_found(selector: str) -> None:
    assert Selected(LexborHTMLParser(PAGE))(selector)


@pytest.mark.parametrize(
    "selector", [".closed", ".menu > li.closed", "table a", "#start", "i:hover"]
)
def test_what_does_not_is_not(selector: str) -> None:
    assert not Selected(LexborHTMLParser(PAGE))(selector)


@pytest.mark.parametrize("selector", ['[data-n="a b"]', "::", "li[", "x" * 400, r"a\:b", ""])
def test_what_cannot_be_read_is_taken_to_find_something(selector: str) -> None:
    assert Selected(LexborHTMLParser(PAGE))(selector)


@pytest.mark.timeout(10)  # a hundred seconds and more, were the parts looked for together
def test_a_long_selector_over_a_deep_page_takes_no_time() -> None:
    deep = LexborHTMLParser("<div>" * 200 + "x")
    assert not Selected(deep)("i " + "div " * 12)
