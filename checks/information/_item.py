"""Required information: a label leads to a page of this organisation that really holds it.

The shared rule of every item: find what names it, look behind the label, say what is missing.
Rule: NĐ 224/2026/NĐ-CP Đ9 and the sector laws each item names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal_audit.api import Crawl, Front, Outcome, Visit
from portal_audit.read.behind import Behind, behind
from portal_audit.read.fields import Sought, missing
from portal_audit.read.labels import EXACT, SLUG, Match, Wanted, holds, place_labels, wanted
from portal_audit.read.survey import Survey, survey
from portal_audit.read.vietnamese import nfc

MOST_TARGETS = 12
ORDER = (
    "found",
    "national",
    "image-label",
    "shared-target",
    "stale",
    "incomplete",
    "inside",
    "scan-only",
    "blocked",
    "needs-browser",
    "unread",
    "unrelated",
    "placeholder",
    "leads-home",
    "other-organisation",
    "dead",
)
"""Outcomes of one candidate, the best first."""
GOOD = frozenset(ORDER[: ORDER.index("blocked")])
BAD = frozenset(ORDER[ORDER.index("unrelated") :])
OUTCOME_OF = {
    "document": "scan-only",
    "placeholder": "placeholder",
    "home": "leads-home",
    "dead": "dead",
    "national": "national",
    "other": "other-organisation",
    "unread": "unread",
    "script": "needs-browser",
    "blocked": "blocked",
}
REASONS = {
    "robots": ("robots.txt không cho đọc", "robots.txt keeps the scanner out"),
    "budget": ("đã hết số trang được đọc", "the page budget was used up"),
    "timeout": ("máy chủ không trả lời kịp", "the server did not answer in time"),
    "refused": ("máy chủ từ chối kết nối", "the server refused the connection"),
    "off-site": ("trang nằm ở cổng khác trong tỉnh", "it stands on another portal of the province"),
    "placeholder": ("trang trống", "the page is empty"),
}


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


@dataclass(frozen=True, slots=True)
class Case:
    """One item on one site."""

    site: Survey
    front: Front
    visit: Visit
    limits: Limits
    wanted: Wanted
    sought: tuple[Sought, ...]


def judge(crawl: Crawl, front: Front, visit: Visit, limits: Limits) -> Outcome:
    """Look behind every label that names the item; the best place it leads to counts."""
    home = crawl.home
    if home is None or home.status >= 400:
        return Outcome("blocked", where=[front.url], label="–", reason=crawl.stopped)
    case = _case(crawl, front, visit, limits)
    tried = [_follow(case, match) for match in _targets(case.site.labels.find(case.wanted))]
    best = _best(tried)
    if limits.on_home and (best is None or best.name != "found"):
        best = _on_home(case) or best
    return best or _in_section(case) or _missing(case)


def _case(crawl: Crawl, front: Front, visit: Visit, limits: Limits) -> Case:
    looked_for = wanted(
        tuple(limits.labels),
        tuple(limits.abbreviations),
        tuple(limits.slugs),
        tuple(limits.false_friends),
    )
    sought = tuple(
        Sought(str(f["vi"]), str(f["en"]), _texts(f.get("words")), _texts(f.get("has")))
        for f in limits.fields
    )
    return Case(survey(crawl), front, visit, limits, looked_for, sought)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, Iterable) else ()


def _targets(matches: list[Match]) -> list[Match]:
    """One match for each place, the strongest; of equals the one in a menu, then the first.

    On the page it leads to, a menu entry points at its own page, as ``#`` does; it is a tab only
    where no other page leads somewhere with these words.
    """
    away = [match for match in matches if not _tab(match)]
    matches = away if any(match.strength > SLUG for match in away) else matches
    places: dict[tuple[str, bool], Match] = {}
    for match in matches:
        places.setdefault((match.candidate.url, match.candidate.own_place), match)
    return list(places.values())[:MOST_TARGETS]


def _tab(match: Match) -> bool:
    return match.candidate.own_place and match.candidate.evidence != "heading"


def _best(tried: list[tuple[Match, Outcome]]) -> Outcome | None:
    """Choose: the site's own menu counts before a title that merely mentions the words."""
    firm = [(m, o) for m, o in tried if m.strength == EXACT or _menu(m)]
    loose = [(m, o) for m, o in tried if not (m.strength == EXACT or _menu(m))]
    best_firm, best_loose = _first(firm), _first(loose)
    if best_firm is None or best_loose is None:
        return best_firm or best_loose
    if best_firm.name in BAD or best_firm.name in GOOD:
        return best_firm
    return best_loose if best_loose.name in GOOD else best_firm


def _menu(match: Match) -> bool:
    return match.strength > SLUG and match.candidate.in_menu


def _first(tried: list[tuple[Match, Outcome]]) -> Outcome | None:
    ranked = sorted(tried, key=lambda pair: (ORDER.index(pair[1].name), -pair[0].strength))
    return ranked[0][1] if ranked else None


def _follow(case: Case, match: Match) -> tuple[Match, Outcome]:
    candidate, target = match.candidate, case.visit.target
    there = behind(
        case.site,
        candidate,
        case.front.url,
        target.parent,
        tuple(case.limits.allow_off_site),
    )
    name, facts = _judge_target(case, match, there)
    where = there.url if there.kind != "script" else candidate.page.url
    via = " › ".join((*candidate.page.via, candidate.label))
    return match, Outcome(name, where=[where], label=candidate.label, via=via, **facts)


