"""Only labels that may matter to an item are gathered, and the rest changes nothing."""

import pytest

from portal_audit.analyse.required_information.label_index import LabelIndex, index
from portal_audit.analyse.required_information.labels import EXACT, SLUG, Label, label_patterns
from portal_audit.analyse.required_information.telling_words import telling_words
from portal_audit.evidence import Crawl, Link, Page

HOME = "https://vanmau.hacson.gov.vn/"
CHARTER = label_patterns(
    ("Quy chế ngôi chợ", "Nội quy … ngôi chợ"), false_friends=("Lễ … quy chế ngôi chợ",)
)
NEWS = Link(HOME + "tin/1", "Zwelt qorv mundi")
NAMED = Link(HOME + "cho", "Quy chế ngôi chợ")


def page(path: str, *links: Link, headings: tuple[str, ...] = ()) -> Page:
    return Page(HOME + path, HOME + path, 200, links=links, headings=headings)


def gathered(*pages: Page) -> list[Label]:
    """Return the candidates but for addresses: which of those count all items there are decide."""
    return [one for one in index(Crawl(pages)).candidates if one.evidence != "slug"]


def labels(*pages: Page) -> list[str]:
    return [one.label for one in gathered(*pages)]


def named(found: LabelIndex) -> list[tuple[str, str, int]]:
    return [
        (match.candidate.url, match.candidate.region, match.strength)
        for match in found.find(CHARTER)
    ]


def test_amid_inner_pages_only_words_that_may_name_something_are_gathered() -> None:
    assert labels(page(""), page("muc", NEWS, NAMED, headings=("Brunfel zwelt",))) == [NAMED.text]


def test_of_the_home_page_everything_is_gathered() -> None:
    assert labels(page("", NEWS, NAMED), page("muc")) == [NEWS.text, NAMED.text]


@pytest.mark.parametrize(
    "link",
    [
        Link(HOME + "x", "Trồng cây", region="nav"),
        Link(HOME + "x", "Trồng cây", source="option"),
        Link(HOME + "x", "Trồng cây (24.06.2026 12:00)"),
        Link(HOME + "muc", "Trồng cây"),
    ],
    ids=["menu", "option", "posting", "leads to a page that was read"],
)
def test_what_tells_of_the_site_is_gathered_whatever_its_words(link: Link) -> None:
    assert labels(page(""), page("tin", link), page("muc")) == [link.text]


def test_a_picture_whose_file_is_called_like_an_item_is_gathered() -> None:
    drawn = Link(HOME + "x", alt="quy-che-ngoi-cho.png", source="image")
    assert [one[2] for one in named(index(Crawl((page(""), page("tin", drawn)))))] == [SLUG]


def test_words_beside_the_name_of_a_picture_count_without_it() -> None:
    drawn = Link(HOME + "x", alt="Quy chế ngôi chợ 12.png", source="image")
    found = index(Crawl((page(""), page("tin", drawn))))
    assert [one[2] for one in named(found)] == [EXACT]


def test_what_stands_first_decides_even_where_a_menu_has_the_same_words_later() -> None:
    amid, menu = Link(HOME + "x", "Trồng cây"), Link(HOME + "x", "Trồng cây", region="nav")
    pages = (page(""), page("1", amid), page("2", menu))
    assert [one.region for one in gathered(*pages)] == ["body"]


def test_words_of_no_item_beside_it_do_not_change_what_names_an_item() -> None:
    alone = index(Crawl((page(""), page("muc", NAMED))))
    amid = index(Crawl((page(""), page("muc", NEWS, NAMED, NEWS), page("tin", NEWS))))
    assert named(alone) == named(amid) == [(NAMED.url, "body", EXACT)]


def test_a_false_friend_with_a_gap_is_known_by_all_of_its_words() -> None:
    friend = Link(HOME + "le", "Lễ đọc quy chế ngôi chợ")
    assert named(index(Crawl((page("", NAMED, friend),)))) == [(NAMED.url, "body", EXACT)]


def test_one_portal_says_nothing_of_the_next() -> None:
    one, other = Crawl((page("", NAMED),)), Crawl((page("", NEWS),))
    assert (named(index(one)), named(index(other)), named(index(one))) == (
        [(NAMED.url, "body", EXACT)],
        [],
        [(NAMED.url, "body", EXACT)],
    )


def test_words_are_folded_alike_whether_or_not_those_beside_them_are_fit_to_show() -> None:
    """One label with doubled spaces makes the whole batch take the slower way."""
    fit = telling_words(Crawl((page("", NAMED),)))
    unfit = telling_words(Crawl((page("", NAMED, Link(HOME, "Trồng  cây\n")),)))
    assert fit.keys[NAMED.text] == unfit.keys[NAMED.text] == "quy che ngoi cho"
    assert unfit.shown["Trồng  cây\n"] == "Trồng cây"
