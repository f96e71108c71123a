"""One item of required information judged on one site: what is looked for, and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal_audit.analyse.required_information.fields import RequiredField
from portal_audit.analyse.required_information.labels import (
    Label,
    LabelPatterns,
    label_patterns,
    words_of,
)
from portal_audit.analyse.required_information.section_pages import marked
from portal_audit.analyse.required_information.site_index import SiteIndex, site_index
from portal_audit.analyse.required_information.trace import Step
from portal_audit.analyse.required_information.vocabulary import FOLDED, LABELS, MARKED, TOPICS
from portal_audit.api import Crawl, Front, Visit


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, Iterable) else ()


@dataclass(frozen=True, slots=True)
class ItemLimits:
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
    """What the page must hold (see ``portal_audit.analyse.required_information.fields.Sought``)."""
    allow_off_site: Sequence[str] = ()
    """National systems that may hold it in the portal's place."""
    national_by_address: Sequence[str] = ()
    """Those of them, or pages of them (``host/part``), that hold nothing else: a picture that leads
    there need not be named."""
    systems: Sequence[str] = ()
    """First labels of hosts of other bodies' systems that may hold it; only they could tell."""
    topics: Sequence[str] = ()
    """Words that, in a label, hint at the item without naming it; its content must tell."""
    inside: Sequence[str] = ()
    """Words by which a wider section holds the item without naming it; two of them are enough."""
    inside_numbers: bool = False
    """Whether numbers of administrative documents are such words too."""
    beside: Sequence[str] = ()
    """Everyday words that count as ``inside`` only on a page whose label hints at the item."""
    fields_suffice: bool = False
    """Whether a wider section holds the item as soon as it holds the fields."""
    own_name: bool = False
    """Whether the home page must not speak in another organisation's name."""
    min_words: int = 15
    freshness_days: int = 0
    """Days after which the newest date on the page is too old; 0 where it does not matter."""
    home_line: Sequence[str] = ()
    """Words of a line on the home page that holds it, where a way to answer stands behind them."""
    gaps_inside: int = 0
    """Fields that may be missing where it stands within a wider section."""
    on_home: bool = False
    """Whether the home page or its footer may hold it."""
    grace_until: str = ""
    """ISO date until which a missing item is a warning (Luật 01/2026/QH16 Đ31.3)."""

    phrases: "ItemPhrases" = field(init=False, repr=False, compare=False)
    """Its words, prepared when the file is loaded and not again for each portal."""

    def __post_init__(self) -> None:
        """Read the fields and the date once, so that a mistake in a text file shows on loading."""
        self.sought()
        object.__setattr__(self, "phrases", self._prepared())
        LABELS.add(self.phrases.topics)
        TOPICS.add(self.phrases.topics)
        FOLDED.add(map(words_of, self.inside))
        MARKED.add(self.phrases.hinted)
        if self.grace_until:
            date.fromisoformat(self.grace_until)

    def _prepared(self) -> "ItemPhrases":
        signs = tuple(marked(one).strip() for one in self.inside)
        return ItemPhrases(
            label_patterns(
                tuple(self.labels),
                tuple(self.abbreviations),
                tuple(self.slugs),
                tuple(self.false_friends),
            ),
            label_patterns(tuple(self.sections)),
            tuple(map(words_of, self.topics)),
            signs,
            (*signs, *(marked(one).strip() for one in self.beside)),
        )

    def sought(self, kind: str = "") -> tuple[RequiredField, ...]:
        """Return what the page of a portal of this kind must hold."""
        return tuple(
            RequiredField(
                str(f["name"]),
                _texts(f.get("words")),
                _texts(f.get("has")),
                bool(f.get("needed")),
                _texts(f.get("unless")),
            )
            for f in self.fields
            if not kind or kind in _texts(f.get("kinds", (kind,)))
        )


@dataclass(frozen=True, slots=True)
class ItemPhrases:
    """The words of an item, ready to be compared."""

    labels: LabelPatterns
    sections: LabelPatterns
    """Wider sections that may hold it."""
    topics: tuple[str, ...]
    """Folded."""
    signs: tuple[str, ...]
    """Phrases of its content, with their marks."""
    hinted: tuple[str, ...]
    """These and everyday words, for pages whose label hints at it."""
    fields: dict[str, tuple[RequiredField, ...]] = field(default_factory=dict)
    """Kind of organisation → what a page of such a one must hold."""


@dataclass(frozen=True, slots=True)
class ItemOnSite:
    """One item on one site."""

    site: SiteIndex
    front: Front
    visit: Visit
    limits: ItemLimits
    label_patterns: LabelPatterns
    sought: tuple[RequiredField, ...]
    topics: tuple[str, ...] = ()
    """Folded."""
    signs: tuple[str, ...] = ()
    """Phrases of its content, with their marks."""
    hinted: tuple[str, ...] = ()
    """These and everyday words, for pages whose label hints at it."""
    steps: list[Step] = field(default_factory=list)
    """What was looked at, for :class:`Trace`."""
    looked: list[str] = field(default_factory=list)
    """Where each label led that was followed: as many as :attr:`Trace.followed` has."""
    hinting: list[tuple[Label, ...]] = field(default_factory=list)
    """The labels of the site that hint at it, once they were asked for."""
    tracing: bool = False
    """Whether anybody will read the steps."""


def item_on_site(
    crawl: Crawl, front: Front, visit: Visit, limits: ItemLimits, *, tracing: bool = False
) -> ItemOnSite:
    """Prepare an item for a site."""
    phrases, kind = limits.phrases, visit.target.kind.value
    if kind not in phrases.fields:
        phrases.fields[kind] = limits.sought(kind)
    return ItemOnSite(
        site_index(crawl),
        front,
        visit,
        limits,
        phrases.labels,
        phrases.fields[kind],
        phrases.topics,
        phrases.signs,
        phrases.hinted,
        tracing=tracing,
    )
