"""One label of an item: what stands behind it, and what that is worth."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from portal_audit.analyse.boilerplate import Content
from portal_audit.analyse.required_information.fields import RequiredField, missing
from portal_audit.analyse.required_information.item import ItemOnSite
from portal_audit.analyse.required_information.label_index import LabelMatch
from portal_audit.analyse.required_information.labels import (
    EXACT,
    SLUG,
    WITHIN,
    Label,
    holds,
    words_of,
)
from portal_audit.analyse.required_information.link_targets import LinkTarget, link_target
from portal_audit.analyse.required_information.site_index import SiteIndex
from portal_audit.analyse.required_information.trace import Step
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.api import DatedText, Outcome
from portal_audit.parse.http.urls import host_of, same_place
from portal_audit.parse.text.page_clocks import clocks

Facts = dict[str, str | int | list[str]]
ENOUGH = "enough-content"
"""What is missing where every field is there in a few words."""
STRENGTHS = {EXACT: "exact", WITHIN: "within", SLUG: "address"}
OUTCOME_OF = {
    "placeholder": "placeholder",
    "home": "leads-home",
    "dead": "dead",
    "national": "national",
    "other": "other-organisation",
    "unread": "unread",
    "script": "needs-browser",
    "blocked": "blocked",
}


def follow(case: ItemOnSite, match: LabelMatch) -> tuple[LabelMatch, Outcome]:
    """Go where a candidate leads and say what that is worth."""
    candidate, target = match.candidate, case.visit.target
    there = link_target(
        case.site,
        candidate,
        case.front.url,
        target.parent,
        tuple(case.limits.allow_off_site),
    )
    name, facts = judge_target(case, match, there)
    note(case, "label", match, there, name)
    return match, Outcome(name, where=[there.url], **named(candidate), **facts)


def note(
    case: ItemOnSite,
    by: str,
    match: LabelMatch,
    there: LinkTarget | None = None,
    outcome: str = "",
    refused: str = "",
) -> None:
    """Count that a label was looked behind, and for a trace write down what came of it."""
    if not refused:
        case.looked.append(match.candidate.url)
    if not case.tracing:
        return
    content = there.content if there is not None else None
    gaps = (
        gaps_at(case, there)
        if there is not None and content is not None and there.raw
        else list(case.sought)
    )
    candidate = match.candidate
    case.steps.append(
        Step(
            by=by,
            label=candidate.label,
            evidence=candidate.evidence,
            region=candidate.region,
            page=candidate.page.url,
            url=candidate.url,
            strength=STRENGTHS[match.strength],
            refused=refused,
            target=there.kind if there is not None else "",
            page_kind=case.site.kind(content.page) if content is not None else "",
            reason=there.reason if there is not None else "",
            found=tuple(one.name for one in case.sought if one not in gaps),
            missing=tuple(one.name for one in gaps),
            outcome=outcome,
        )
    )


def named(candidate: Label) -> Facts:
    """Return a label and the clicks from the home page that lead there, as facts."""
    via = " › ".join((*candidate.page.via, candidate.label))
    return {"label": candidate.label, "via": via}


def reasons(there: LinkTarget) -> Facts:
    """Return why nothing could be read there, as a fact: a code, a status, a host, a sign."""
    if there.kind == "placeholder" and not there.reason:
        return {"reason": "empty"}
    return {"reason": there.reason or "–"}


def judge_target(case: ItemOnSite, match: LabelMatch, there: LinkTarget) -> tuple[str, Facts]:
    """Name the outcome of one target, with its facts."""
    if there.kind == "document":
        return _judge_file(case, match, there)
    if there.kind not in ("page", "block") or there.content is None:
        if there.kind == "other" and host_of(there.url).partition(".")[0] in case.limits.systems:
            return "unread", {"reason": "off-site"}
        return OUTCOME_OF.get(there.kind, "unread"), reasons(there)
    content = there.content
    if there.kind == "page" and stands_for_all(case.site, content):
        return "unrelated", gaps_of(list(case.sought))
    gaps = gaps_at(case, there)
    words = len(there.raw.split()) if there.kind == "block" else content.words
    facts: Facts = {"words": words, "documents": len(content.documents)}
    if gaps:
        facts |= gaps_of(gaps)
        if is_else(case, gaps):
            if content.empty and content.images and there.kind == "page":
                return "unread", {"reason": "picture"}
            shown = there.kind == "page" and not there.loads_more
            return ("unrelated" if shown else "needs-browser"), facts
        return "incomplete", facts
    if there.kind == "block":
        return "found" if there.reason == "panel" else "inside", facts
    return judge_content(case, match, there, facts)


def stands_for_all(site: SiteIndex, content: Content) -> bool:
    """Tell whether several sections lead to this one page, and it names none of them.

    In an unfinished portal every entry leads to the same piece of news.
    """
    names = site.labels.names_of.get(same_place(content.page.url), set())
    if len(names) <= THRESHOLDS.shared_labels:
        return False
    keys = words_of(content.page.main_text or content.text)
    return not any(holds(keys, name) for name in names)


def told_otherwise(case: ItemOnSite, match: LabelMatch) -> list[RequiredField]:
    """Return what must be there and is not in the longer name of a file that was not read.

    “Công khai quyết toán năm 2025 của tỉnh” is no budget of the office itself, whatever the file
    holds; “Công khai ngân sách” may be anything.
    """
    named = words_of(match.candidate.label)
    rest = next(
        (named.removeprefix(one) for one in case.label_patterns.labels if named.startswith(one)), ""
    )
    if match.strength == EXACT or (rest and set(rest.split()) <= _OFFICE):
        return []
    needed = [want for want in case.sought if want.needed and want.words]
    return [want for want in needed if not any(holds(named, words_of(w)) for w in want.words)]


_OFFICE_WORDS = "xa phuong dac khu tinh thanh pho ubnd cua so hdnd va uy ban nhan dan"
_OFFICE = frozenset(_OFFICE_WORDS.split())
"""Words of a label that say only whose it is."""


def judge_content(
    case: ItemOnSite, match: LabelMatch, there: LinkTarget, facts: Facts
) -> tuple[str, Facts]:
    """The page holds every field: is it enough, alone, fresh, and named in words?"""
    content, limits = there.content, case.limits
    assert content is not None
    if (
        content.words < limits.min_words
        and len(content.links) < THRESHOLDS.list_links
        and not content.documents
    ):
        return "incomplete", facts | {"missing": [ENOUGH]}
    newest = newest_date(case, content.dates) if limits.freshness_days else None
    if newest is not None:
        facts |= {"newest": newest.isoformat(), "days": limits.freshness_days}
        if case.visit.day - newest > timedelta(days=limits.freshness_days):
            return "stale", facts
    others = case.site.labels.labels_beside(match.candidate.url, case.label_patterns)
    if len(others) >= 3:
        return "shared-target", facts | {"others": len(others)}
    if match.strength == SLUG:
        named = match.candidate.evidence == "file-name"
        return "image-label", facts | {"evidence": "file-name" if named else "address"}
    return "found", facts


def _judge_file(case: ItemOnSite, match: LabelMatch, there: LinkTarget) -> tuple[str, Facts]:
    """A file: only its beginning is ever read, so that nothing is said to be absent from it."""
    if there.content is None and (gaps := told_otherwise(case, match)):
        return "unrelated", gaps_of(gaps)
    if there.content is None:
        return ("scan-only", {}) if there.reason == "scan" else ("unread", reasons(there))
    gaps = gaps_at(case, there)
    facts: Facts = {"words": there.content.words, "documents": 1}
    if gaps:
        return "file-unclear", facts | gaps_of(gaps)
    return judge_content(case, match, there, facts)


def gaps_at(case: ItemOnSite, there: LinkTarget) -> list[RequiredField]:
    """Return what the item asks for and a place that was read does not hold."""
    assert there.content is not None
    day = case.visit.day
    return missing(case.sought, there.content, there.raw, day, there.contacts, there.beneath)


def holds_beside(case: ItemOnSite, match: LabelMatch, labels: list[str]) -> bool:
    """Tell whether a page that was read holds as much without the words of some of its links."""
    own, parent, allowed = case.front.url, case.visit.target.parent, case.limits.allow_off_site
    there = link_target(case.site, match.candidate, own, parent, tuple(allowed))
    rest = there.raw
    for label in labels:
        rest = rest.replace(label, " ")
    return there.kind != "page" or len(gaps_at(case, replace(there, raw=rest))) <= len(
        gaps_at(case, there)
    )


def is_else(case: ItemOnSite, gaps: list[RequiredField]) -> bool:
    """Tell whether so much is missing, or the very thing, that the page is about something else."""
    return len(gaps) > 2 or len(gaps) == len(case.sought) or any(gap.needed for gap in gaps)


def gaps_of(gaps: list[RequiredField]) -> Facts:
    """Return what is missing as a fact: the names of fields."""
    return {"missing": [gap.name for gap in gaps]}


def newest_date(case: ItemOnSite, dates: Iterable[DatedText]) -> date | None:
    """Return the newest date that is neither in the future nor shown by a clock."""
    today = case.visit.day
    shown = clocks(case.site.crawl.pages, today)
    days = []
    for dated in dates:
        if dated.source in ("text", "time") and dated.date in shown:
            continue
        try:
            days.append(date.fromisoformat(dated.date))
        except ValueError:
            continue
    return max((day for day in days if day <= today), default=None)
