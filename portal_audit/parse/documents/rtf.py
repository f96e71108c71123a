"""The words of Rich Text Format files, by striprtf."""

from striprtf.striprtf import rtf_to_text

from portal_audit.parse.documents.reading import Reading, kept


def read_rtf(data: bytes) -> Reading:
    """Read a file that begins with ``{\\rtf``. Raises whatever striprtf makes of a broken one."""
    # Every byte above 127 is meant to be written in ASCII; Latin-1 lets those through that are not.
    written = data.decode("latin-1")
    found: str = rtf_to_text(written, errors="replace")  # type: ignore[no-untyped-call]
    text = kept([found.replace("|", " | ")])
    return Reading(None, bool(text), text)
