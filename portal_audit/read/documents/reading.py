"""What reading a document brings, and which reader a file needs."""

from dataclasses import dataclass

MOST_TEXT = 4_000
"""Characters kept."""
MOST_TITLE = 200


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
    """Read a file by what it is, not by what it is called. Raises nothing but MemoryError."""
    # Only imported where needed: a child that reads no PDF need not load a library for it.
    try:
        if b"%PDF-" in data[:1024]:
            from portal_audit.read.documents.pdf import read_pdf

            return read_pdf(data)
        if data.startswith(b"PK\x03\x04"):
            from portal_audit.read.documents.office import read_office

            return read_office(data)
    except MemoryError:
        raise
    except Exception:  # libraries raise whatever a broken file makes them raise
        return Reading()
    return Reading()


def kept(parts: list[str]) -> str:
    """Join what was read: line ends stay, other spaces collapse, surrogates and controls go."""
    lines = (" ".join(line.split()) for line in "\n".join(parts).splitlines())
    text = "\n".join(line for line in lines if line)
    text = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    return text[:MOST_TEXT]
