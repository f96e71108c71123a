"""Which reader a file needs, by its first bytes; text in one form, whatever it was written in."""

import unicodedata
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from portal_audit.evidence.crawl import Signature
from portal_audit.parse.documents.base import MOST_TEXT, MOST_TITLE, SOFT_HYPHEN, DocumentText
from portal_audit.parse.text.legacy_encodings import in_unicode

_OFFICE_NAMESPACE = b"urn:schemas-microsoft-com:office:"
"""HTML without it, in a document's place, is a message of the server."""


def read_document(data: bytes) -> DocumentText:
    """Read a file by what it is, not by what it is called. Raises nothing but MemoryError.

    Text in the letters of fonts from before Unicode (TCVN3, VNI) is brought to Unicode.
    """
    try:
        reading = _read(data)
    except MemoryError:
        raise
    except Exception:  # libraries raise whatever a broken file makes them raise
        return DocumentText()
    text, _ = in_unicode(unicodedata.normalize("NFC", reading.text))
    title, _ = in_unicode(unicodedata.normalize("NFC", reading.title), beside=reading.text)
    text, title = (words.replace(SOFT_HYPHEN, "") for words in (text, title))
    return replace(reading, text=text[:MOST_TEXT], title=title[:MOST_TITLE])


def read_signatures(data: bytes, ca_file: str | None = None) -> tuple[Signature, ...] | None:
    """Return the digital signatures of a PDF; ``None`` for other files, or unreadable ones.

    *ca_file* holds root certificates to trust. Raises nothing but MemoryError.
    """
    if b"%PDF-" not in data[:1024]:
        return None
    if b"/ByteRange" not in data:  # a signature's dictionary may not stand in compressed objects
        return ()
    # Takes most of a second to import, and few files need it.
    from portal_audit.parse.documents import signatures

    try:
        return signatures.read_signatures(data, ca_file)
    except MemoryError:
        raise
    except Exception:  # it raises whatever a broken file makes it raise
        return None


def _read(data: bytes) -> DocumentText:
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
    return DocumentText()


def _read_zip(data: bytes) -> DocumentText:
    from portal_audit.parse.documents import office, opendocument
    from portal_audit.parse.documents.zip_parts import MOST_ENTRIES

    with ZipFile(BytesIO(data)) as archive:
        names = {info.filename for info in archive.infolist()[:MOST_ENTRIES]}
        if office.WORD in names or office.SHEET in names:
            return office.read_office(archive, names)
        if opendocument.CONTENT in names:
            return opendocument.read_opendocument(archive, names)
    return DocumentText()
