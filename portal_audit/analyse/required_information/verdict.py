"""Required information: a label leads to a page of this organisation that really holds it.

The shared rule of every item: find what names it, look behind the label, say what is missing.
Rule: NĐ 224/2026/NĐ-CP Đ9 and the sector laws each item names.
"""

from datetime import date

from portal_audit.analyse.block_pages import refusal_sign
from portal_audit.analyse.menus import awaits_menus, shows_menus
from portal_audit.analyse.required_information.home_page import on_home
from portal_audit.analyse.required_information.item import ItemLimits, ItemOnSite, item_on_site
from portal_audit.analyse.required_information.label_index import LabelMatch
from portal_audit.analyse.required_information.labels import EXACT, SLUG
from portal_audit.analyse.required_information.target_verdict import follow
from portal_audit.analyse.required_information.thresholds import THRESHOLDS
from portal_audit.analyse.required_information.unnamed import (
    elsewhere,
    home_line,
    national,
    not_read,
)
from portal_audit.analyse.required_information.wider_section import in_section
from portal_audit.api import Crawl, Front, Outcome, Visit
from portal_audit.parse.text.mojibake import is_mojibake

MOST_TARGETS = 12
ORDER = (
    "found",
    "national",
    "image-label",
    "shared-target",
    "stale",
    "incomplete",
    "inside",
    "file-unclear",
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
WANTING = frozenset({"stale", "incomplete", "inside", "file-unclear", "scan-only"})
ENOUGH = GOOD - {"incomplete"}
UNKNOWN = frozenset({"blocked", "needs-browser", "unread"})
ELSEWHERE = frozenset({"unrelated", "inside"})
"""Outcomes that a menu yet to be seen might better."""
GARBLED = {
    "reason": "chữ có dấu trên trang đã bị hỏng (“T?m ki?m”)",
    "reason_en": "its letters were lost (“T?m ki?m”)",
}
EMPTY = frozenset({"placeholder", "leads-home"})
BAD = frozenset(ORDER[ORDER.index("unrelated") :])


def judge(crawl: Crawl, front: Front, visit: Visit, limits: ItemLimits) -> Outcome:
    """Look behind every label that names the item; the best place it leads to counts."""
    home = crawl.home
    if home is None or home.status >= 400 or (refusal_sign(home) and len(crawl.pages) < 3):
        return Outcome("blocked", where=[front.url], label="–", reason=crawl.stopped)
    case = item_on_site(crawl, front, visit, limits)
    tried = [follow(case, match) for match in targets(case.site.labels.find(case.label_patterns))]
    best = _best(tried)
    if limits.on_home and (best is None or best.name != "found"):
        best = on_home(case) or best
    outcome = _or_elsewhere(case, best)
    if outcome.name not in ("found", "national") and is_mojibake(home.text):
        return Outcome("unread", where=[home.url], label="–", **GARBLED)
    unsure = ELSEWHERE | BAD if limits.on_home else ELSEWHERE
    if outcome.name in unsure and awaits_menus(crawl):
        return Outcome("needs-browser", where=[home.url], label="–", pages=len(crawl.pages))
    return _with_grace(case, outcome)


def _or_elsewhere(case: ItemOnSite, best: Outcome | None) -> Outcome:
    """Where no label leads to the item, look into wider sections and pages of other names."""
    if best is not None and best.name in GOOD:
        return best
    # A section of its own that is empty stays so, whatever other pages say of the matter.
    if best is not None and best.name in EMPTY:
        return best
    section = in_section(case)
    if section is not None and section.name == "inside":
        return section
    if other := elsewhere(case) or national(case):
        return other
    if best is not None and best.name != "unrelated":
        return best
    return home_line(case) or section or not_read(case) or best or _missing(case)


def targets(matches: list[LabelMatch]) -> list[LabelMatch]:
    """One match for each place, the strongest; of equals the one in a menu, then the first.

    On the page it leads to, a menu entry points at its own page, as ``#`` does; it is a tab only
    where no other page leads somewhere with these words.
    """
    away = [match for match in matches if not _tab(match) and _leads_away(match)]
    matches = away if any(match.strength == EXACT or _menu(match) for match in away) else matches
    places: dict[tuple[str, bool], LabelMatch] = {}
    for match in matches:
        places.setdefault((match.candidate.url, match.candidate.own_place), match)
    return list(places.values())[:MOST_TARGETS]


def _tab(match: LabelMatch) -> bool:
    return match.candidate.own_place and match.candidate.evidence != "heading"


def _leads_away(match: LabelMatch) -> bool:
    return match.candidate.url.startswith(("http://", "https://"))


def _best(tried: list[tuple[LabelMatch, Outcome]]) -> Outcome | None:
    """Choose: the site's own menu counts before a title that merely mentions the words."""
    firm = [(m, o) for m, o in tried if m.strength == EXACT or _menu(m)]
    loose = [(m, o) for m, o in tried if not (m.strength == EXACT or _menu(m))]
    # A title that mentions the words and a page that lacks them: a piece of news.
    loose = [(m, o) for m, o in loose if o.name in (*ENOUGH, *UNKNOWN)]
    best_firm, best_loose = _first(firm), _first(loose)
    # “Công khai ngân sách” may lack what the unread “Quyết toán” beside it holds.
    if best_firm is not None and best_firm.name in WANTING:
        unread = _first([pair for pair in firm if pair[1].name in UNKNOWN])
        best_firm = unread or best_firm
    if best_firm is None or best_loose is None:
        return best_firm or best_loose
    if best_firm.name in BAD or best_firm.name in GOOD:
        return best_firm
    return best_loose if best_loose.name in GOOD else best_firm


def _menu(match: LabelMatch) -> bool:
    return match.strength > SLUG and match.candidate.in_menu


def _first(tried: list[tuple[LabelMatch, Outcome]]) -> Outcome | None:
    ranked = sorted(tried, key=lambda pair: (ORDER.index(pair[1].name), -pair[0].strength))
    return ranked[0][1] if ranked else None


def _missing(case: ItemOnSite) -> Outcome:
    """Nothing names it. That is a fault only where the menus could be read."""
    crawl, home = case.site.crawl, case.site.crawl.home
    assert home is not None
    pages = len(crawl.pages)
    if crawl.needs_browser or home.needs_browser:
        return Outcome("needs-browser", where=[home.url], label="–", pages=pages)
    if crawl.stopped in ("blocked", "robots"):
        return Outcome("blocked", where=[home.url], label="–", reason=crawl.stopped)
    if crawl.stopped != "done" and pages < THRESHOLDS.fewest_pages:
        return Outcome("cut-short", where=[home.url], pages=pages, stopped=crawl.stopped)
    if not shows_menus(crawl):
        return Outcome("needs-browser", where=[home.url], label="–", pages=pages)
    return Outcome("missing", where=[home.url], pages=pages, stopped=crawl.stopped)


def _with_grace(case: ItemOnSite, outcome: Outcome) -> Outcome:
    """Until the law's time is over, a fault is a reminder of the day, whatever the fault is."""
    until = case.limits.grace_until
    if not until or case.visit.day > date.fromisoformat(until):
        return outcome
    if outcome.name == "missing":
        facts = {"until": until, "pages": outcome.facts["pages"]}
        return Outcome("grace", where=outcome.where, **facts)
    if outcome.name in BAD:
        label = outcome.facts["label"]
        return Outcome("grace-unfilled", where=outcome.where, until=until, label=label)
    return outcome
