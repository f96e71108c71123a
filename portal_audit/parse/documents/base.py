"""What reading a document brings, and how much of it is kept."""

from dataclasses import dataclass

from portal_audit.evidence.crawl import Signature

MOST_TEXT = 4_000
"""Characters kept."""
MOST_TITLE = 200
SOFT_HYPHEN = "\xad"
"""A letter of TCVN3 (ư), and nothing to be seen anywhere else."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What could be read of one file."""

    pages: int | None = None
    """Of a PDF; ``None`` where unknown."""
    has_text: bool | None = None
    """Whether there is text at all, or only pictures of it; ``None``: could not tell."""
    text: str = ""
    title: str = ""
    signatures: tuple[Signature, ...] | None = None
    """Of a PDF; ``None``: could not tell, or no PDF."""


def clipped(parts: list[str]) -> str:
    """Join what was read: line ends stay, other spaces collapse, surrogates and controls go."""
    lines = (" ".join(line.split()) for line in "\n".join(parts).splitlines())
    text = "\n".join(line for line in lines if line)
    text = "".join(sign for sign in text if sign in ("\n", SOFT_HYPHEN) or sign.isprintable())
    return text[:MOST_TEXT]
