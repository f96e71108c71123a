"""The first words of Word and Excel files (ECMA-376): zip and XML, nothing is ever run."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree  # type: ignore[import-untyped]

from portal_audit.read.documents.reading import MOST_TEXT, MOST_TITLE, Reading, kept

MOST_PART = 4_000_000
"""Bytes read of one part, unpacked."""
MOST_ENTRIES = 3_000
MOST_STRINGS = 5_000
WORD = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
CORE = "docProps/core.xml"
CELL = " | "
"""Between two cells of a row."""


def read_office(data: bytes) -> Reading:
    """Read a Word text or the first sheet of an Excel file. Raises what zipfile and lxml do."""
    with ZipFile(BytesIO(data)) as archive:
        names = {info.filename for info in archive.infolist()[:MOST_ENTRIES]}
        if WORD in names:
            parts = _word(archive)
        elif SHEET in names:
            parts = _sheet(archive, _strings(archive) if STRINGS in names else [])
        else:
            return Reading()
        text = kept(["".join(_until_enough(parts))])
        title = kept(list(_texts(archive, CORE, "title", 1))) if CORE in names else ""
    return Reading(None, bool(text), text, title[:MOST_TITLE])


def _events(archive: ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """Yield (name without namespace, text) as each element of a part ends.

    No entity is resolved and nothing is fetched; a part that has a document type is not read,
    since the standard allows none (ECMA-376 part 2, section 8.1.4).
    """
    with archive.open(part) as file:
        data = file.read(MOST_PART)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        return
    events = etree.iterparse(
        BytesIO(data),
        events=("end",),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=True,
        huge_tree=False,
    )
    for _, element in events:
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


def _texts(archive: ZipFile, part: str, name: str, most: int) -> Iterator[str]:
    for tag, text in _events(archive, part):
        if tag == name:
            yield text
            most -= 1
            if most <= 0:
                return


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


def _until_enough(parts: Iterator[str]) -> Iterator[str]:
    """Stop soon after what is kept anyway, and in any case."""
    length = count = 0
    for part in parts:
        yield part[:MOST_TEXT]
        length, count = length + len(part), count + 1
        if length > MOST_TEXT * 2 or count > MOST_TEXT * 10:
            return
