"""One item of required information asked of one site: what is looked for, and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal_audit.api import Crawl, Front, Visit
from portal_audit.read.fields import Sought
from portal_audit.read.labels import Wanted, wanted
from portal_audit.read.survey import Survey, survey


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, Iterable) else ()


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table of an item."""

    labels: Sequence[str]
    """As portals write them, with marks; ``…`` stands for any words between."""
    abbreviations: Sequence[str] = ()
    slugs: Sequence[str] = ()
    """Addresses that ``labels`` do not already give."""
    false_friends: Sequence[str] = ()
    sections: Sequence[str] = ()
    """Labels of wider sections that may hold the item."""
    fields: Sequence[Mapping[str, object]] = ()
    """What the page must hold (see ``portal_audit.read.fields.Sought``)."""
    allow_off_site: Sequence[str] = ()
    """National systems that may hold it in the portal's place."""
    min_words: int = 15
    freshness_days: int = 0
    """Days after which the newest date on the page is too old; 0 where it does not matter."""
    on_home: bool = False
    """Whether the home page or its footer may hold it."""
    grace_until: str = ""
    """ISO date until which a missing item is a warning (Luật 01/2026/QH16 Đ31.3)."""

    def __post_init__(self) -> None:
        """Read the fields and the date once, so that a slip in a text file shows on loading."""
        self.sought()
        if self.grace_until:
            date.fromisoformat(self.grace_until)

    def sought(self) -> tuple[Sought, ...]:
        """Return what the page must hold."""
        return tuple(
            Sought(str(f["vi"]), str(f["en"]), _texts(f.get("words")), _texts(f.get("has")))
            for f in self.fields
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One item on one site."""

    site: Survey
    front: Front
    visit: Visit
    limits: Limits
    wanted: Wanted
    sought: tuple[Sought, ...]


def case_of(crawl: Crawl, front: Front, visit: Visit, limits: Limits) -> Case:
    """Prepare an item for a site."""
    looked_for = wanted(
        tuple(limits.labels),
        tuple(limits.abbreviations),
        tuple(limits.slugs),
        tuple(limits.false_friends),
    )
    return Case(survey(crawl), front, visit, limits, looked_for, limits.sought())
