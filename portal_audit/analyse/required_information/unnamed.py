"""An item under a name that no list of labels has: its content tells, its label only hints."""

import re
from collections.abc import Iterator
from itertools import islice

from portal_audit.analyse.required_information.contacts import has_mail, has_phone
from portal_audit.analyse.required_information.fields import RequiredField
from portal_audit.analyse.required_information.item import ItemOnSite
from portal_audit.analyse.required_information.label_index import LabelMatch
from portal_audit.analyse.required_information.labels import (
    EXACT,
    LIST_OF_ALL,
    WITHIN,
    Label,
    holds,
    words_of,
)
from portal_audit.analyse.required_information.link_targets import LinkTarget, link_target
from portal_audit.analyse.required_information.section_pages import (
    SectionPage,
    marked,
    section_pages,
)
from portal_audit.analyse.required_information.target_verdict import (
    OUTCOME_OF,
    Facts,
    gaps_at,
    gaps_of,
    is_else,
    judge_content,
    named,
    note,
    reasons,
    stands_for_all,
    told_otherwise,
)
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.api import Form, Outcome
from portal_audit.parse.http.urls import host_of, same_place
from portal_audit.parse.text.vietnamese import nfc

_MOST_HINTS = 200
_BODY = re.compile(
    r"(?:so|bo|ban|cuc|chi cuc|tong cuc|ubnd|uy ban|cong thong tin|trang thong tin|trang tin|"
    r"website|bao|huyen|thi xa|thanh pho|tinh|quan|xa|phuong)\b"
)
"""How names of other bodies and their portals begin."""
_MAKER = re.compile(
    r"thiết kế|phát triển bởi|xây dựng bởi|bản quyền|powered by|cơ quan chủ quản", re.IGNORECASE
)
"""What the maker or the owner of the portal says of itself begins here: the number behind it is
not that of the line before."""
_MESSAGE = re.compile(
    r"noi-?_?dung|content|message|comment|y-?_?kien|gop-?_?y|phan-?_?anh|kien-?_?nghi",
    re.IGNORECASE,
)
"""How fields for what one has to say are named."""
_SHORT = 6
"""Words of an entry that stands amid a page."""


def elsewhere(case: ItemOnSite) -> Outcome | None:
    """Say whether a page of another name holds the item; one that its label hints at goes first."""
    partly: Outcome | None = None
    alone: Outcome | None = None
    entries = entry_pages(case)
    topical = {candidate.key for candidate in _topical(case)}
    for own in section_pages(case.site):
        # What is quick to ask goes first: most sections have to do with few of the items.
        hint = None
        if not own.keys.isdisjoint(topical):
            hint = next(
                (one for one in own.labels if one.key in topical and hints(case, one)), None
            )
        if not _speaks_of_it(case, own, hint) or same_place(own.page.url) in entries:
            continue
        if any(case.label_patterns.refuses(label.key) for label in own.labels):
            continue
        if hint is None and any(holds(label.key, LIST_OF_ALL) for label in own.labels):
            continue
        if stands_for_all(case.site, own.content):
            continue
        gaps = gaps_at(case, own.there)
        note(case, "content", LabelMatch(hint or own.labels[0], WITHIN), own.there)
        sure = not gaps and len(case.sought) > 1
        if (
            hint is not None
            and not sure
            and _phrases_held(case, own, hint) < THRESHOLDS.enough_in_body
        ):
            continue
        if hint is not None and not (gaps and is_else(case, gaps)):
            outcome = _named_otherwise(case, own, hint, gaps)
            if outcome.name == "found":
                return outcome
            partly = partly or outcome
        elif not gaps:
            alone = alone or _inside(own)
    return partly or alone


def entry_pages(case: ItemOnSite) -> set[str]:
    """Return the pages with an entry of the item: what it leads to decides, not its name."""
    return {
        same_place(match.candidate.page.url)
        for match in case.site.labels.find(case.label_patterns)
        if match.strength == EXACT
        and not match.candidate.own_place
        and match.candidate.url.startswith("http")
    }


