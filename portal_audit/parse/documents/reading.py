"""What reading a document brings, and which reader a file needs."""

import unicodedata
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZipFile

from portal_audit.parse.text.legacy_encodings import in_unicode

MOST_TEXT = 4_000
"""Characters kept."""
MOST_TITLE = 200
_OFFICE_NAMESPACE = b"urn:schemas-microsoft-com:office:"
"""HTML without it, in a document's place, is a message of the server."""
_SOFT_HYPHEN = "\xad"
"""A letter of TCVN3 (ư), and nothing to be seen anywhere else."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of one file."""

    pages: int | None = None
    """Of a PDF; ``None`` where unknown."""
    has_text: bool | None = None
    """Whether there is text at all, or only pictures of it; ``None``: could not tell."""
    text: str = ""
    title: str = ""


def read_document(data: bytes) -> Reading:
    """Read a file by what it is, not by what it is called. Raises nothing but MemoryError.

    Text in the letters of fonts from before Unicode (TCVN3, VNI) is brought to Unicode.
    """
    try:
        reading = _read(data)
    except MemoryError:
        raise
    except Exception:  # libraries raise whatever a broken file makes them raise
        return Reading()
    text, _ = in_unicode(unicodedata.normalize("NFC", reading.text))
    title, _ = in_unicode(unicodedata.normalize("NFC", reading.title), beside=reading.text)
    text, title = (words.replace(_SOFT_HYPHEN, "") for words in (text, title))
    return replace(reading, text=text[:MOST_TEXT], title=title[:MOST_TITLE])


def _read(data: bytes) -> Reading:
    # Only imported where needed: a child that reads no PDF need not load a library for it.
    if b"%PDF-" in data[:1024]:
        from portal_audit.parse.documents.pdf import read_pdf

        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _read_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        from portal_audit.parse.documents.compound_files import read_binary

        return read_binary(data)
    if data.startswith(b"{\\rtf"):
        from portal_audit.parse.documents.rtf import read_rtf

        return read_rtf(data)
    if _OFFICE_NAMESPACE in data[:4096]:
        from portal_audit.parse.documents.office_html import read_office_html

        return read_office_html(data)
    return Reading()


def _read_zip(data: bytes) -> Reading:
    from portal_audit.parse.documents import office, opendocument
    from portal_audit.parse.documents.zip_parts import MOST_ENTRIES

    with ZipFile(BytesIO(data)) as archive:
        names = {info.filename for info in archive.infolist()[:MOST_ENTRIES]}
        if office.WORD in names or office.SHEET in names:
            return office.read_office(archive, names)
        if opendocument.CONTENT in names:
            return opendocument.read_opendocument(archive, names)
    return Reading()


def kept(parts: list[str]) -> str:
    """Join what was read: line ends stay, other spaces collapse, surrogates and controls go."""
    lines = (" ".join(line.split()) for line in "\n".join(parts).splitlines())
    text = "\n".join(line for line in lines if line)
    text = "".join(sign for sign in text if sign in ("\n", _SOFT_HYPHEN) or sign.isprintable())
    return text[:MOST_TEXT]
