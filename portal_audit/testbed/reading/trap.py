"""What a portal of the reading set does otherwise than the sound one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal_audit.model import Cause, Kind, State
from portal_audit.testbed.entries import Entry
from portal_audit.testbed.province import ROOT_HOST
from portal_audit.testbed.reading.letters import Written, in_utf8
from portal_audit.testbed.reading.shapes import Shape, plain
from portal_audit.testbed.workshop.change import Change, Piece, Told

HOST = "doc-{}." + ROOT_HOST
"""``đọc`` is Vietnamese for "to read"; a commune's host stands right below the province's."""
NAME = "Trang thông tin điện tử xã Lũng Xanh"
ORGANISATION = "Ủy ban nhân dân xã Lũng Xanh"


@dataclass(frozen=True, slots=True)
class File:
    """A document at an address of its own."""

    make: Callable[[date], bytes]
    """Takes today's date, since what is published names its year."""
    content_type: str


@dataclass(frozen=True, slots=True)
class Twist:
    """A small change of what the sound portal publishes.

    HTML may hold ``$body`` (what the sound page says), ``$home`` (what the home page says),
    ``$ago_12`` and ``$in_12`` (the day so many days before or after today), ``$day_12`` (without
    its year), ``$year``, ``$https`` and so on.
    """

    apart: tuple[str, ...] = ()
    """Sections that leave the menu and stand in ``shape`` instead; ``*`` alone means all."""
    shape: Shape = plain
    place: str = "menu"
    """Where they stand: ``menu``, ``footer``, ``sitemap`` (on the site map page), ``page`` (where
    ``$apart`` says) or ``nowhere`` (there is no site map page either)."""
    left_out: tuple[str, ...] = ()
    """Sections that this portal lacks."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Section → what it is called, in menu, title and heading."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Section → the path of its page."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Section → where its label leads in place of a page."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Section or ``home`` → what its page says; a path → a page of its own."""
    nameless: bool = False
    """Whether title and heading of the sections that stand apart name nothing."""
    everywhere: str = ""
    """HTML in the header of every page."""
    above: str = ""
    """HTML in the body of every page, above what it says."""
    footer: str | None = None
    """HTML of the footer; ``None`` for the sound one."""
    after: str = ""
    """HTML after the end of the home page."""
    news_age: int = 1
    """Days since the latest news was posted."""
    posted: str = "Ngày đăng: $date"
    """How a piece of news says when it was posted: ``$date``, ``$words``, ``$spaced``."""
    added: tuple[Entry, ...] = ()
    """More entries of the menu."""
    listed: tuple[str, ...] = ()
    """More addresses in sitemap.xml."""
    robots: str = ""
    """robots.txt; empty for the sound one."""
    instead: Told | None = None
    """What every page answers in place of what it says."""
    files: Mapping[str, File] = field(default_factory=dict)
    letters: Written = in_utf8
    """How pages become bytes."""


@dataclass(frozen=True, slots=True)
class Trap(Piece):
    """A portal of the reading set.

    ``expected`` holds findings that lose points here and not at the sound portal, ``told`` those
    that differ without losing any.
    """

    twist: Twist = field(default_factory=Twist)
    passes: Mapping[str, str] = field(default_factory=dict)
    """Check id → outcome that the trap must not spoil."""
    unreadable: bool = False
    """Whether the menus cannot be read, so that no item may lose points."""


def trap(
    slug: str,
    vi: str,
    en: str,
    twist: Twist,
    *,
    lost: Mapping[str, str] | None = None,
    told: Mapping[str, str] | None = None,
    passes: Mapping[str, str] | None = None,
    change: Change | None = None,
    unreadable: bool = False,
    cause: Cause | None = None,
) -> Trap:
    """Return a portal with a trap. Ids without a family are of ``information``.

    *cause* is why the portal is not scanned at all.
    """
    return Trap(
        slug=slug,
        host=HOST.format(slug),
        kind=Kind.COMMUNE,
        name=NAME,
        organisation=ORGANISATION,
        fault=slug,
        fault_vi=vi,
        fault_en=en,
        expected=_whole(lost),
        change=change or Change(),
        told=_whole(told),
        twist=twist,
        passes=_whole(passes),
        unreadable=unreadable,
        state=State.NOT_SCANNED if cause else State.SCANNED,
        cause=cause,
    )


def _whole(outcomes: Mapping[str, str] | None) -> dict[str, str]:
    return {
        check if "." in check else f"information.{check}": outcome
        for check, outcome in (outcomes or {}).items()
    }
