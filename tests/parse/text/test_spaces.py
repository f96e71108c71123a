"""Spaces of a text are made single, and counted, as lists of its words would have it."""

from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.text.spaces import (
    collapsed,
    first_words,
    has_fewer_words,
    single_spaces,
    spaced,
)


@given(st.text(alphabet="aế \n\t\r\f\u00a0\u2003\u200b\x1c"))
def test_collapsing_leaves_single_spaces_between_words(text: str) -> None:
    assert collapsed(text) == spaced(text) == " ".join(text.split())


@given(st.text(alphabet="aế \n"))
def test_of_several_spaces_one_is_left(text: str) -> None:
    assert single_spaces(text) == " ".join(filter(None, text.split(" ")))


@given(st.lists(st.text(alphabet="aế", min_size=1)), st.integers(1, 12))
def test_the_first_words_of_a_text(words: list[str], most: int) -> None:
    assert first_words(" ".join(words), most) == " ".join(words[:most])


@given(st.text(alphabet="aế \n"), st.integers(1, 6))
def test_whether_a_text_has_fewer_words(text: str, number: int) -> None:
    assert has_fewer_words(text, number) is (len(text.split()) < number)
