"""The first words of Word and Excel files (ECMA-376): zip and XML, nothing is ever run."""

from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree  # type: ignore[import-untyped]

from portal_audit.parse.documents.base import MOST_TEXT, MOST_TITLE, DocumentText, clipped
from portal_audit.parse.documents.zip_parts import CELL, elements, until_enough

MOST_STRINGS = 5_000
WORD = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
CORE = "docProps/core.xml"


def read_office(archive: ZipFile, names: set[str]) -> DocumentText:
    """Read a Word text or the first sheet of an Excel file. Raises what zipfile and lxml do."""
    if WORD in names:
        parts = _word(archive)
    else:
        parts = _sheet(archive, _strings(archive) if STRINGS in names else [])
    text = clipped(["".join(until_enough(parts))])
    title = clipped(list(texts(archive, CORE, "title", 1))) if CORE in names else ""
    return DocumentText(None, bool(text), text, title[:MOST_TITLE])


def texts(archive: ZipFile, part: str, name: str, most: int) -> Iterator[str]:
    """Yield the text of the first few elements of this name, whatever their namespace."""
    for tag, text in _events(archive, part):
        if tag == name:
            yield text
            most -= 1
            if most <= 0:
                return


def _events(archive: ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """Yield (name without namespace, text) as each element of a part ends."""
    for element in elements(archive, part):
        tag = element.tag if isinstance(element.tag, str) else ""
        yield _name(element, tag), element.text or ""
        if not tag.endswith(("}t", "}v")):
            element.clear()


def _name(element: etree._Element, tag: str) -> str:
    """Name an element; a cell also by its type, a paragraph also by standing in a cell."""
    name = tag.rpartition("}")[2]
    if name == "c":
        return f"c:{element.get('t') or ''}"
    if name == "p" and (parent := element.getparent()) is not None:
        return "p:cell" if str(parent.tag).endswith("}tc") else name
    return name


def _word(archive: ZipFile) -> Iterator[str]:
    for tag, text in _events(archive, WORD):
        if tag == "t":
            yield text
        elif tag in ("tab", "br", "p", "p:cell"):
            yield "\n" if tag in ("br", "p") else " "
        elif tag in ("tc", "tr"):
            yield CELL if tag == "tc" else "\n"


def _strings(archive: ZipFile) -> list[str]:
    """Return the shared strings; one may be made of several runs."""
    found, runs = [], []
    for tag, text in _events(archive, STRINGS):
        if tag == "t":
            runs.append(text[:MOST_TEXT])
        elif tag == "si":
            found.append("".join(runs))
            runs = []
            if len(found) >= MOST_STRINGS:
                break
    return found


def _sheet(archive: ZipFile, strings: list[str]) -> Iterator[str]:
    value = ""
    for tag, text in _events(archive, SHEET):
        if tag in ("v", "t"):
            value = text
        elif tag.startswith("c:"):
            shared = tag == "c:s" and value.isdecimal() and len(value) < 9
            index = int(value) if shared else len(strings)
            yield (strings[index] if index < len(strings) else "" if shared else value) + CELL
            value = ""
        elif tag == "row":
            yield "\n"
