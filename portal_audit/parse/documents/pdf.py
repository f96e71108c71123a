"""Whether a PDF has text, and how it begins (ISO 32000-1)."""

from io import BytesIO

from pypdf import PdfReader

from portal_audit.parse.documents.base import MOST_TEXT, MOST_TITLE, DocumentText, clipped

MOST_PAGES = 5
"""Pages looked at, from the first."""
FEWEST_LETTERS = 20
"""Letters on a page looked at, on average, from which it is text: a scan may bear a stamp."""


def read_pdf(data: bytes) -> DocumentText:
    """Read the first pages. Raises whatever pypdf makes of a broken file."""
    reader = PdfReader(BytesIO(data), strict=False)
    # Most protection is against changes only: readers open it with the empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        return DocumentText()
    count = len(reader.pages)
    parts: list[str] = []
    failed = looked = 0
    for number in range(min(count, MOST_PAGES)):
        try:
            parts.append(reader.pages[number].extract_text()[: MOST_TEXT * 4])
            looked += 1
        except Exception:  # one page may be broken where the next is not
            failed += 1
    text = clipped(parts)
    letters = sum(sign.isalpha() for sign in text)
    enough = letters >= min(FEWEST_LETTERS * max(looked, 1), MOST_TEXT // 4)
    # A page that could not be read might have been the one with the text.
    has_text = True if enough else None if failed or not looked else False
    return DocumentText(count, has_text, text, _title(reader))


def _title(reader: PdfReader) -> str:
    try:
        title = reader.metadata.title if reader.metadata else None
    except Exception:  # metadata may be of any type at all
        return ""
    return clipped([title])[:MOST_TITLE] if isinstance(title, str) else ""