def _speaks_of_it(case: ItemOnSite, own: SectionPage, hint: Label | None) -> bool:
    if hint is not None:
        return _phrases_held(case, own, hint) >= (
            THRESHOLDS.enough_hinted if hint.in_menu else THRESHOLDS.enough_in_body
        )
    if own.phrases.keys().isdisjoint(case.signs):
        return False
    return (
        own.held(case.signs) >= THRESHOLDS.enough_alone
        and own.share(case.signs) >= THRESHOLDS.share_alone
    )


def _phrases_held(case: ItemOnSite, own: SectionPage, hint: Label) -> int:
    return own.held(case.hinted, marked(hint.label))


def national(case: ItemOnSite) -> Outcome | None:
    """Say whether a link leads to the national system made for the item, by whatever name.

    Where the host holds nothing else, the address is name enough: a picture needs no words.
    """
    allowed = tuple(case.limits.allow_off_site)
    for candidate in (*_hinting(case), *_by_address(case)) if allowed else ():
        there = link_target(case.site, candidate, case.front.url, case.visit.target.parent, allowed)
        if there.kind == "national":
            note(case, "national", LabelMatch(candidate, WITHIN), there, "national")
            facts = named(candidate) | reasons(there)
            return Outcome("national", where=[there.url], **facts)
    return None


def _by_address(case: ItemOnSite) -> Iterator[Label]:
    """Labels of the front page that lead to a system which holds the item and nothing else."""
    systems = tuple(case.limits.national_by_address)
    there = any(system in case.site.front_addresses for system in systems)
    for candidate in case.site.of_front if there else ():
        if any(system in candidate.url for system in systems):
            yield candidate


def foreign_system(case: ItemOnSite) -> Outcome | None:
    """Say whether the front page leads to another body's system that may hold it, unread."""
    for candidate in case.site.of_front if case.limits.systems else ():
        host = host_of(candidate.url)
        if host.partition(".")[0] in case.limits.systems and host != host_of(case.front.url):
            facts = named(candidate) | {"reason": "off-site"}
            return Outcome("unread", where=[candidate.url], **facts)
    return None


def home_line(case: ItemOnSite) -> Outcome | None:
    """Say whether the home page has a line or box of it: “Đường dây nóng: 0911 …”, a form."""
    home = case.site.crawl.home
    if home is None or not case.limits.home_line:
        return None
    text = nfc(home.text)
    small = text.lower()
    labels = {nfc(link.text).lower() for link in home.links if link.text}
    posts = any(_asks(form) for form in home.forms)
    for phrase in case.limits.home_line:
        for found in re.finditer(re.escape(phrase.lower()), small):
            if any(small.startswith(label, found.start()) for label in labels):
                continue  # a link's own words: what it leads to has been judged
            window = text[found.start() : found.start() + THRESHOLDS.home_line]
            window = _MAKER.split(window, maxsplit=1)[0]
            if has_phone(window) or has_mail(window) or posts:
                facts: Facts = {"label": window[:60], "via": "–", "words": 0, "documents": 0}
                return Outcome("inside", where=[home.url], **facts)
    return None


def _asks(form: Form) -> bool:
    """Tell whether a form takes a message, and not only words to search or a password."""
    return form.method.lower() == "post" and any(map(_MESSAGE.search, form.fields))


def hinted_state(case: ItemOnSite) -> Outcome | None:
    """Say what is wrong with the one entry that hints at the item: it is dead, or empty.

    “Nothing names it” would be untrue where a menu has “Kế hoạch – Chiến lược”, a dead link.
    """
    named_so = [one for one in _hinting(case) if _names_the_matter(case, one.key)]
    for candidate in (*named_so, *_hinting_pictures(case)):
        if not _leads_somewhere(case, candidate):
            continue
        if case.site.is_posting(candidate):
            continue
        there = link_target(case.site, candidate, case.front.url, case.visit.target.parent, ())
        note(case, "hint", LabelMatch(candidate, WITHIN), there)
        # An empty wider section, which names much else, says nothing of this item.
        wide = candidate.key in map(words_of, case.limits.sections)
        if there.kind == "dead" or (there.kind == "placeholder" and not wide):
            facts = named(candidate) | reasons(there)
            return Outcome(OUTCOME_OF[there.kind], where=[there.url], **facts)
    return None


