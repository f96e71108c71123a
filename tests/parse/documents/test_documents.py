"""Published files: what has text, what is a picture of it, and what is out to harm the reader."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from pypdf import PdfWriter

from portal_audit.collect.probes.document_reader import READERS, read_all
from portal_audit.demo.pdf import pdf
from portal_audit.parse.documents import MOST_TEXT, DocumentText, read_document
from tests.bounded_time import cpu_seconds

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}'
SHEET = '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}'
UNKNOWN = DocumentText()
PATIENCE = 60.0
"""Seconds for a machine that is busy with other tests."""


def office(**parts: str | bytes) -> bytes:
    names = {
        "word": "word/document.xml",
        "sheet": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
        "core": "docProps/core.xml",
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(names.get(name, name), part)
    return file.getvalue()


def scan(pages: int = 1, *, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": "Quyết định  số 5"})
    if password:
        writer.encrypt(password)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def inflating(size: int) -> bytes:
    """Return a PDF whose page unpacks to *size* bytes."""
    packed = zlib.compress(b"( ) Tj " * (size // 7), 9)
    head = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n"
    head += b"<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R"
    head += b"/MediaBox[0 0 9 9]/Contents 4 0 R>>\nendobj\n4 0 obj\n<</Filter/FlateDecode/Length "
    head += str(len(packed)).encode() + b">>\nstream\n" + packed + b"\nendstream\nendobj\n"
    return head + b"trailer\n<</Size 5/Root 1 0 R>>\n%%EOF\n"


LOOP = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 9"
    b"/Kids[2 0 R 2 0 R]/Parent 2 0 R>>\nendobj\ntrailer\n<</Size 3/Root 1 0 R/Prev 10>>\n%%EOF\n"
)
XREF_LOOP = b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF"
NESTED = b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def test_a_pdf_with_text_is_read() -> None:
    reading = read_document(pdf(["Công khai dự toán ngân sách năm 2026", "Biểu số 01/CK-NSNN"]))
    assert (reading.pages, reading.has_text) == (1, True)
    assert reading.text == "Công khai dự toán ngân sách năm 2026\nBiểu số 01/CK-NSNN"


def test_a_pdf_locked_against_changes_only_is_read() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf(["Lịch tiếp công dân của Chủ tịch xã"])))
    writer.encrypt("", owner_password="văn phòng", algorithm="AES-256")
    file = BytesIO()
    writer.write(file)
    assert read_document(file.getvalue()).text == "Lịch tiếp công dân của Chủ tịch xã"


def test_a_pdf_without_letters_is_a_scan() -> None:
    assert read_document(scan(3)) == DocumentText(3, False, "", "Quyết định số 5")


@pytest.mark.parametrize(
    "data",
    [
        scan(password="khóa"),
        b"%PDF-1.7\n" + bytes(range(256)) * 40,
        b"%PDF-",
        b"",
        b"<html>Not found</html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04" + b"\xff" * 500,
        office(other="x"),
    ],
    ids=["encrypted", "noise", "head", "empty", "html", "ole", "no-zip", "another-zip"],
)
def test_what_cannot_be_read_is_unknown(data: bytes) -> None:
    assert read_document(data) == UNKNOWN


def test_word_keeps_paragraphs_and_rows() -> None:
    row = "<w:tr>{}</w:tr>".format(
        "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("Một", "Hai"))
    )
    body = f"<w:p><w:r><w:t>Danh </w:t></w:r><w:r><w:t>sách</w:t></w:r></w:p>{row}"
    data = office(
        word=WORD.format(body + "</w:document>"),
        core='<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Tờ trình</dc:title></c>',
    )
    assert read_document(data) == DocumentText(None, True, "Danh sách\nMột | Hai |", "Tờ trình")


def test_excel_keeps_rows_and_shared_strings() -> None:
    strings = "<sst><si><t>Khoản </t><t>chi</t></si><si><t>Số tiền</t></si></sst>"
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>99</v></c></row>'
    rows += '<row><c t="inlineStr"><is><t>Chợ</t></is></c><c><v>125</v></c></row>'
    data = office(sheet=SHEET.format(rows + "</x:worksheet>"), strings=strings)
    assert read_document(data).text == "Khoản chi | Số tiền | |\nChợ | 125 |"


def test_what_is_kept_is_short() -> None:
    assert len(read_document(office(word=WORD.format("<w:t>dài</w:t>" * 90_000))).text) == MOST_TEXT


@pytest.mark.parametrize("kind", ["file", "many", "utf-16"])
def test_entities_are_never_resolved(kind: str) -> None:
    entity = '"AAAAAAAA"' if kind == "many" else 'SYSTEM "file:///etc/passwd"'
    text = f"<!DOCTYPE d [<!ENTITY e {entity}>]><d><t>{'&e;' * 5}</t></d>"
    data = text.encode("utf-16") if kind == "utf-16" else text
    reading = read_document(office(word=data))
    assert "root:" not in reading.text
    assert "AAAA" not in reading.text


@pytest.mark.parametrize(
    "make",
    [
        lambda: inflating(300_000_000),
        lambda: inflating(20_000_000),
        lambda: LOOP,
        lambda: XREF_LOOP,
        lambda: NESTED,
        lambda: scan(4_000),
        lambda: office(word=b"<d><t>" + b" " * 300_000_000),
        lambda: office(word=b"<d>" * 1_000_000),
        lambda: office(sheet=b"<row><c>" * 400_000),
        lambda: office(**{f"p{n}": "" for n in range(5_000)}),
    ],
    ids=[
        *("pdf-bomb", "pdf-slow", "page-loop", "xref-loop", "nested", "many-pages"),
        *("zip-bomb", "deep-xml", "deep-sheet", "many-parts"),
    ],
)
def test_hostile_files_end_in_time_and_harm_no_other(make: Callable[[], bytes]) -> None:
    data = make()
    assert len(data) < 2_000_000
    READERS.close()  # a new child, so that no file is read twice
    with cpu_seconds(11.0):
        first, second = read_all([data, pdf(["Nội quy tiếp công dân của xã"])], PATIENCE)
    assert not first.has_text
    assert second.has_text


def test_what_a_child_that_was_kept_cannot_read_a_new_one_reads() -> None:
    good = pdf(["Nội quy tiếp công dân của xã"])
    READERS.close()
    assert read_all([good], PATIENCE)[0].has_text
    [kept] = READERS._idle
    kept.process.kill()  # as a file may that takes all memory
    first, second = read_all([good, good], PATIENCE)
    assert first.has_text
    assert second.has_text
    [other] = READERS._idle
    assert other.process.pid != kept.process.pid


def test_files_not_come_to_in_time_are_unknown() -> None:
    READERS.close()  # starting one takes longer than that
    assert read_all([pdf(["Nội quy tiếp công dân"])] * 2, 0.001) == [UNKNOWN, UNKNOWN]
