"""The words of Rich Text Format files, by striprtf."""

from striprtf.striprtf import rtf_to_text

from portal_audit.parse.documents.base import DocumentText, clipped


def read_rtf(data: bytes) -> DocumentText:
    """Read a file that begins with ``{\\rtf``. Raises whatever striprtf makes of a broken one."""
    # Every byte above 127 is meant to be written in ASCII; Latin-1 lets those through that are not.
    written = data.decode("latin-1")
    found: str = rtf_to_text(written, errors="replace")  # type: ignore[no-untyped-call]
    text = clipped([found.replace("|", " | ")])
    return DocumentText(None, bool(text), text)
