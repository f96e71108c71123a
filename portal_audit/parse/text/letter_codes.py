"""Long texts changed letter by letter at the speed of a codec, as ``str.translate`` is not.

ASCII, Vietnamese with its marks and the signs of common texts are less than 256 characters, which
makes them an encoding of single bytes: Python encodes it in C, and a table of 256 says what becomes
of each. Letters that it has not are looked up one by one and remembered.
"""

import codecs
import unicodedata
from collections.abc import Callable

_BASES = ("a", "e", "i", "o", "u", "y", "ă", "â", "ê", "ô", "ơ", "ư")
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VOWELS = [unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in _TONES]
_SMALL = "đ" + "".join(vowel for vowel in _VOWELS if not vowel.isascii())
SPELLING = "".join(map(chr, range(0xFDD0, 0xFDE0)))
"""Sixteen characters that no text has (Unicode 23.7), to spell letters of other scripts by."""
ALPHABET = "".join(
    ["\0\t\n", *map(chr, range(0x20, 0x7F)), _SMALL, _SMALL.upper(), "\u00a0“”‘’–—…", SPELLING]
)
_CODES = codecs.charmap_build(ALPHABET)
_MOST_REMEMBERED = 50_000


class LetterCodes:
    """A form of every letter, in one character each.

    ASCII stands for itself in what comes out; other letters are there as codes of their own, good
    for nothing but to be compared.
    """

    def __init__(self, name: str, form: Callable[[str], str]) -> None:
        """*form* says what becomes of a letter, whatever stands beside it: some letters or none.

        They must be ASCII, small Vietnamese letters or what ``spelled`` gives. *name* is the
        table's own.
        """
        forms = [form(letter) for letter in ALPHABET]
        put = {letter: chr(0x80 + at) for at, letter in enumerate(_SMALL + SPELLING)}
        self._form = form
        self._errors = f"portal_audit.{name}"
        self._rare: dict[str, str] = {}
        self._gone = bytes(code for code, one in enumerate(forms) if not one)
        signs = [put.get(one, one) if len(one) == 1 else " " for one in forms]
        self._table = "".join(signs).encode("latin-1").ljust(256, b" ")
        codecs.register_error(self._errors, self._unknown)

    def apply(self, text: str) -> str:
        """Return the forms of all letters of a text."""
        coded, _ = codecs.charmap_encode(text, self._errors, _CODES)
        return coded.translate(self._table, self._gone).decode("latin-1")

    def _unknown(self, error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeEncodeError)
        met = error.object[error.start : error.end]
        return "".join(map(self._form_of_rare, met)), error.end

    def _form_of_rare(self, letter: str) -> str:
        form = self._rare.get(letter)
        if form is None:
            if len(self._rare) >= _MOST_REMEMBERED:
                self._rare.clear()
            form = self._rare[letter] = self._form(letter)
        return form


def spelled(letter: str) -> str:
    """Return a letter that ``ALPHABET`` has not in six that stand for nothing else."""
    return "".join(SPELLING[int(digit, 16)] for digit in f"{ord(letter):06x}")
