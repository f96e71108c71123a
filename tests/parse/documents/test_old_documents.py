"""Files in formats that most communes still publish: Word and Excel 97, OpenDocument, RTF."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.collect.probes.document_reader import READERS, read_all
from portal_audit.demo.pdf import pdf
from portal_audit.parse.documents import DocumentText, read_document
from portal_audit.parse.documents.word97 import word_text
from tests.bounded_time import cpu_seconds

FILES = Path(__file__).parent / "files"
UNKNOWN = DocumentText()
BUDGET = (
    "ỦY BAN NHÂN DÂN XÃ AN PHÚ\n"
    "Công khai dự toán ngân sách năm 2026 kèm theo Quyết định số 12/QĐ-UBND ngày 05/01/2026.\n"
    "Nội dung | Dự toán |\n"
    "Tổng thu | 12.500.000 |\n"
    "Người phụ trách: bà Trần Thị Bình, điện thoại 0225 3812 345."
)
TITLE = "Công khai dự toán ngân sách xã An Phú năm 2026"
OLD_LETTERS = (
    "Công khai dự toán ngân sách xã An Phú năm 2026, địa chỉ: đường Nguyễn Trãi, ủy ban nhân dân "
    "xã, văn bản hướng dẫn"
)
SHEET = "Khoản chi | Dự toán | Ngày duyệt |\nChợ xã An Phú | 125000 | 05/01/2026 |\nĐường thôn Đông"
EIGHT_BIT, ENCRYPTED, SECOND_TABLE = 0x4000_0000, 0x0100, 0x0200


def file(name: str) -> bytes:
    return (FILES / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("budget.doc", BUDGET, TITLE),
        ("budget.odt", BUDGET, TITLE),
        ("budget.rtf", BUDGET, ""),
        ("tcvn3.doc", OLD_LETTERS, "Công khai dự toán"),
        ("tcvn3.rtf", OLD_LETTERS, ""),
        ("vni.doc", OLD_LETTERS, ""),
    ],
)
def test_texts(name: str, text: str, title: str) -> None:
    assert read_document(file(name)) == DocumentText(None, True, text, title)


@pytest.mark.parametrize("name", ["sheet.xls", "sheet.ods"])
def test_sheets(name: str) -> None:
    assert read_document(file(name)).text.startswith(SHEET)


RTF_1258 = (
    rb"{\rtf1\ansi\ansicpg1258\deff0{\fonttbl{\f0\fcharset163 Times;}}"
    rb"\f0 Li\'f2ch ti\'ea\'ecp d\'e2n}"
)


@pytest.mark.parametrize("data", [RTF_1258, RTF_1258.replace(b"1258", b"1252")])
def test_rtf_in_windows_1258(data: bytes) -> None:
    """The font's character set counts before the code page of the file."""
    assert read_document(data).text == "Lịch tiếp dân"


