"""Which labels of an item are followed, and which of the places that they lead to decides."""

from portal_audit.analyse.required_information.item import ItemOnSite
from portal_audit.analyse.required_information.label_index import LabelMatch
from portal_audit.analyse.required_information.labels import EXACT, SLUG
from portal_audit.analyse.required_information.target_verdict import holds_beside, note
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.api import Outcome
from portal_audit.parse.http.urls import same_place

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
ENOUGH = GOOD - {"incomplete"}
UNKNOWN = frozenset({"blocked", "needs-browser", "unread"})
ELSEWHERE = frozenset({"unrelated", "inside"})
"""Outcomes that a menu yet to be seen might better."""
EMPTY = frozenset({"placeholder", "leads-home"})
NOTHING = EMPTY | {"dead"}
BAD = frozenset(ORDER[ORDER.index("unrelated") :])


def without_postings(case: ItemOnSite, matches: list[LabelMatch]) -> list[LabelMatch]:
    """Leave out titles of news, but for those that stand in a section of the item itself."""
    sections = {same_place(match.candidate.url) for match in matches if _firm(match)}
    kept: list[LabelMatch] = []
    for match in matches:
        beneath = same_place(match.candidate.page.url) in sections
        if match.strength == EXACT or beneath or not case.site.is_posting(match.candidate):
            kept.append(match)
        else:
            note(case, "label", match, refused="posting")
    return kept


def without_blocks(tried: list[tuple[LabelMatch, Outcome]]) -> list[tuple[LabelMatch, Outcome]]:
    """Leave out headings of the front page whose own words lead to a page: that page decides.

    A block that holds everything counts beside a dead link, but not beside an empty section; and
    where a menu has an entry of the item that stands empty, no heading elsewhere stands for it.
    """
    if any(_menu(one) and not _own_place(one) and outcome.name in EMPTY for one, outcome in tried):
        return [(match, outcome) for match, outcome in tried if not _own_place(match)]
    led: dict[str, set[str]] = {}
    for match, outcome in tried:
        if _leads_away(match) and not _own_place(match):
            led.setdefault(match.candidate.key, set()).add(outcome.name)
    return [
        (match, outcome)
        for match, outcome in tried
        if not _own_place(match)
        or match.candidate.key not in led
        or (outcome.name in ENOUGH and not led[match.candidate.key] & EMPTY)
    ]


def without_announcements(
    case: ItemOnSite, tried: list[tuple[LabelMatch, Outcome]]
) -> list[tuple[LabelMatch, Outcome]]:
    """Leave out pages that have its words in their link to the item alone, which leads to nothing.

    “Danh mục thông tin phải được công khai” names the list; where that page stands empty, the page
    with the link has none either.
    """
    empty: dict[str, list[str]] = {}
    for match, outcome in tried:
        if match.strength == EXACT and outcome.name in NOTHING and not _own_place(match):
            empty.setdefault(same_place(match.candidate.page.url), []).append(match.candidate.label)
    return [
        (match, outcome)
        for match, outcome in tried
        if outcome.name not in GOOD
        or not (labels := empty.get(same_place(outcome.where[0])))
        or holds_beside(case, match, labels)
    ]


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


def _own_place(match: LabelMatch) -> bool:
    return match.candidate.own_place


def _tab(match: LabelMatch) -> bool:
    return match.candidate.own_place and match.candidate.evidence != "heading"


def _leads_away(match: LabelMatch) -> bool:
    return match.candidate.url.startswith(("http://", "https://"))


def best_of(tried: list[tuple[LabelMatch, Outcome]]) -> Outcome | None:
    """Choose: the site's own menu counts before a title that merely mentions the words."""
    firm = [(m, o) for m, o in tried if _firm(m)]
    loose = [(m, o) for m, o in tried if not _firm(m)]
    # A title that mentions the words and a page that lacks them: a piece of news.
    loose = [(m, o) for m, o in loose if o.name in (*ENOUGH, *UNKNOWN)]
    best_firm, best_loose = first_of(firm), first_of(loose)
    if best_firm is None or best_loose is None:
        return best_firm or best_loose
    if best_firm.name in BAD or best_firm.name in GOOD:
        return best_firm
    return best_loose if best_loose.name in GOOD else best_firm


def mentions(tried: list[tuple[LabelMatch, Outcome]]) -> list[tuple[LabelMatch, Outcome]]:
    """Keep short labels that only mention the words: too little to decide, but they do name it."""
    most = THRESHOLDS.longest_hint
    return [(m, o) for m, o in tried if o.name in BAD and m.candidate.key.count(" ") < most]


def _firm(match: LabelMatch) -> bool:
    """Tell whether it names a section: the whole label, a menu entry, a picture without words."""
    return match.strength == EXACT or _menu(match) or match.candidate.pictured


def _menu(match: LabelMatch) -> bool:
    return match.strength > SLUG and match.candidate.in_menu


def first_of(tried: list[tuple[LabelMatch, Outcome]]) -> Outcome | None:
    """Return the best outcome; of equals that of the label that names the item better."""
    ranked = sorted(tried, key=lambda pair: (ORDER.index(pair[1].name), -pair[0].strength))
    return ranked[0][1] if ranked else None
