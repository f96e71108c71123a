"""An item without a label of its own that stands within a wider section."""

from portal_audit.analyse.boilerplate import Content
from portal_audit.analyse.required_information.document_names import has_administrative_numbers
from portal_audit.analyse.required_information.item import ItemOnSite
from portal_audit.analyse.required_information.label_index import LabelMatch
from portal_audit.analyse.required_information.labels import (
    EXACT,
    LIST_OF_ALL,
    SLUG,
    holds,
    words_of,
)
from portal_audit.analyse.required_information.link_targets import LinkTarget, link_target
from portal_audit.analyse.required_information.searched_words import searched_words
from portal_audit.analyse.required_information.target_verdict import (
    gaps_at,
    judge_target,
    named,
    note,
    reasons,
    stands_for_all,
)
from portal_audit.analyse.required_information.unnamed import entry_pages
from portal_audit.analyse.required_information.vocabulary import may_hold
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.api import Outcome
from portal_audit.parse.http.urls import same_place

_MOST_SECTIONS = 6


def in_section(case: ItemOnSite) -> Outcome | None:
    """Say whether a wider section holds the item, or was not read."""
    sections = case.limits.phrases.sections
    unread: Outcome | None = None
    own = entry_pages(case)
    for match in _places(case.site.labels.find(sections)) if sections.labels else ():
        if same_place(match.candidate.url) in own:
            continue  # it has an entry of its own there, which has been judged
        if match.strength != EXACT and holds(match.candidate.key, LIST_OF_ALL):
            continue
        outcome = _follow(case, match)
        if outcome is not None and outcome.name == "inside":
            return outcome
        unread = unread or outcome
    return unread


def empty_section(case: ItemOnSite) -> Outcome | None:
    """Say whether the wider section in which the item would stand is dead or empty."""
    sections = case.limits.phrases.sections
    for match in _places(case.site.labels.find(sections)) if sections.labels else ():
        if match.strength != EXACT or match.candidate.own_place:
            continue
        there = link_target(case.site, match.candidate, case.front.url, "", ())
        # Where nothing says so, a page may only look empty: its words stand on others too.
        empty = there.reason or (
            there.content is not None and case.site.text.says_what_home_says(there.content.page)
        )
        if there.kind == "dead" or (there.kind == "placeholder" and empty):
            note(case, "section", match, there, there.kind)
            facts = named(match.candidate) | reasons(there) | {"pages": len(case.site.crawl.pages)}
            return Outcome("section-unusable", where=[there.url], **facts)
    return None


def _places(matches: list[LabelMatch]) -> list[LabelMatch]:
    places: dict[str, LabelMatch] = {}
    for match in matches:
        if match.strength > SLUG and match.candidate.url.startswith(("http://", "https://")):
            places.setdefault(match.candidate.url, match)
    return list(places.values())[:_MOST_SECTIONS]


def _follow(case: ItemOnSite, match: LabelMatch) -> Outcome | None:
    candidate = match.candidate
    there = link_target(case.site, candidate, case.front.url, case.visit.target.parent, ())
    outcome = _judge(case, match, there)
    note(case, "section", match, there, outcome.name if outcome is not None else "")
    return outcome


def _judge(case: ItemOnSite, match: LabelMatch, there: LinkTarget) -> Outcome | None:
    candidate, facts = match.candidate, named(match.candidate)
    if there.kind in ("unread", "blocked", "script") and match.strength == EXACT:
        if candidate.own_place and candidate.evidence != "heading":
            return None  # the menu entry of the page one is on
        name, reasons = judge_target(case, match, there)
        return Outcome(name, where=[there.url], **facts, **reasons)
    if there.kind not in ("page", "block") or there.content is None:
        return None
    if stands_for_all(case.site, there.content) or not _is_about(case, there.content, there.raw):
        return None
    gaps = gaps_at(case, there)
    if len(gaps) > case.limits.gaps_inside or any(gap.needed for gap in gaps):
        return None
    words, documents = there.content.words, len(there.content.documents)
    return Outcome("inside", where=[there.url], words=words, documents=documents, **facts)


def _is_about(case: ItemOnSite, content: Content, raw: str) -> bool:
    """Tell whether the section names the item, or holds enough of what only the item has."""
    own = f"{content.text} . {' . '.join(label for label, _ in content.links)}"
    named = searched_words(own)
    labels = case.label_patterns.labels
    if case.limits.fields_suffice or any(
        may_hold(named.found, name) and holds(named.keys, name) for name in labels
    ):
        return True
    if case.limits.inside_numbers and has_administrative_numbers(raw):
        return True
    read = searched_words(raw)
    held = {
        word
        for word in map(words_of, case.limits.inside)
        if may_hold(read.found, word) and holds(read.keys, word)
    }
    return len(held) >= THRESHOLDS.enough_inside
