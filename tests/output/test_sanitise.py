"""Scanned text is shown so that nothing in it hides, reorders or floods."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.output.sanitise import one_line, plain_facts, sanitise, shorten


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ủy ban nhân dân xã Hòa Lộc", "Ủy ban nhân dân xã Hòa Lộc"),
        ("U\u0309y ban nha\u0302n da\u0302n", "U\u0309y ban nha\u0302n da\u0302n"),
        ("a\tb\nc\r\nd", "a\tb\nc\nd"),
        ("cod\u202eexe.jpg", "cod⟨U+202E⟩exe.jpg"),
        ("\u2066x\u2069\u200f\u061c", "⟨U+2066⟩x⟨U+2069⟩⟨U+200F⟩⟨U+061C⟩"),
        ("gov\u200b.vn\ufeff\xad", "gov⟨U+200B⟩.vn⟨U+FEFF⟩⟨U+00AD⟩"),
        ("\x1b[31mred\x00\x7f\x9b", "⟨U+001B⟩[31mred⟨U+0000⟩⟨U+007F⟩⟨U+009B⟩"),
        ("lone \ud800", "lone ⟨U+D800⟩"),
        ("line\u2028end", "line⟨U+2028⟩end"),
        ("\U000e0041tag", "⟨U+E0041⟩tag"),
        ("z" + "\u0335" * 40, "z" + "\u0335" * 3),
    ],
)
def test_hidden_characters_become_visible(text: str, shown: str) -> None:
    assert sanitise(text) == shown


@given(st.text(alphabet=st.characters()))
def test_any_text_can_be_written_and_is_shown_once(text: str) -> None:
    shown = sanitise(text)
    shown.encode("utf-8")
    assert sanitise(shown) == shown
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("ngắn", 10, "ngắn"),
        ("A" * 20, 5, "AAAAA (15 more)"),
        ("xa\u0302\u0301y", 2, "x (4 more)"),
    ],
)
def test_long_text_is_cut_and_says_so(text: str, most: int, shown: str) -> None:
    assert shorten(text, most, " ({left} more)") == shown


def test_facts_are_bounded() -> None:
    facts = plain_facts({"a": "x" * 5_000, "b": ["y" * 900] * 50, "c": 3, "d": None, "e": True})
    assert len(str(facts["a"])) < 330
    assert isinstance(facts["b"], tuple)
    assert len(facts["b"]) == 13
    assert facts["b"][-1] == "… (+38)"
    assert (facts["c"], facts["d"], facts["e"]) == (3, None, True)
