"""Words that a regular expression cannot match without."""

import pytest

from portal_audit.parse.text.sure_words import any_can_match, sure_words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"java\.lang\.\w+(?:Exception|Error)", {"java.lang."}),
        (r"(?:PDOException|SQLSTATE\[\w+\])", {"PDOException", "SQLSTATE["}),
        (r"^it works!(?: apache httpd)?$", {"it works!"}),
        (r"(?:debug = )+[a-z]", {"debug = "}),
        (r"\d+", {""}),
        (r"abc|\d", {""}),
    ],
)
def test_one_of_the_words_stands_in_whatever_matches(pattern: str, words: set[str]) -> None:
    assert sure_words(pattern) >= words


def test_text_without_any_of_the_words_need_not_be_searched() -> None:
    patterns = [r"ORA-\d{5}: ", r"Fatal error: (?:Uncaught|Call to)"]
    assert any_can_match(patterns, "… ORA-00942: table or view does not exist")
    assert not any_can_match(patterns, "Ủy ban nhân dân xã")


def test_a_pattern_that_needs_no_word_may_match_any_text() -> None:
    assert any_can_match([r"\d+", "ORA-"], "Ủy ban nhân dân xã")
