"""One part of a zipped document, read as XML within bounds; nothing in it is ever run."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from zipfile import ZipFile

from lxml import etree  # type: ignore[import-untyped]

from portal_audit.parse.documents.base import MOST_TEXT

MOST_PART = 4_000_000
"""Bytes read of one part, unpacked."""
MOST_ENTRIES = 3_000
CELL = " | "
"""Between two cells of a row."""


def elements(
    archive: ZipFile, part: str, tags: Sequence[str] | None = None
) -> Iterator[etree._Element]:
    """Yield each element of a part as it ends; of *tags* only, where any are given.

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
        tag=tags,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=True,
        huge_tree=False,
    )
    for _, element in events:
        yield element


def until_enough(parts: Iterator[str]) -> Iterator[str]:
    """Stop soon after what is kept anyway, and in any case."""
    length = count = 0
    for part in parts:
        yield part[:MOST_TEXT]
        length, count = length + len(part), count + 1
        if length > MOST_TEXT * 2 or count > MOST_TEXT * 10:
            return
