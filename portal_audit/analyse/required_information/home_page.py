"""What the home page itself holds: the contact block, the search box, the menus."""

import re

from portal_audit.analyse.menus import front_pages
from portal_audit.analyse.required_information.fields import RequiredField, missing
from portal_audit.analyse.required_information.item import ItemOnSite
from portal_audit.analyse.required_information.searched_words import searched_words
from portal_audit.analyse.required_information.target_verdict import Facts, gaps_of, is_else
from portal_audit.api import Outcome, Page
from portal_audit.parse.http.urls import host_of
from portal_audit.parse.text.vietnamese import fold, nfc

_GENERIC_WORDS = (
    "cong trang thong tin dien tu ttdt cttdt website tinh thanh pho xa phuong dac khu ubnd uy ban "
    "nhan dan so cua va chinh quyen"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words that the names of all portals have."""
_HIGHER = re.compile(
    r"\b(?:cong thong tin dien tu|co quan chu quan|ban quyen thuoc)\b[\w :,-]{0,40}"
    r"\b(?:tinh|thanh pho|chinh phu|bo)\b"
)


def on_home(case: ItemOnSite) -> Outcome | None:
    """Items such as the contact block may stand on the home page or in its footer."""
    home = case.site.crawl.home
    assert home is not None
    pages = front_pages(case.site.crawl)
    contents = [case.site.text.content(page) for page in pages]
    mails = " ".join(
        link.url for page in pages for link in page.links if link.url.startswith("mailto:")
    )
    raw = " . ".join(part for page in pages for part in (page.footer_text, page.text[-6000:]))
    text = f"{raw} . {mails}"
    lacks = [(missing(case.sought, one, text, case.visit.day), one) for one in contents]
    gaps, content = min(lacks, key=lambda pair: len(pair[0]))
    waits = len(gaps) > 1 and searched_words(home.footer_text).waiting
    if is_else(case, gaps) or waits or not _leaves_a_way(gaps):
        return None
    facts: Facts = {"label": nfc(home.title)[:80] or home.url, "via": "–"}
    if case.limits.own_name and (other := _speaks_for(case, home)):
        return Outcome("other-organisation", where=[home.url], reason=other, **facts)
    facts |= {"words": content.words, "documents": len(content.documents)}
    if gaps:
        facts |= gaps_of(gaps)
    return Outcome("incomplete" if gaps else "found", where=[home.url], **facts)


def _leaves_a_way(gaps: list[RequiredField]) -> bool:
    """Tell whether one can go there, or both call and write: a name with a number is no address."""
    absent = {name for gap in gaps for name in gap.has}
    return "address" not in absent or absent.isdisjoint({"phone", "official-email"})


def _speaks_for(case: ItemOnSite, home: Page) -> str:
    """Return whose name the footer bears, where that is a higher body's and never the portal's own.

    The portal's own name is its title, the inventory's name or the first label of its host, without
    the words that every portal's name has.
    """
    footer = fold(home.footer_text)
    higher = _HIGHER.search(footer)
    target = case.visit.target
    if higher is None or not target.parent or host_of(target.parent) == host_of(target.url):
        return ""
    names = [core(name) for name in (target.name, home.title, target.organisation)]
    host = host_of(case.front.url).partition(".")[0]
    own = [name for name in (*names, host) if len(name) > 2]
    together = footer.replace(" ", "")
    if not own or any(name.replace(" ", "") in together for name in own):
        return ""
    return nfc(home.footer_text)[:80]


def core(name: str) -> str:
    """Return a name, folded, without the words that the names of all portals have."""
    return " ".join(word for word in re.findall(r"\w+", fold(name)) if word not in _GENERIC)
