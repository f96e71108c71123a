"""Texts cleaned together, or piece by piece, are what they are cleaned one by one."""

import pytest

from portal_audit.parse.html.walk_scope import PageText, Place, clean, clean_all

LIMITS: dict[Place, int] = {"main": 60, "header": 20, "footer": 20}


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["Tin  tức", "\n Hỏi &amp; đáp\u00a0", "", "Tie\u0302\u0301ng", "Ðảng ðỏ", "x" * 50],
        ["e", "\u0301e", "&am", "p;"],  # nothing may reach over the end of a text
        ["with\0NUL", "b"],
    ],
)
def test_many_at_once(texts: list[str]) -> None:
    assert clean_all(texts, 20) == [clean(text, 20) for text in texts]


@pytest.mark.parametrize(
    "parts",
    [
        [("main", "a\n"), ("header", "b\n"), ("main", "\nc"), ("footer", " d ")],
        [("main", "e"), ("header", "\u0301"), ("main", "f")],  # pieces that meet within a line
        [("main", "&am"), ("footer", "\n"), ("main", "p; g")],
        [("footer", "long words " * 20), ("main", "\n" + "more words " * 30)],
        [],
    ],
)
def test_parts_of_a_page(parts: list[tuple[Place, str]]) -> None:
    text = PageText(40)
    for place, words in parts:
        text.enter(place)
        text.put(words)

    whole, by_place = text.told_apart(LIMITS)

    assert whole == clean("".join(words for _, words in parts)[:120], 40)
    for place, limit in LIMITS.items():
        found = "".join(words for where, words in parts if where == place)
        assert by_place[place] == clean(found[: limit * 3], limit)
