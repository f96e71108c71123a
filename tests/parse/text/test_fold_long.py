"""A long text is folded in one go, and comes out as if each of its letters had been folded."""

import random
import re
from collections.abc import Sequence

import pytest

from portal_audit.parse.text.vietnamese import composed, fold, key_words, nfc

_PIECES = (
    *("Ủy ban", "nhân dân", "ĐƯỜNG", "ðất đai", "e\u0302\u0301", "&amp;nbsp;", "&amp;", "&lt", " "),
    *("\u00a0", "\n", "\u200b", "–", "•", "_", "/", "-", "½", "ﬁ", "´", "“", "中", "9", ".", "ü"),
    *("İ", "\u3000", "＆", "…", "№", "\ufdd0", "\ue000", "\ud800"),
)


_OTHER_SCRIPTS = ("½", "中", "\ufdd0", "\ue000", "\ud800")


@pytest.mark.parametrize("pieces", [_PIECES, [one for one in _PIECES if one not in _OTHER_SCRIPTS]])
@pytest.mark.parametrize("seed", range(20))
def test_a_long_text_folds_as_its_parts_do(seed: int, pieces: Sequence[str]) -> None:
    chance = random.Random(seed)
    parts = ["".join(chance.choices(pieces, k=12)) for _ in range(60)]
    whole = " ".join(parts)
    assert len(whole) > 256 > max(map(len, parts))
    assert fold(whole) == " ".join(filter(None, map(fold, parts)))


@pytest.mark.parametrize("seed", range(60))
def test_words_of_a_text_are_letters_and_digits_of_the_folded_one(seed: int) -> None:
    text = "".join(random.Random(seed).choices(_PIECES, k=80))
    assert key_words(text) == " ".join(re.findall("[a-z0-9]+", fold(text)))


@pytest.mark.parametrize("text", ["Xã  Mẫu", " Xã Mẫu ", "Xã\u00a0Mẫu", "Xã\nMẫu", "Xã Mẫu"])
def test_text_fit_to_show_has_single_spaces(text: str) -> None:
    assert nfc(text) == "Xã Mẫu" == " ".join(composed(text).split())
