"""Documents that portals publish in place of pages: with text, without, and beyond reading."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from portal_audit.testbed.content import PAGES
from portal_audit.testbed.pdf import assemble, pdf, stream

PDF = "application/pdf"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{OFFICE}wordprocessingml.document"
XLSX = f"{OFFICE}spreadsheetml.sheet"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"
_WIDTH, _HEIGHT = 80, 112


def kept(name: str) -> bytes:
    """Return a file of the old formats, which LibreOffice wrote once: nothing here writes them."""
    return (PAGES / "files" / name).read_bytes()


def scan() -> bytes:
    """Return a PDF of one page that is a picture, as scanners make them: it has no text at all."""
    picture = zlib.compress(
        bytes((row * column) % 251 for row in range(_HEIGHT) for column in range(_WIDTH))
    )
    parts = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /XObject << /Im1 5 0 R >> >> >>",
        stream("q 595 0 0 842 0 0 cm /Im1 Do Q"),
        f"<< /Type /XObject /Subtype /Image /Width {_WIDTH} /Height {_HEIGHT}"
        " /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/ASCIIHexDecode /FlateDecode]"
        f" /Length {2 * len(picture) + 1} >>\nstream\n{picture.hex()}>\nendstream",
    )
    return assemble(parts)


def broken(lines: Sequence[str]) -> bytes:
    """Return a PDF of which the upload kept the beginning only."""
    return pdf(lines)[:400]


def locked(lines: Sequence[str]) -> bytes:
    """Return a PDF that opens with a password only."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(lines))))
    writer.encrypt("khong-ai-biet", algorithm="AES-256")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def word(lines: Sequence[str]) -> bytes:
    """Return a Word file (ECMA-376) of these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return _package({"word/document.xml": document})


def sheet(rows: Sequence[Sequence[str]]) -> bytes:
    """Return an Excel file (ECMA-376) of one sheet."""
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    text = f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>'
    return _package({"xl/worksheets/sheet1.xml": text})


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _package(parts: dict[str, str]) -> bytes:
    kinds = (
        f'<Types xmlns="{_KINDS}"><Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, part in {"[Content_Types].xml": kinds, **parts}.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{part}')
    return file.getvalue()
