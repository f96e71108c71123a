"""A one-page PDF with Vietnamese text that can be selected and searched (ISO 32000-1)."""

from __future__ import annotations

from collections.abc import Sequence

LINE_LIMIT = 90
FIRST_CODE = 33


def pdf(lines: Sequence[str]) -> bytes:
    """Return a PDF whose text is these lines, at most about 220 different characters in all.

    Vietnamese letters stand in no standard encoding: the font gets one of its own, and a
    ToUnicode table (section 9.10.3) that leads back to the letters.
    """
    letters = sorted(set("".join(lines)))[: 256 - FIRST_CODE]
    code = {letter: FIRST_CODE + index for index, letter in enumerate(letters)}
    names = " ".join(f"/uni{ord(letter):04X}" for letter in letters)
    shown = "".join(
        f"<{bytes(code[letter] for letter in line if letter in code).hex()}> '\n" for line in lines
    )
    content = f"BT /F1 11 Tf 16 TL 60 780 Td\n{shown}ET"
    parts = (
        "<< /Type /Catalog /Pages 2 0 R /Lang (vi-VN) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R"
        f" /Encoding << /Type /Encoding /Differences [{FIRST_CODE} {names}] >> >>",
        stream(_to_unicode(code)),
    )
    return assemble(parts)


def stream(text: str) -> str:
    """Return a stream object of text."""
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _to_unicode(code: dict[str, int]) -> str:
    """Return the table from codes to letters, in blocks of at most a hundred."""
    rows = [f"<{number:02x}> <{ord(letter):04x}>" for letter, number in code.items()]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Testbed def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{body}\nendcmap end end"
    )


def assemble(parts: Sequence[str]) -> bytes:
    """Return a file of these objects, numbered from 1, with their cross-reference table."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + end.encode("ascii")
