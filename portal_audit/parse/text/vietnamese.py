"""Vietnamese text made comparable: folding, slugs and words.

Sites spell the same label with and without marks, in NFC and NFD, with the Icelandic eth for đ,
with doubled entities, with dashes or underscores; folding brings all of these to one form.
"""

import html
import re
import unicodedata
from contextlib import suppress
from functools import lru_cache

from portal_audit.parse.text.letter_codes import LetterCodes
from portal_audit.parse.text.spaces import single_spaces, spaced

_SEPARATORS = str.maketrans(dict.fromkeys("_/-", " ") | {"&": " va "})
_PLAIN = dict.fromkeys("‐‑‒–—―−", " ") | {"đ": "d", "ð": "d"} | dict.fromkeys("“”„″«»", '"')
_PLAIN |= dict.fromkeys("‘’‚′´", "'") | dict.fromkeys("•·●▪►→№", " ")
"""Letters and signs that no decomposition makes ASCII."""
_PLAIN |= dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "")
_WORD_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
"""What Vietnamese letters are decomposed into: five tones, circumflex, breve and horn."""
_LONGEST_WORD, _MOST_FOLDED = 20, 50_000
"""Letters of a word whose folded form is remembered, and how many words are."""
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SHORTEST_LOSSY_SLUG = 4
"""Letters that a slug which lost letters needs, lest it be found everywhere."""


def fold(text: str) -> str:
    """Return text without case, marks and punctuation between words, for comparison only.

    Entities are undone twice (some sites encode twice), compatibility forms brought together
    (NFKC), đ and eth become d, marks and invisible characters go, letters become small, ``&``
    becomes ``va``, and ``_``, ``/`` and dashes become spaces, which are collapsed.
    """
    return _fold_short(text) if len(text) < 256 else _fold_long(text)


def nfc(text: str) -> str:
    """Return text fit to show: composed (NFC), eth as đ, spaces collapsed."""
    return spaced(composed(text))


def composed(text: str) -> str:
    """Return text composed (NFC), eth as đ, its spaces as they are."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")


def key_words(text: str) -> str:
    """Return the words of the folded text, with single spaces between: what is ``[a-z0-9]+``."""
    if "&" in text:
        text = html.unescape(html.unescape(text)).replace("&", " va ")
    return single_spaces(_KEYS.apply(text))


def key_words_by_line(text: str) -> str:
    """Return what :func:`key_words` does of each line of a text, with spaces around each or not."""
    if "&" in text:
        text = html.unescape(html.unescape(text)).replace("&", " va ")
    return single_spaces(_KEYS_BY_LINE.apply(text))


def _key_in_line(letter: str) -> str:
    return letter if letter == "\n" else _key_of(letter)


def _key_of(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter.lower()).lower()
    plain = (plain if plain.isascii() else _without_marks(plain)).translate(_SEPARATORS)
    return "".join(sign if sign in _WORD_SIGNS else " " for sign in plain)


@lru_cache(maxsize=4096)
def slug_forms(text: str) -> frozenset[str]:
    """Return how a label may stand in a URL: words joined by ``-``, and written together.

    Three treatments were seen: marks dropped and đ as d (``hoi-dap``), marks dropped and đ lost
    (``hoi-ap``, Liferay), every letter with a mark lost (``h-i-p``, NukeViet). Forms of the last
    two that are left with fewer than four letters say nothing and are not returned.
    """
    written = nfc(html.unescape(html.unescape(text))).lower()
    plain = _slugs(fold(text))
    without_d = _slugs(fold(written.replace("đ", "-")))
    gaps = _slugs("".join(char if char.isascii() else "-" for char in written))
    lost = _slugs("".join(char for char in written if char.isascii()))
    lossy = {form for form in without_d | gaps | lost if _letters(form) >= _SHORTEST_LOSSY_SLUG}
    return frozenset(form for form in plain | lossy if form)


def contains_words(haystack_folded: str, needle_folded: str) -> bool:
    """Tell whether the needle stands in the haystack between word boundaries. Both are folded."""
    if not needle_folded:
        return False
    start = haystack_folded.find(needle_folded)
    while start >= 0:
        end = start + len(needle_folded)
        if not haystack_folded[start - 1 : start].isalnum() and (
            not haystack_folded[end : end + 1].isalnum()
        ):
            return True
        start = haystack_folded.find(needle_folded, start + 1)
    return False


def _fold(text: str) -> str:
    if "&" in text:
        text = html.unescape(html.unescape(text))
    text = text.lower()
    if not text.isascii():
        text = _without_marks(unicodedata.normalize("NFKD", text).lower())
    return " ".join(text.translate(_SEPARATORS).split())


def _without_marks(text: str) -> str:
    """Return decomposed text without its marks; whole replacements are far quicker than a table."""
    text = text.replace("đ", "d")
    ascii_only = text.encode("ascii", "ignore")
    if len(text) - len(ascii_only) != sum(map(text.count, _MARKS)):
        for char, plain in _PLAIN.items():
            text = text.replace(char, plain)
        ascii_only = text.encode("ascii", "ignore")
        if len(text) - len(ascii_only) != sum(map(text.count, _MARKS)):
            return text.translate({ord(char): None for char in {*text} if _invisible(char)})
    return ascii_only.decode("ascii")


_fold_short = lru_cache(maxsize=8192)(_fold)


class _FoldedWords(dict[str, str]):
    """Words met in long texts → folded. Vietnamese has some 7,000 syllables: they soon repeat."""

    def __missing__(self, word: str) -> str:
        """Fold a word that is met for the first time; long ones (addresses) are not remembered."""
        folded = _fold(word)
        if len(word) <= _LONGEST_WORD:
            if len(self) >= _MOST_FOLDED:
                self.clear()
            self[word] = folded
        return folded


_FOLDED = _FoldedWords()


@lru_cache(maxsize=128)
def _fold_long(text: str) -> str:
    """Fold letter by letter where each becomes ASCII, which is far quicker; else word by word.

    Both are the same: nothing that folding does reaches over a space, and only other scripts have
    letters whose form depends on those beside them.
    """
    if "&" in text:
        text = html.unescape(html.unescape(text)).replace("&", " va ")
    with suppress(UnicodeEncodeError):  # another script
        folded = single_spaces(_FOLDED_LETTERS.apply(text.replace("…", "...")))
        if folded.isascii():
            return folded
    return " ".join(filter(None, map(_FOLDED.__getitem__, text.split())))


def _folded_letter(letter: str) -> str:
    return _fold(f"a{letter}b")[1:-1]


@lru_cache(maxsize=4096)
def _invisible(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] == "M" or category == "Cf"


def _slugs(text: str) -> set[str]:
    words = _NOT_SLUG.sub(" ", text).split()
    return {"-".join(words), "".join(words)}


def _letters(form: str) -> int:
    return len(form) - form.count("-")


_FOLDED_LETTERS = LetterCodes("folded", _folded_letter)
_KEYS = LetterCodes("keys", _key_of)
_KEYS_BY_LINE = LetterCodes("keys-by-line", _key_in_line)