EXPORTED = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8>
<title>Biểu 5</title><style>p{}</style><xml><w:View>Normal</w:View></xml></head><body><p>Dự toán
<b>năm</b> 2026</p><table><tr><td>Thu</td><td>12.500</td></tr><tr><th>Chi</th><td>{}</td></tr>"""
SPREADSHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>
<Row><Cell><Data ss:Type="String">Thu</Data></Cell><Cell><Data>12500</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Chi</Data></Cell></Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(
    ("source", "text", "title"),
    [
        (EXPORTED, "Dự toán năm 2026\nThu | 12.500 |\nChi | {} |", "Biểu 5"),
        (SPREADSHEET, "Thu | 12500 |\nChi |", ""),
    ],
)
def test_html_by_the_name_of_a_document(source: str, text: str, title: str) -> None:
    assert read_document(source.encode()) == DocumentText(None, True, text, title)


def test_html_of_the_server_is_no_document() -> None:
    assert read_document(b"<!doctype html><html><body>Not found</body></html>") == UNKNOWN


def test_a_file_without_words_is_a_picture_of_them() -> None:
    assert read_document(file("picture.doc")) == DocumentText(None, False)


def document(
    *pieces: bytes | str,
    length: int = 999,
    flags: int = 0,
    version: int = 0xC1,
    formatting: bytes = b"",
) -> tuple[bytes, bytes]:
    """Return the main stream of a Word file, and the table that puts its pieces in order.

    Words are written in UTF-16, bytes as they are.
    """
    main = bytearray(0x400)
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<I", main, 0x4C, length)
    ends, descriptors = [0], b""
    for piece in pieces:
        wide = isinstance(piece, str)
        descriptors += struct.pack("<HIH", 0, len(main) if wide else len(main) * 2 | EIGHT_BIT, 0)
        ends.append(ends[-1] + len(piece))
        main += piece.encode("utf-16-le") if isinstance(piece, str) else piece
    table = struct.pack(f"<{len(ends)}I", *ends) + descriptors
    clx = formatting + b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<II", main, 0x1A2, 4, len(clx))
    return bytes(main), b"\0" * 4 + clx


def text_of(main: bytes, table: bytes) -> str | None:
    return word_text(main, {"0Table": table}.__getitem__)


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ((b"Noi quy",), "Noi quy"),
        (("Nội quy", b" cua xa"), "Nội quy cua xa"),
        ((b"x\x8b\xe9", " – Đ"), "x\u2039\xe9 – Đ"),
        ((b"a\rb\x0bc\x0cd",), "a\nb\nc\nd"),
        ((b"a\x07b\x07\x07c",), "a | b | \nc"),
        ((b"co\x1eop h\x1fuu",), "co-op h\xaduu"),
        ((b'xem \x13 HYPERLINK "http://a" \x14tai day\x15.',), "xem tai day."),
        ((b"\x13 TOC \x13 PAGE \x149\x15 \x14Muc luc\x15",), "Muc luc"),
        ((b"\x13 chua dong",), "\x13 chua dong"),
        ((), ""),
    ],
)
def test_the_pieces_of_a_word_file(pieces: tuple[bytes | str, ...], text: str) -> None:
    assert text_of(*document(*pieces)) == text


def test_formatting_stands_before_the_piece_table_and_notes_behind_the_text() -> None:
    formatting = b"\x01\x03\x00abc" * 4
    main, table = document(b"Noi quy", b"Chu thich", length=7, formatting=formatting)
    assert text_of(main, table) == "Noi quy"


def test_a_piece_outside_the_file_is_no_empty_text() -> None:
    main, table = document(b"Noi quy")
    with pytest.raises(ValueError, match="outside"):
        text_of(main[:-1], table)


@pytest.mark.parametrize("more", [{"flags": ENCRYPTED}, {"version": 0x68}])
def test_encrypted_and_older_files_stay_unknown(more: dict[str, int]) -> None:
    assert text_of(*document(b"x", **more)) is None  # type: ignore[arg-type]


def encrypted(name: str) -> bytes:
    """Return a Word file whose header says that it is encrypted."""
    data = bytearray(file(name))
    flags = data.index(b"\xec\xa5") + 0x0A
    data[flags + 1] |= ENCRYPTED >> 8
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        encrypted("budget.doc"),
        file("budget.doc")[:2_000],
        file("sheet.xls")[:1_500],
        file("budget.odt")[:5_000],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4_000,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40,
    ],
    ids=["encrypted", "half-doc", "half-xls", "half-odt", "ones", "noise"],
)
def test_what_cannot_be_read_is_unknown(data: bytes) -> None:
    assert read_document(data) == UNKNOWN


def patched(name: str, at: int, value: int) -> bytes:
    data = bytearray(file(name))
    struct.pack_into("<I", data, at, value)
    return bytes(data)


def mutated(name: str, seed: int) -> bytes:
    """Return a file with some bytes changed and perhaps its end cut off."""
    chance = random.Random(seed)
    data = bytearray(file(name))
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
    return bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])


GOOD = pdf(["Nội quy tiếp công dân của xã"])
PATIENCE = 120.0
"""Seconds for a machine that is busy with other tests."""
HOSTILE = [
    *(patched("budget.doc", at, 0xFFFFFFF0) for at in (0x2C, 0x30, 0x38, 0x3C, 0x40, 0x44, 0x48)),
    *(patched("sheet.xls", at, 0x00FFFFFF) for at in (0x2C, 0x44, 0x48)),
    b"{\\rtf1" + b"{" * 1_000_000,
    b"{\\rtf1" + b"\\'e9" * 400_000,
    b"{\\rtf1{\\pict\\bin999999999 x}" + b"\\u9999999999999 ?" * 1_000,
    b'{\\rtf1 {\\field{\\*\\fldinst{HYPERLINK "' + b'{\\field{\\*\\fldinst{HYPERLINK "' * 40_000,
    b"<html xmlns:o='urn:schemas-microsoft-com:office:office'>" + b"<div>" * 350_000,
    b"<html xmlns:o='urn:schemas-microsoft-com:office:office'><a " + b"a" * 1_000_000,
    *(mutated(name, seed) for name in ("budget.doc", "sheet.xls") for seed in range(12)),
]


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 12))
def test_hostile_files_end_in_time_and_harm_no_other(start: int) -> None:
    files = HOSTILE[start : start + 12]
    READERS.close()  # a new child, so that no file is read twice
    with cpu_seconds(38.0):
        *_, last = read_all([*files, GOOD], PATIENCE)
    assert last.has_text


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=1_200), st.binary(max_size=200))
def test_no_piece_table_breaks_it(tail: bytes, table: bytes) -> None:
    main, good = document(b"Noi quy")
    for stream in (table, good[:9] + table, good + table):
        data = b"\xec\xa5\xc1\x00" + tail if len(tail) % 2 else main
        try:
            assert isinstance(text_of(data, stream), str | None)
        except (struct.error, ValueError, IndexError):
            continue


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_behind_a_known_beginning(tail: bytes) -> None:
    for head in (b"{\\rtf1 ", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"):
        assert isinstance(read_document(head + tail), DocumentText)