def _judge_target(case: Case, match: Match, there: Behind) -> tuple[str, dict[str, str | int]]:
    if there.kind not in ("page", "block") or there.content is None:
        vi, en = REASONS.get(there.reason or there.kind, (there.reason, there.reason))
        return OUTCOME_OF.get(there.kind, "unread"), {"reason": vi or "–", "reason_en": en or "–"}
    content, today = there.content, case.visit.at.date()
    gaps = missing(case.sought, content, there.raw, today)
    facts: dict[str, str | int] = {"words": content.words, "documents": len(content.documents)}
    if gaps:
        facts["missing"] = ", ".join(gap.vi for gap in gaps)
        facts["missing_en"] = ", ".join(gap.en for gap in gaps)
        if len(gaps) > 2:
            return ("unrelated" if there.kind == "page" else "needs-browser"), facts
        return "incomplete", facts
    if there.kind == "block":
        return "inside", facts
    return _judge_content(case, match, there, facts)


def _judge_content(
    case: Case, match: Match, there: Behind, facts: dict[str, str | int]
) -> tuple[str, dict[str, str | int]]:
    """The page holds every field: is it enough, alone, fresh, and named in words?"""
    content, limits = there.content, case.limits
    assert content is not None
    if content.words < limits.min_words and len(content.links) < 3 and not content.documents:
        missing_words = {"missing": "nội dung đủ dài", "missing_en": "enough content"}
        return "incomplete", facts | missing_words
    newest = newest_date(content.dates, case.visit.at.date())
    if limits.freshness_days and newest is not None:
        facts |= {"newest": newest.isoformat(), "days": limits.freshness_days}
        if case.visit.at.date() - newest > timedelta(days=limits.freshness_days):
            return "stale", facts
    others = place_labels(case.site.labels.labels_of, match.candidate.url, case.wanted)
    if len(others) >= 3:
        return "shared-target", facts | {"others": len(others)}
    if match.strength == SLUG:
        named = match.candidate.evidence == "file-name"
        vi, en = ("tên tệp ảnh", "an image's file name") if named else ("địa chỉ", "its address")
        return "image-label", facts | {"evidence": vi, "evidence_en": en}
    return "found", facts


def newest_date(dates: Iterable[object], today: date) -> date | None:
    """Return the newest date that is not in the future."""
    seen = []
    for dated in dates:
        try:
            seen.append(date.fromisoformat(str(getattr(dated, "date", ""))))
        except ValueError:
            continue
    return max((day for day in seen if day <= today), default=None)


def _on_home(case: Case) -> Outcome | None:
    """Items such as the contact block may stand on the home page or in its footer."""
    home = case.site.crawl.home
    assert home is not None
    content = case.site.text.content(home)
    mails = " ".join(link.url for link in home.links if link.url.startswith("mailto:"))
    raw = " . ".join((home.footer_text, home.text[-6000:], mails))
    gaps = missing(case.sought, content, raw, case.visit.at.date())
    if len(gaps) == len(case.sought) or len(gaps) > 2 or not case.sought:
        return None
    facts: dict[str, str | int] = {"label": nfc(home.title)[:80] or home.url, "via": "–"}
    facts |= {"words": content.words, "documents": len(content.documents)}
    if gaps:
        facts["missing"] = ", ".join(gap.vi for gap in gaps)
        facts["missing_en"] = ", ".join(gap.en for gap in gaps)
    return Outcome("incomplete" if gaps else "found", where=[home.url], **facts)


def _in_section(case: Case) -> Outcome | None:
    """No label of its own: does a wider section hold it, or was that section not read?"""
    sections = wanted(tuple(case.limits.sections))
    for match in _targets(case.site.labels.find(sections))[:4] if sections.labels else ():
        _, outcome = _follow_section(case, match)
        if outcome is not None:
            return outcome
    return None


def _follow_section(case: Case, match: Match) -> tuple[Match, Outcome | None]:
    candidate = match.candidate
    there = behind(case.site, candidate, case.front.url, case.visit.target.parent, ())
    facts = {"label": candidate.label, "via": " › ".join((*candidate.page.via, candidate.label))}
    if there.kind in ("unread", "blocked", "script") and match.strength == EXACT:
        name, reasons = _judge_target(case, match, there)
        return match, Outcome(name, where=[there.url], **facts, **reasons)
    if there.kind != "page" or there.content is None:
        return match, None
    keys = there.content.folded
    if not any(holds(" ".join(keys.split()), name) for name in case.wanted.labels):
        return match, None
    gaps = missing(case.sought, there.content, there.raw, case.visit.at.date())
    if gaps:
        return match, None
    words, documents = there.content.words, len(there.content.documents)
    inside = Outcome("inside", where=[there.url], words=words, documents=documents, **facts)
    return match, inside


def _missing(case: Case) -> Outcome:
    """Nothing names it. That is a fault only where the menus could be read."""
    crawl, home = case.site.crawl, case.site.crawl.home
    assert home is not None
    pages = len(crawl.pages)
    if crawl.needs_browser or home.needs_browser:
        return Outcome("needs-browser", where=[home.url], label="–", pages=pages)
    if crawl.stopped in ("blocked", "robots"):
        return Outcome("blocked", where=[home.url], label="–", reason=crawl.stopped)
    named = {nfc(link.text) for link in home.links if link.text}
    if len(named) < 5:
        return Outcome("needs-browser", where=[home.url], label="–", pages=pages)
    until = case.limits.grace_until
    if until and case.visit.at.date() <= date.fromisoformat(until):
        return Outcome("grace", where=[home.url], until=until, pages=pages)
    return Outcome("missing", where=[home.url], pages=pages, stopped=crawl.stopped)
