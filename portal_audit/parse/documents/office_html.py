"""Word and Excel files that are HTML or XML by another name, as many systems export them."""

import re

from selectolax.lexbor import LexborHTMLParser

from portal_audit.parse.documents.base import MOST_TITLE, DocumentText, clipped
from portal_audit.parse.documents.zip_parts import CELL
from portal_audit.parse.html.encoding import decode
from portal_audit.parse.html.hazards import harmless_part
from portal_audit.parse.html.oversized_tags import without_oversized_tags

MOST = 600_000
"""Bytes looked at."""
_CELL_END = re.compile(r"</(?:td|th|cell)\s*>", re.IGNORECASE)
_LINE_END = re.compile(r"</(?:tr|p|div|h[1-6]|li|row)\s*>|<br\s*/?>", re.IGNORECASE)
_NO_TEXT = "style, script, xml, head"
_BREAK = "\ue000"
"""A private character stands for the end of a line while white space is collapsed."""


def read_office_html(data: bytes) -> DocumentText:
    """Read what Word or Excel would show. Raises nothing of its own."""
    source, _ = decode(data[:MOST])
    source = harmless_part(without_oversized_tags(source))[0]
    marked = _LINE_END.sub(_BREAK, _CELL_END.sub(CELL, source.replace(_BREAK, "")))
    document = LexborHTMLParser(marked.encode("utf-8", "replace"))
    title = document.css_first("title")
    named = clipped([title.text()])[:MOST_TITLE] if title is not None else ""
    document.strip_tags(_NO_TEXT.split(", "))
    text = clipped(" ".join(document.text().split()).split(_BREAK))
    return DocumentText(None, bool(text), text, named)
