"""Selectors are looked up by the elements that they name, and never at great cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from portal_audit.parse.html.selected import Selected
from tests.bounded_time import cpu_seconds

PAGE = '<ul id=menu><li class="a md:b"><a href="/x" target="_blank">a</a></ul><p data-x="1 2">b</p>'


def finds(selector: str, html: str = PAGE) -> bool:
    return Selected(LexborHTMLParser(html.encode()))(selector)


@pytest.mark.parametrize(
    "selector",
    [
        *(".a", "#menu", "LI.a", "ul > li", "ul li a", "li a::before", "a:first-child", "*", ""),
        *(".md\\:b", "a[target]", "a[target=_blank]", 'p[data-x="1 2"]', "p[data-x~='1']"),
        *(":root", "::selection", "li:not(.b)", "a:is(.b, .c)", "li:nth-child(2n + 1)", "&.a"),
    ],
)
def test_what_is_there_is_found_and_what_cannot_be_read_may_be(selector: str) -> None:
    assert finds(selector)


@pytest.mark.parametrize(
    "selector",
    [".nobody", "#nobody", "ul > .nobody", ".nobody li", "a[target=_top]", "video", ".a .nobody"],
)
def test_what_names_an_element_that_is_not_there_finds_nothing(selector: str) -> None:
    assert not finds(selector)


@given(st.text(alphabet="ap.#[]>+~:()\\\"'*= ,-1", max_size=60))
def test_any_selector_is_taken(selector: str) -> None:
    assert finds(selector) in (True, False)


@pytest.mark.parametrize(
    ("selector", "html"),
    [
        (".nobody ~ p ~ p ~ p", "<p>a</p>" * 5_000),
        (".nobody * * * * div", "<div>" * 150 + "a" + "</div>" * 150),
        (":not(" * 90 + "p" + ")" * 90, "<p>a</p>" * 5_000),
        ("[" * 290, "<p>a</p>" * 5_000),
        ("\\" * 299, PAGE),
    ],
)
def test_hostile_ones_cost_little(selector: str, html: str) -> None:
    with cpu_seconds(1):
        finds(selector, html)
