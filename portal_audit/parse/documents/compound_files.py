"""Word and Excel files of 1997–2003: streams in a compound file ([MS-CFB])."""

from io import BytesIO

from olefile import OleFileIO  # type: ignore[import-untyped]

from portal_audit.parse.documents.base import MOST_TITLE, DocumentText, clipped

WORD = "WordDocument"
BOOKS = ("Workbook", "Book")


def read_binary(data: bytes) -> DocumentText:
    """Read what the streams say it is. Raises what olefile and xlrd make of a broken file."""
    # Only imported where needed, as in ``read_document``.
    with OleFileIO(BytesIO(data)) as file:
        if file.exists(WORD):
            from portal_audit.parse.documents.word97 import word_text

            main = file.openstream(WORD).read()
            text = word_text(main, lambda name: file.openstream(name).read())
        elif any(map(file.exists, BOOKS)):
            from portal_audit.parse.documents.excel97 import book_text

            text = book_text(data)
        else:  # an encrypted OOXML file stands in such a container too
            return DocumentText()
        if text is None:
            return DocumentText()
        shown = clipped([text])
        return DocumentText(None, bool(shown), shown, _title(file))


def _title(file: OleFileIO) -> str:
    try:
        found = file.get_metadata()
        page = (found.codepage or 1252) & 0xFFFF
        name = "utf-8" if page == 65001 else f"cp{page}"
        return clipped([(found.title or b"").decode(name, "replace")])[:MOST_TITLE]
    except Exception:  # metadata may be of any type at all
        return ""
