"""Required information: a label leads to a page of this organisation that really holds it.

The shared rule of every item: find what names it, look behind the label, say what is missing.
Rule: NĐ 224/2026/NĐ-CP Đ9 and the sector laws each item names.
"""

from datetime import date

from portal_audit.analyse.block_pages import refusal_sign
from portal_audit.analyse.required_information.foreign_home import is_foreign
from portal_audit.analyse.required_information.home_page import on_home
from portal_audit.analyse.required_information.item import ItemLimits, ItemOnSite, item_on_site
from portal_audit.analyse.required_information.label_choice import (
    BAD,
    ELSEWHERE,
    EMPTY,
    GOOD,
    best_of,
    first_of,
    mentions,
    targets,
    without_announcements,
    without_blocks,
    without_postings,
)
from portal_audit.analyse.required_information.label_index import LabelMatch
from portal_audit.analyse.required_information.labels import WITHIN
from portal_audit.analyse.required_information.sentences import amid_a_section, home_line
from portal_audit.analyse.required_information.target_verdict import follow, note
from portal_audit.analyse.required_information.trace import Trace
from portal_audit.analyse.required_information.unnamed import (
    elsewhere,
    foreign_system,
    hinted_state,
    national,
    not_read,
)
from portal_audit.analyse.required_information.wider_section import empty_section, in_section
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.api import Crawl, Front, Outcome, Visit


def judge(crawl: Crawl, front: Front, visit: Visit, limits: ItemLimits) -> Outcome:
    """Look behind every label that names the item; the best place it leads to counts."""
    case = item_on_site(crawl, front, visit, limits)
    outcome = _decide(case)[0]
    if outcome.name in ("found", "national"):
        return outcome
    # What is not right is explained: a reader of the report sees how much was looked behind.
    return Outcome(outcome.name, where=outcome.where, **outcome.facts, looked=len(case.looked))


def explain(crawl: Crawl, front: Front, visit: Visit, limits: ItemLimits) -> Trace:
    """Judge, and tell every step of it."""
    case = item_on_site(crawl, front, visit, limits, tracing=True)
    outcome, rule = _decide(case)
    for refused in case.site.labels.refused(case.label_patterns):
        note(case, "label", LabelMatch(refused.candidate, WITHIN), refused=refused.why)
    return Trace(outcome.name, rule, tuple(case.steps), outcome.facts)


def _decide(case: ItemOnSite) -> tuple[Outcome, str]:
    """Return the outcome, and the rule that decided."""
    crawl, home = case.site.crawl, case.site.crawl.home
    if home is None or home.status >= 400 or (len(crawl.pages) < 3 and refusal_sign(home)):
        where = [case.front.url]
        return Outcome("blocked", where=where, label="–", reason=crawl.stopped), "blocked-home"
    if is_foreign(home, case.visit.target):
        return Outcome("unread", where=[home.url], label="–", reason="foreign-home"), "foreign-home"
    matches = without_postings(case, case.site.labels.find(case.label_patterns))
    tried = [follow(case, match) for match in targets(matches)]
    best, rule = best_of(without_announcements(case, without_blocks(tried))), "label"
    if case.limits.on_home and (best is None or best.name != "found"):
        block = on_home(case)
        best, rule = (block, "home-block") if block else (best, rule)
    outcome, rule = _or_elsewhere(case, best, rule)
    if outcome.name == "missing" and (named := first_of(mentions(tried))):
        outcome, rule = named, "label"
    if outcome.name not in ("found", "national") and case.site.front.is_mojibake:
        return Outcome("unread", where=[home.url], label="–", reason="mojibake"), "mojibake"
    unsure = ELSEWHERE | BAD if case.limits.on_home else ELSEWHERE
    if outcome.name in unsure and case.site.front.awaits_menus:
        pages = len(crawl.pages)
        return Outcome("needs-browser", where=[home.url], label="–", pages=pages), "menus-by-script"
    return _with_grace(case, outcome), rule


def _or_elsewhere(case: ItemOnSite, best: Outcome | None, rule: str) -> tuple[Outcome, str]:
    """Where no label leads to the item, look into wider sections and pages of other names."""
    # A section of its own that is empty stays so, whatever other pages say of the matter.
    if best is not None and best.name in GOOD | EMPTY:
        return best, rule
    section = in_section(case)
    if section is not None and section.name == "inside":
        return section, "wider-section"
    for name, look in _ELSEWHERE:
        if found := look(case):
            return found, name
    if best is not None and best.name not in ("unrelated", "dead", "other-organisation"):
        return best, rule
    return _not_there(case, best, rule, section)


_ELSEWHERE = (
    ("content", elsewhere),
    ("sentence", amid_a_section),
    ("national-system", national),
    ("home-line", home_line),
)
"""Rules for what no label names, in the order in which they are asked."""


def _not_there(
    case: ItemOnSite, best: Outcome | None, rule: str, section: Outcome | None
) -> tuple[Outcome, str]:
    """Say why nothing was found: another body's system, a dead entry, a page not read."""
    if system := foreign_system(case):
        return system, "foreign-system"
    if best is not None and best.name != "unrelated":
        return best, rule
    if section is not None:
        return section, "wider-section"
    if best is None and (hinted := hinted_state(case)):
        return hinted, "hint"
    if unread := not_read(case):
        return unread, "hint-unread"
    if best is not None:
        return best, rule
    empty = empty_section(case)
    return (empty, "wider-section") if empty else (_missing(case), "nothing-names-it")


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
    if not case.site.front.shows_menus:
        return Outcome("needs-browser", where=[home.url], label="–", pages=pages)
    return Outcome("missing", where=[home.url], pages=pages, stopped=crawl.stopped)


def _with_grace(case: ItemOnSite, outcome: Outcome) -> Outcome:
    """Until the law's time is over, a fault is a reminder of the day, whatever the fault is."""
    until = case.limits.grace_until
    if not until or case.visit.day > date.fromisoformat(until):
        return outcome
    if outcome.name in ("missing", "section-unusable"):
        facts = {"until": until, "pages": outcome.facts["pages"]}
        return Outcome("grace", where=outcome.where, **facts)
    if outcome.name in BAD:
        label = outcome.facts["label"]
        return Outcome("grace-unfilled", where=outcome.where, until=until, label=label)
    return outcome
