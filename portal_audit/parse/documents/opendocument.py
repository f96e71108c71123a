"""The first words of OpenDocument texts and sheets (ISO/IEC 26300)."""

from collections.abc import Iterator
from zipfile import ZipFile

from portal_audit.parse.documents.base import MOST_TITLE, DocumentText, clipped
from portal_audit.parse.documents.office import texts
from portal_audit.parse.documents.zip_parts import CELL, MOST_PART, elements, until_enough

CONTENT = "content.xml"
META, MANIFEST = "meta.xml", "META-INF/manifest.xml"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DATE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}date-value"
_BLOCKS = (f"{_TEXT}p", f"{_TEXT}h", f"{_TABLE}table-cell", f"{_TABLE}table-row")


def read_opendocument(archive: ZipFile, names: set[str]) -> DocumentText:
    """Read a text or the sheets of a book. Raises what zipfile and lxml do."""
    if MANIFEST in names and b"encryption-data" in archive.open(MANIFEST).read(MOST_PART):
        return DocumentText()
    text = clipped(["".join(until_enough(_words(archive)))])
    title = clipped(list(texts(archive, META, "title", 1))) if META in names else ""
    return DocumentText(None, bool(text), text, title[:MOST_TITLE])


def _words(archive: ZipFile) -> Iterator[str]:
    cell: list[str] = []
    for element in elements(archive, CONTENT, _BLOCKS):
        name, parent = element.tag, element.getparent()
        inside = parent is not None and parent.tag == f"{_TABLE}table-cell"
        if name.startswith(_TEXT):
            words = "".join(element.itertext())
            if inside:
                cell.append(words)
            else:
                yield words + "\n"
        elif name == f"{_TABLE}table-cell":
            # A date is shown in the way of whoever wrote it, month first for all we know.
            year, _, rest = element.get(_DATE, "")[:10].partition("-")
            written = "/".join((*reversed(rest.split("-")), year)) if rest else " ".join(cell)
            yield written + CELL
            cell = []
        else:
            yield "\n"
        element.clear(keep_tail=True)
