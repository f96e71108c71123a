"""Many labels are searched in one pass, and a phrase never reaches from one into the next."""

from portal_audit.analyse.required_information.vocabulary import Vocabulary


def test_each_text_gets_the_phrases_that_stand_in_it() -> None:
    phrases = Vocabulary()
    phrases.add(["ngan sach", "cong khai", "khai ngan"])
    labels = ["cong khai", "ngan sach xa", "", "cong khai ngan sach"]
    found = sorted(phrases.found_in_each(labels))
    assert found == [
        (0, "cong khai"),
        (1, "ngan sach"),
        (3, "cong khai"),
        (3, "khai ngan"),
        (3, "ngan sach"),
    ]


def test_without_phrases_nothing_is_found() -> None:
    assert list(Vocabulary().found_in_each(["cong khai"])) == []