def _hinting_pictures(case: ItemOnSite) -> Iterator[Label]:
    """Pictures of the front page without words whose addresses say little but the matter."""
    for candidate in case.site.pictured_slugs:
        key = candidate.key
        said = {word for topic in case.topics if holds(key, topic) for word in topic.split()}
        all_but = key.count(" ") + 1 - sum(word in said for word in key.split())
        if len(said) > 2 and not all_but and not case.label_patterns.refuses(key):
            yield candidate


def _names_the_matter(case: ItemOnSite, key: str) -> bool:
    """Tell whether half of a label are words of the item, and more than one: “Kế hoạch chung”."""
    words = key.count(" ") + 1
    longest = max((topic.count(" ") + 1 for topic in case.topics if holds(key, topic)), default=0)
    return longest > 1 and 2 * longest >= words


def not_read(case: ItemOnSite) -> Outcome | None:
    """Say whether a menu has an entry that hints at the item and could not be read."""
    for candidate in _hinting(case):
        # The mail directory of the province, in a box of links, excuses nothing here.
        if candidate.evidence == "option" and host_of(candidate.url) != host_of(case.front.url):
            continue
        short = candidate.in_menu or candidate.key.count(" ") < _SHORT
        if not short or not _leads_somewhere(case, candidate) or case.site.is_posting(candidate):
            continue
        there = link_target(case.site, candidate, case.front.url, case.visit.target.parent, ())
        unread = there.kind in ("unread", "blocked", "script") or there.loads_more
        if not unread and not _unopened(case, candidate, there):
            continue
        name = "needs-browser" if there.loads_more else OUTCOME_OF.get(there.kind, "unread")
        return Outcome(name, where=[there.url], **named(candidate), **reasons(there))
    return None


def _unopened(case: ItemOnSite, candidate: Label, there: LinkTarget) -> bool:
    """Tell whether a menu leads to a file without words, which may be it.

    An attachment amid a page is no section, and a name may tell that it is another.
    """
    if there.kind != "document" or there.content is not None or not candidate.in_menu:
        return False
    return not told_otherwise(case, LabelMatch(candidate, WITHIN))


def _hinting(case: ItemOnSite) -> tuple[Label, ...]:
    """Return the labels of the site that hint at the item, in the order met."""
    if not case.hinting:
        hinting = (one for one in _topical(case) if hints(case, one))
        case.hinting.append(tuple(islice(hinting, _MOST_HINTS)))
    return case.hinting[0]


def _topical(case: ItemOnSite) -> list[Label]:
    """Return the labels of the site that hold a word of the item, in the order met."""
    index = case.site.labels
    numbers = {number for topic in case.topics for number in index.with_words(topic)}
    return [index.candidates[number] for number in sorted(numbers)]


def _leads_somewhere(case: ItemOnSite, candidate: Label) -> bool:
    """To another page or to a tab; the head of a menu (``#``) has its entries below it."""
    if candidate.url.startswith(("http://", "https://")):
        return not candidate.own_place
    tab = candidate.url.startswith("#") and len(candidate.url) > 1
    # Amid the text of an inner page it leads to another place of that text.
    return tab and (candidate.in_menu or candidate.page is case.site.crawl.home)


def hints(case: ItemOnSite, candidate: Label) -> bool:
    """Tell whether a label has a word of the item and none of what only looks like it."""
    key = candidate.key
    if (
        candidate.evidence in ("slug", "file-name", "heading")
        or key.count(" ") >= THRESHOLDS.longest_hint
    ):
        return False
    if _BODY.match(key) and host_of(candidate.url) != host_of(case.front.url):
        return False  # “Sở Tài chính” in a list of other portals
    return any(holds(key, topic) for topic in case.topics) and not case.label_patterns.refuses(key)


def _named_otherwise(
    case: ItemOnSite, own: SectionPage, hint: Label, gaps: list[RequiredField]
) -> Outcome:
    facts: Facts = {"words": own.content.words, "documents": len(own.content.documents)}
    if gaps:
        name, facts = "incomplete", facts | gaps_of(gaps)
    else:
        name, facts = judge_content(case, LabelMatch(hint, WITHIN), own.there, facts)
    return Outcome(name, where=[own.page.url], **named(hint), **facts)


def _inside(own: SectionPage) -> Outcome:
    facts: Facts = {"words": own.content.words, "documents": len(own.content.documents)}
    return Outcome("inside", where=[own.page.url], **named(own.labels[0]), **facts)
