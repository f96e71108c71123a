"""Every phrase of every item in one pass: whole words only, with how often, gaps by their parts."""

from portal_audit.analyse.required_information.vocabulary import Vocabulary, may_hold


def vocabulary(*phrases: str) -> Vocabulary:
    known = Vocabulary()
    known.add(phrases)
    return known


def test_whole_words_are_counted_even_where_they_share_a_space() -> None:
    found = vocabulary("chuc nang", "nang nhiem", "nhiem vu").found("chuc nang nhiem vu nhiem vu")
    assert found == {"chuc nang": 1, "nang nhiem": 1, "nhiem vu": 2}


def test_a_word_within_another_is_none() -> None:
    assert not vocabulary("an").found("ban lanh dao")


def test_phrases_learnt_later_are_found_too() -> None:
    known = vocabulary("lanh dao")
    known.found("lanh dao xa")
    known.add(["dao xa"])
    assert set(known.found("lanh dao xa")) == {"lanh dao", "dao xa"}


def test_of_a_phrase_with_a_gap_all_parts_must_stand_there() -> None:
    found = vocabulary("gop y … van ban").found("gop y du thao van ban")
    assert may_hold(found, "gop y … van ban")
    assert not may_hold(vocabulary("gop y … luat").found("gop y"), "gop y … luat")


def test_without_phrases_nothing_is_found() -> None:
    assert not Vocabulary().found("lanh dao")
