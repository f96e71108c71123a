"""Abbreviations written out, in labels and in names of pictures."""

import pytest

from portal_audit.analyse.required_information.abbreviations import words_of_file, written_out


@pytest.mark.parametrize(
    ("label", "whole"),
    [
        ("Văn bản PL", "Văn bản pháp luật"),
        ("QH-KẾ HOẠCH", "quy hoạch-KẾ HOẠCH"),
        ("Công khai NSĐP", "Công khai ngân sách địa phương"),
        # Only in capitals, only whole words, and not where “&” makes another name of it.
        ("Văn bản pl", "Văn bản pl"),
        ("Sở KH&CN", "Sở KH&CN"),
        ("PLATFORM", "PLATFORM"),
    ],
)
def test_labels(label: str, whole: str) -> None:
    assert written_out(label) == whole


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("/img/LayYKienDuThao357X50.png", "Lay Y Kien Du Thao X"),
        ("stc-tcd.png", "stc tiếp công dân"),
        ("STC-MSC.png", "STC mua sắm công"),
        ("banner_1.jpg", "banner"),
    ],
)
def test_names_of_pictures(name: str, words: str) -> None:
    assert words_of_file(name) == words
