"""A digest: what one organisation is told of one run, in words; only its own portals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal_audit.history.notices.events import Event
from portal_audit.model import Severity
from portal_audit.texts import TextTable

FOLDER = Path(__file__).parent
MOST = 40
"""Lines of one kind of event that are written out; the report has the rest."""
DATED = frozenset({Event.CERTIFICATE, Event.WAIVER})
"""Events whose ``new`` is a day."""


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One thing to tell, under the names that readers know."""

    event: Event
    portals: tuple[str, ...]
    """Names; several where one thing concerns them all, such as a certificate they share."""
    check: str = ""
    """Id; empty where it is about the portal as a whole."""
    old: str = ""
    new: str = ""
    severity: Severity = Severity.INFO


@dataclass(frozen=True, slots=True)
class Digest:
    """What is told in one message, before it is put into words."""

    organisation: str
    """Empty: all of them together."""
    run: str
    items: tuple[DigestItem, ...]
    held: tuple[str, ...] = ()
    """Checks that changed on so many portals at once that it is probably us."""
    report: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    """A digest in words."""

    title: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    lines: tuple[str, ...]


NameOfCheck = Callable[[str, str, str], str]
"""Id, outcome and language → what readers call the fault; without an outcome: the requirement."""


def word(digest: Digest, lang: str, name_of: NameOfCheck) -> Worded:
    """Put a digest into words, as plain text and as HTML."""
    say = texts(lang)
    sections = [_section(event, digest, say, name_of) for event in Event]
    shown = [one for one in sections if one.lines]
    notes = [say("held", check=name_of(check, "", lang)) for check in digest.held]
    title = say("title" if digest.organisation else "title-all", **_counts(digest))
    whose = one_line(digest.organisation)
    facts = {
        "greeting": say("greeting", organisation=whose) if whose else say("greeting-all"),
        "sections": shown,
        "notes": notes,
        "ending": say("ending", run=digest.run),
        "report": say("report", place=digest.report) if digest.report else "",
        "lang": lang,
    }
    return Worded(
        f"{title} – {whose}" if whose else title, _page("digest.txt.j2", facts), _html(facts)
    )


def _html(facts: Mapping[str, object]) -> str:
    return _page("digest.html.j2", facts)


def _page(name: str, facts: Mapping[str, object]) -> str:
    return _pages().get_template(name).render(**facts).strip() + "\n"


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=lambda name: bool(name) and str(name).endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def texts(lang: str) -> TextTable:
    """Return the words of digests in a language."""
    return TextTable(lang, FOLDER / "texts" / f"{lang}.toml")


def _counts(digest: Digest) -> Mapping[str, int]:
    good = (Event.FIXED, Event.REACHABLE)
    fixed = sum(item.event in good for item in digest.items)
    return {"open": len(digest.items) - fixed, "fixed": fixed}


def _section(event: Event, digest: Digest, say: TextTable, name_of: NameOfCheck) -> _Section:
    items = sorted(
        (item for item in digest.items if item.event is event),
        key=lambda item: (item.severity.rank, item.portals, item.check),
    )
    lines = [_line(item, say, name_of) for item in items[:MOST]]
    if len(items) > MOST:
        lines.append(say("more", n=len(items) - MOST))
    return _Section(say(f"heading.{event.value}"), tuple(lines))


def _line(item: DigestItem, say: TextTable, name_of: NameOfCheck) -> str:
    outcome = "" if item.event is Event.FIXED else item.new
    return one_line(
        say(
            f"line.{item.event.value}",
            portal=_portals(item.portals, say),
            check=name_of(item.check, outcome, say.lang) if item.check else "",
            severity=say(f"severity.{item.severity.value}"),
            old=item.old,
            new=_day(item.new, say) if item.event in DATED else item.new,
        )
    )


def _day(text: str, say: TextTable) -> str:
    try:
        return say.day(date.fromisoformat(text))
    except ValueError:  # a store may hold anything
        return text


def _portals(names: Sequence[str], say: TextTable) -> str:
    shown = [one_line(name) for name in names[:3]]
    more = [say("more-portals", n=len(names) - 3)] if len(names) > 3 else []
    return ", ".join([*shown, *more])


def one_line(text: str) -> str:
    """Return text that cannot break out of its line; it is still not HTML: escape it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def merged(items: Iterable[tuple[str, DigestItem]]) -> tuple[DigestItem, ...]:
    """Return one item a subject: what concerns several portals is told once, and names them all.

    *items* are with their subject.
    """
    found: dict[str, DigestItem] = {}
    for subject, item in items:
        before = found.get(subject)
        names = (*(before.portals if before else ()), *item.portals)
        found[subject] = DigestItem(
            item.event,
            tuple(dict.fromkeys(names)),
            item.check,
            item.old,
            item.new,
            item.severity,
        )
    return tuple(found.values())
