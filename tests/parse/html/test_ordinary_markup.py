"""What is passed over at once is what reading tag by tag would have passed over."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from portal_audit.parse.html.hazards import _TOKEN
from portal_audit.parse.html.ordinary_markup import LONGEST_TAG, ordinary_markup
from portal_audit.parse.html.oversized_tags import _MARKUP

ORDINARY = ordinary_markup("script|b|/b")
SOUP = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<br/>",
                "<a href=\"/x?a>b\" class='c d'>",
                "<li\n  hidden >",
                "chữ",
                " ",
            ),
            *(
                "<script>",
                "</script>",
                "<b>",
                "</b>",
                "<B class=x>",
                "<!-- > -->",
                "<!doctype html>",
            ),
            *("<a x=y>", '<a x = "y">', '<a "x"=y>', '<i x="', '"', "'", ">", "<", "</", "=", "/"),
        ]
    ),
    max_size=30,
).map("".join)


def ordinary_part(text: str) -> str:
    found = ORDINARY.match(text)
    assert found is not None
    return found[0]


def ends(tags: re.Pattern[str], text: str) -> set[int]:
    return {tag.end() for tag in tags.finditer(text)}


@given(SOUP)
@example('<a x="<b>">chữ</a>')
def test_it_ends_where_every_reader_of_tags_ends_one(text: str) -> None:
    passed = ordinary_part(text)
    whole_tags = "<p>" + passed
    for reader in (_MARKUP, _TOKEN):
        assert ends(reader, whole_tags) <= ends(reader, whole_tags + text[len(passed) :])


@given(SOUP)
def test_it_holds_no_tag_that_is_asked_for_and_no_comment(text: str) -> None:
    names = [(tag["name"] or "<!--").lower() for tag in _MARKUP.finditer(ordinary_part(text))]
    assert not {"script", "b", "/b", "<!--"} & set(names)


def test_ordinary_pages_are_passed_over_in_one_go() -> None:
    page = '<!doctype html>\n<div class="a b" id=\'c\'><a href="/x">chữ &amp; 1 < 2</a><br /></div>'
    assert ordinary_part(page) == page


def test_a_tag_that_might_be_too_long_is_none() -> None:
    value = f'="{"x " * 400}"'
    long = f"<p {' '.join(f'a{n}{value}' for n in range(20))}>"
    assert len(long) < LONGEST_TAG
    assert ordinary_part(long) == long
    assert ordinary_part(long[:-1] + f" b{value}>") == ""
