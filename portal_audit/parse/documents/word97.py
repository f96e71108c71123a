"""The main text of a Word file of 1997–2003, put together from its pieces ([MS-DOC]).

Word keeps the text in pieces all over the main stream; a table in a second stream says in which
order. Formatting, notes, headers and text boxes are passed by.
"""

import re
from collections.abc import Callable, Iterator
from struct import Struct

from portal_audit.parse.documents.base import MOST_TEXT
from portal_audit.parse.documents.zip_parts import CELL

MOST_PIECES = 50_000
"""A file that was saved by hand for years has some hundreds."""
_MAGIC, _WORD_97 = 0xA5EC, 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_LENGTH_OF_MAIN, _CLX = 0x4C, 0x1A2
"""Offsets of ``ccpText`` and ``fcClx`` in the file information block (2.5.1, 2.5.4, 2.5.6)."""
_EIGHT_BIT = 0x4000_0000
"""``FcCompressed.fCompressed`` (2.9.73): one byte a character, and the offset is doubled."""
_SHORT, _LONG, _PAIR = Struct("<H"), Struct("<I"), Struct("<II")
_FIELD = re.compile("\x13[^\x13-\x15]{0,2000}(?:\x14([^\x13-\x15]*))?\x15")
"""A field: its instruction, then what it shows (2.8.25)."""
_BREAKS = {"\x07\x07": f"{CELL}\n", "\x07": CELL, "\r": "\n", "\x0b": "\n", "\x0c": "\n"}
_HYPHENS = {"\x1e": "-", "\x1f": "\xad"}
"""Signs of Word's own for hyphens that hold a word together or part it."""
_ENOUGH = MOST_TEXT * 4


def word_text(main: bytes, stream: Callable[[str], bytes]) -> str | None:
    """Return how the text begins; ``None`` where the file is encrypted or older than Word 97.

    *stream* gives the bytes of another stream of the file. Raises struct.error and ValueError
    where the file is not what it says it is.
    """
    magic, version = (_SHORT.unpack_from(main, at)[0] for at in (0, 2))
    flags = _SHORT.unpack_from(main, 0x0A)[0]
    if magic != _MAGIC or version < _WORD_97 or flags & _ENCRYPTED:
        return None
    length = _LONG.unpack_from(main, _LENGTH_OF_MAIN)[0]
    at, size = _PAIR.unpack_from(main, _CLX)
    table = stream("1Table" if flags & _SECOND_TABLE else "0Table")
    text = "".join(_pieces(main, _piece_table(table[at : at + size]), min(length, _ENOUGH)))
    for _ in range(3):  # a field may stand in another
        text = _FIELD.sub(lambda field: field[1] or "", text)
    for sign, meaning in (_BREAKS | _HYPHENS).items():
        text = text.replace(sign, meaning)
    return text


def _piece_table(clx: bytes) -> bytes:
    """Return the ``PlcPcd`` of a ``Clx``, behind any number of ``Prc`` (2.9.38)."""
    at = 0
    while clx[at] == 1:
        at += 3 + _SHORT.unpack_from(clx, at + 1)[0]
    if clx[at] != 2:
        raise ValueError("no piece table")
    return clx[at + 5 : at + 5 + _LONG.unpack_from(clx, at + 1)[0]]


def _pieces(main: bytes, table: bytes, length: int) -> Iterator[str]:
    """Yield the pieces of the first *length* characters (2.4.1)."""
    count = (len(table) - 4) // 12
    places = (count + 1) * 4
    for number in range(min(count, MOST_PIECES)):
        start, end = _PAIR.unpack_from(table, number * 4)
        if start >= length or end <= start:
            return
        place = _LONG.unpack_from(table, places + number * 8 + 2)[0]
        signs = min(end, length) - start
        yield _piece(main, place & ~_EIGHT_BIT, signs, eight_bit=bool(place & _EIGHT_BIT))


def _piece(main: bytes, place: int, signs: int, *, eight_bit: bool) -> str:
    start, size = (place // 2, signs) if eight_bit else (place, signs * 2)
    if start + size > len(main):
        raise ValueError("a piece lies outside the file")  # so that it is unknown, not empty
    raw = main[start : start + size]
    return raw.decode("windows-1252" if eight_bit else "utf-16-le", "replace")
