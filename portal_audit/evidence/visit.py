"""Evidence of the visit itself: when, from where to, under which rules."""

from dataclasses import dataclass
from datetime import date, datetime

from portal_audit.model import Target, day_in_vietnam


@dataclass(frozen=True, slots=True)
class Visit:
    """When the site was visited. Rules take today's date from here, never from the clock."""

    target: Target
    at: datetime
    """UTC."""
    seconds: float = 0.0
    """How long the visit took. Not used by any rule."""
    requests: int = 0
    """HTTP requests sent."""
    bytes_read: int = 0
    """Bytes of bodies as they came over the wire."""
    authorised_by: str | None = None
    staging: bool = False
    """Whether the portal is not yet open to the public, by the word of whoever runs the scan."""

    @property
    def day(self) -> date:
        """The day in Vietnam: it decides which law is in force and what is old."""
        return day_in_vietnam(self.at)
