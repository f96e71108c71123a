"""Evidence of ``security.txt`` (RFC 9116)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SecurityTxtAnswer:
    """What one place answered."""

    url: str
    """The URL asked for."""
    final_url: str
    status: int | None
    """``None`` where no answer came."""
    content_type: str = ""
    body: str = ""
    """At most 32 KiB, decoded as UTF-8 with replacement."""
    utf8: bool = True
    bom: bool = False
    truncated: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class SecurityTxt:
    """Both places where the file may stand; the second is asked only where the first has none."""

    well_known: SecurityTxtAnswer
    legacy: SecurityTxtAnswer | None = None
