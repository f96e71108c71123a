"""An item that one sentence holds: on the home page, or amid a section of another name."""

import re
from collections.abc import Iterator

from portal_audit.analyse.required_information.contacts import has_mail, has_phone
from portal_audit.analyse.required_information.fields import missing
from portal_audit.analyse.required_information.item import ItemOnSite
from portal_audit.analyse.required_information.label_index import LabelMatch
from portal_audit.analyse.required_information.labels import WITHIN
from portal_audit.analyse.required_information.section_pages import (
    SectionPage,
    marked,
    section_pages,
)
from portal_audit.analyse.required_information.target_verdict import Facts, gaps_of, named, note
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.api import Form, Outcome
from portal_audit.parse.text.vietnamese import nfc

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
_MOST_GAPS = 1
"""What a sentence may lack of what is asked for, and still be it in part."""


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


def amid_a_section(case: ItemOnSite) -> Outcome | None:
    """Say whether a sentence of a section that is no news holds it, with a way to ask.

    “Người phát ngôn là Phó Chủ tịch …, điện thoại …” is all that people look for, be it the answer
    to a question or the last line of a list of telephones.
    """
    partly: Outcome | None = None
    phrases = [(one, marked(one).strip()) for one in case.limits.sentence]
    for own in section_pages(case.site) if phrases else ():
        for phrase, sign in phrases:
            for around in _around(own, phrase) if sign in own.phrases else ():
                gaps = missing(case.sought, own.content, around, case.visit.day)
                if len(gaps) > _MOST_GAPS or not (has_phone(around) or has_mail(around)):
                    continue
                note(case, "content", LabelMatch(own.labels[0], WITHIN), own.there)
                facts: Facts = {"words": own.content.words, "documents": 0}
                facts |= named(own.labels[0])
                if not gaps:
                    return Outcome("inside", where=[own.page.url], **facts)
                facts |= gaps_of(gaps)
                partly = partly or Outcome("incomplete", where=[own.page.url], **facts)
    return partly


def _around(own: SectionPage, phrase: str) -> Iterator[str]:
    """Yield what stands around a phrase in the section's own words."""
    text, reach = nfc(own.content.text), THRESHOLDS.home_line
    for found in re.finditer(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE):
        yield text[max(found.start() - reach // 2, 0) : found.end() + reach]
