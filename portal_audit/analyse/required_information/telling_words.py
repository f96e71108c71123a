"""Which words and addresses of a site's links can matter to any item, told for all at once.

Nearly every title of a piece of news is words of its own that name no item. One pass over all of
them tells which hold a phrase of any item; the others need not be looked at one by one.
"""

import re
from dataclasses import dataclass

from portal_audit.analyse.required_information.abbreviations import written_out
from portal_audit.analyse.required_information.address_names import (
    IMAGE_FILE,
    forms_of,
    that_may_name,
)
from portal_audit.analyse.required_information.labels import words_of, words_of_many
from portal_audit.analyse.required_information.postings import has_posting_date
from portal_audit.analyse.required_information.vocabulary import LABELS, NAMES, SLUGS, TOPICS
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Crawl, Link, Page
from portal_audit.parse.http.urls import same_place
from portal_audit.parse.text.vietnamese import composed, nfc

LONGEST = 300
"""Characters of a label that are looked at; what is longer is no label."""
SHOWN, COMPARED = 160, 200
"""Characters of a label that are kept, and of which the words are compared."""
_TITLE_BREAK = re.compile(r"\s[-–|:»]\s|\|")


@dataclass(frozen=True, slots=True)
class TellingWords:
    """What of a crawl's links can matter."""

    shown: dict[str, str]
    """Words of links and headings as written → as they are shown."""
    keys: dict[str, str]
    """The same → folded."""
    held: dict[str, list[str]]
    """Folded words → phrases of any item that stand there, where any do."""
    naming: frozenset[str]
    """Folded words that hold what can name an item."""
    telling: frozenset[str]
    """These, short ones that hint at an item, of menus, with a day of posting, beside pictures."""
    written: frozenset[str]
    """The same as written, and names of pictures."""
    places: dict[str, str]
    """Address of a link → place."""
    read: frozenset[str]
    """Places of pages that were read."""
    named: frozenset[str]
    """Addresses in which a slug of any item may stand."""
    named_places: frozenset[str]
    """Places of which an address has one in the very form that is looked for."""
    urls: frozenset[str]
    """Addresses of these places and of pages that were read."""


def telling_words(crawl: Crawl) -> TellingWords:
    """Read the words and addresses of all links of a crawl."""
    links = [link for page in crawl.pages for link in page.links]
    written = _words_of_links(links)
    headings = (heading for page in crawl.pages for heading in headings_of(page))
    raw = [*written.union(headings)]
    shown = _fit_to_show([words[:LONGEST] for words in raw])
    folded = words_of_many([words[:COMPARED] for words in shown], written_out)
    keys = dict(zip(raw, folded, strict=True))
    held = phrases_in(folded)
    naming = {key for key, phrases in held.items() if any(map(NAMES.__contains__, phrases))}
    telling = naming | {key for key, phrases in held.items() if _hints(key, phrases)}
    listed = [link for link in links if link.region != "body" or link.source == "option"]
    telling |= {keys[words] for words in _words_of_links(listed)}
    said = zip(shown, folded, strict=True)
    telling |= {key for one, key in said if "20" in one and has_posting_date(one[:SHOWN])}
    pictures = {words for words in written if "." in words and IMAGE_FILE.search(words)}
    telling |= {words_of(written_out(without_files(words)[:COMPARED])) for words in pictures}
    telling.discard("")
    places = {url: same_place(url) for url in {link.url for link in links}}
    named = that_may_name(list(places))
    named_places = frozenset(places[url] for url in named if not SLUGS.isdisjoint(forms_of(url)))
    read = frozenset(same_place(page.url) for page in crawl.pages)
    return TellingWords(
        dict(zip(raw, shown, strict=True)),
        keys,
        held,
        frozenset(naming),
        frozenset(telling),
        frozenset(words for words, key in keys.items() if key in telling) | pictures,
        places,
        read,
        frozenset(named),
        named_places,
        frozenset(url for url, place in places.items() if place in read or place in named_places),
    )


def _hints(key: str, phrases: list[str]) -> bool:
    return key.count(" ") < THRESHOLDS.longest_hint and any(map(TOPICS.__contains__, phrases))


def phrases_in(keys: list[str]) -> dict[str, list[str]]:
    """Return which phrases of any item stand in folded labels, for those in which any do."""
    held: dict[str, list[str]] = {}
    for number, phrase in LABELS.found_in_each(keys):
        held.setdefault(keys[number], []).append(phrase)
    return {
        key: list(dict.fromkeys(phrases)) if len(phrases) > 1 else phrases
        for key, phrases in held.items()
    }


def headings_of(page: Page) -> list[str]:
    """Return what a page is called: its title without the portal's name, and its headings."""
    title = _TITLE_BREAK.split(nfc(page.title[:LONGEST]))[0]
    return [heading[:LONGEST] for heading in (title, *page.headings[:60])]


def without_files(words: str) -> str:
    """Return what stands beside the names of pictures in an alternative text."""
    return nfc(IMAGE_FILE.sub(" ", words[:LONGEST]))


def _words_of_links(links: list[Link]) -> set[str]:
    """Return every text, title and alternative text, each once."""
    texts, titles = {link.text for link in links}, {link.title for link in links}
    return texts | titles | {link.alt for link in links}


def _fit_to_show(texts: list[str]) -> list[str]:
    """Return texts composed, with single spaces; those of our own reader are so already."""
    whole = "\n".join(["", *texts, ""])
    fit = (
        whole.count("\n") == len(texts) + 1
        and not any(space in whole for space in ("  ", " \n", "\n "))
        and composed(whole) is whole
        and whole.replace("\n", "").isprintable()
    )
    return texts if fit else list(map(nfc, texts))
