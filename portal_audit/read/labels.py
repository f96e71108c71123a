"""Which words on a site name a piece of information, and where they lead.

Candidates are gathered once per crawl from link texts, titles, alternative texts, image file
names, options, headings and slugs; what a check wants is matched against them by folded words.
The traps (false friends, contradicting titles, typed-together slugs) are those met on real
portals: mastheads, menus and footers of 2011–2026.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from portal_audit.evidence import Crawl, Link, Page
from portal_audit.read.urls import same_place
from portal_audit.read.vietnamese import fold, nfc, slug_forms

GENERIC = frozenset({"xem them", "chi tiet", "xem chi tiet", "xem tat ca", "tai day", "more"})
"""Link words that name nothing, so that a title beside them may speak."""
EXACT, WITHIN, SLUG = 3, 2, 1
"""How well a candidate names the thing: its whole label, words within it, only its address."""
_WORD = re.compile(r"[a-z0-9]+")
_NUMBERING = re.compile(r"^(?:[ivx]{1,4}|\d{1,2}) (?=[a-z])")
IMAGE_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|ico)\b", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:html?|aspx?|php|jsp|png|jpe?g|gif|svg|webp|bmp|ico)$")
_TITLE_BREAK = re.compile(r"\s[-–|:»]\s|\|")
_WHOSE_WORDS = (
    "xa phuong tinh tp thanh dac so ubnd uy hdnd hoi co cong trang website nam thang quy cua ban "
    "van chi don khoi tren va vien quan bo cap"
)
_WHOSE = frozenset(_WHOSE_WORDS.split())
"""First words of what may follow a short label without changing what it names."""
_LEAD_WORDS = (
    "cong khai danh muc sach thong tin chuyen muc van ban huong dan tra cuu he trang ve bao ket "
    "qua ke hoach quyet dinh cac viec"
)
_LEADS = frozenset(_LEAD_WORDS.split())
"""Words that may stand before a label in a page's body without making it a piece of news."""
_NAMELESS = re.compile(r"(?:default|index|home|trang-chu|\d+)(?:\.\w+)?", re.IGNORECASE)
_MOST_WORDS = 24
_SHORTEST_SLUG = 6
_BODY_SLACK, _MENU_SLACK = 12, 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may name something, and the place they lead to."""

    label: str
    """As written on the page."""
    key: str
    """Its folded words."""
    url: str
    """Where it leads; the page's own URL for a heading."""
    page: Page
    """The page it stands on."""
    evidence: str
    """``text``, ``title``, ``alt``, ``option``, ``heading``, ``file-name`` or ``slug``."""
    region: str = "body"
    own_place: bool = False
    """Whether it leads to the very page it stands on (a heading, a tab, ``#``)."""

    @property
    def in_menu(self) -> bool:
        """Whether it stands where a site's sections are listed."""
        return self.region != "body" or self.evidence == "option"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of one thing that is looked for, ready to be compared."""

    labels: tuple[str, ...]
    """Folded; ``…`` stands for any words between."""
    abbreviations: tuple[str, ...]
    """As written, such as ``TTHC``."""
    slugs: frozenset[str]
    false_friends: tuple[str, ...]

    def refuses(self, key: str) -> bool:
        """Tell whether a false friend stands in the words, without being a label itself."""
        return key not in self.labels and any(holds(key, friend) for friend in self.false_friends)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that names what is wanted."""

    candidate: Candidate
    strength: int


@dataclass(slots=True)
class LabelIndex:
    """Every candidate of a site, findable by word and by slug."""

    candidates: list[Candidate] = field(default_factory=list)
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_slug: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    labels_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Place → the different menu labels that lead there."""

    def find(self, wanted: Wanted) -> list[Match]:
        """Return what names the wanted thing, the best first, in the order of the pages."""
        found: dict[int, int] = {}
        for number in self._numbers(wanted):
            candidate = self.candidates[number]
            strength = strength_of(candidate, wanted)
            if strength and not wanted.refuses(candidate.key):
                found[number] = strength
        for slug in wanted.slugs:
            for number in self.by_slug.get(slug, ()):
                candidate = self.candidates[number]
                if number not in found and not wanted.refuses(candidate.key):
                    found[number] = SLUG
        matches = [Match(self.candidates[number], found[number]) for number in sorted(found)]
        return sorted(matches, key=lambda match: (-match.strength, not match.candidate.in_menu))

    def _numbers(self, wanted: Wanted) -> set[int]:
        numbers: set[int] = set()
        for label in (*wanted.labels, *(fold(short) for short in wanted.abbreviations)):
            words = [word for word in label.split() if word != "…"]
            postings: list[list[int]] = [self.by_word.get(word, []) for word in words]
            if postings:
                rarest: list[int] = min(postings, key=len)
                numbers.update(rarest)
        return numbers


def words_of(text: str) -> str:
    """Return the folded words of a label, without punctuation; ``…`` survives as a word."""
    parts = fold(text.replace("...", "…").replace("…", " xxgapxx "))
    return " ".join(_WORD.findall(parts)).replace("xxgapxx", "…").strip()


def holds(key: str, phrase: str) -> bool:
    """Tell whether folded words hold a folded phrase, in which ``…`` stands for any words."""
    padded = f" {key} "
    at = 0
    for part in phrase.split("…"):
        at = padded.find(f" {part.strip()} ", at)
        if at < 0:
            return False
        at += len(part.strip()) + 1
    return True


@lru_cache(maxsize=1024)
def wanted(
    labels: tuple[str, ...],
    abbreviations: tuple[str, ...] = (),
    slugs: tuple[str, ...] = (),
    false_friends: tuple[str, ...] = (),
) -> Wanted:
    """Prepare the words of a check. Every argument is as a person writes it."""
    forms = {
        form
        for label in labels
        if "…" not in label and len(words_of(label).split()) > 1
        for form in slug_forms(label)
        if len(form.replace("-", "")) >= _SHORTEST_SLUG
    }
    return Wanted(
        labels=tuple(dict.fromkeys(words_of(label) for label in labels)),
        abbreviations=abbreviations,
        slugs=frozenset(forms | {slug.lower() for slug in slugs}),
        false_friends=tuple(words_of(friend) for friend in false_friends),
    )


def strength_of(candidate: Candidate, wanted: Wanted) -> int:
    """Return EXACT, WITHIN or 0. Short labels must be the whole label, or nearly."""
    if candidate.evidence in ("slug", "file-name"):
        return 0
    key = _NUMBERING.sub("", candidate.key)
    if key in wanted.labels:
        return EXACT
    count = key.count(" ") + 1
    for label in wanted.labels:
        if holds(key, label) and _near(candidate, key, label, count):
            return WITHIN
    tokens = set(re.findall(r"\w+", candidate.label)) if wanted.abbreviations else set()
    if any(short in tokens for short in wanted.abbreviations) and count <= _MENU_SLACK:
        return WITHIN if count > 1 else EXACT
    return 0


def _near(candidate: Candidate, key: str, label: str, count: int) -> bool:
    """Tell a section's label from a sentence that merely mentions it."""
    length = label.count(" ") + 1
    if length < 3:
        rest = key.removeprefix(label).split()
        return key.startswith(label + " ") and rest[0] in _WHOSE and len(rest) <= _MENU_SLACK
    if candidate.in_menu:
        return count <= length + _MENU_SLACK
    before = key.partition(label.partition(" …")[0])[0].split()
    return set(before) <= _LEADS and count <= length + _BODY_SLACK


def index(crawl: Crawl) -> LabelIndex:
    """Gather every candidate of a crawl, once each."""
    result = LabelIndex()
    seen: set[tuple[str, str, str]] = set()
    links: set[Link] = set()
    for page in crawl.pages:
        for candidate in _candidates(page, links):
            # A label that leads to its own page does so on every page: once is enough.
            tab = candidate.own_place and candidate.evidence != "heading"
            place = "#" if tab else same_place(candidate.url)
            mark = (candidate.key, place, candidate.evidence)
            if mark not in seen:
                seen.add(mark)
                _add(result, candidate)
    return result


def _add(result: LabelIndex, candidate: Candidate) -> None:
    number = len(result.candidates)
    result.candidates.append(candidate)
    if candidate.evidence not in ("slug", "file-name"):
        for word in set(candidate.key.split()):
            result.by_word[word].append(number)
        if candidate.region != "body" and candidate.key not in GENERIC:
            result.labels_of[same_place(candidate.url)].add(candidate.key)
    slugs = slugs_in(candidate)
    for slug in slugs:
        result.by_slug[slug].append(number)


def _candidates(page: Page, links: set[Link]) -> Iterator[Candidate]:
    """Candidates of a page; a link that an earlier page has too says nothing new."""
    for link in page.links:
        if (link not in links or link.url == page.url) and (
            not link.hidden or link.region in ("nav", "header")
        ):
            links.add(link)
            yield from _of_link(page, link)
    for heading in (*_TITLE_BREAK.split(nfc(page.title))[:1], *page.headings[:60]):
        yield from _one(page, heading, page.url, "heading")


def _of_link(page: Page, link: Link) -> Iterator[Candidate]:
    text, files = nfc(link.text), IMAGE_FILE.findall(link.alt)
    alt = nfc(IMAGE_FILE.sub(" ", link.alt))
    kind = "option" if link.source == "option" else "text"
    yield from _one(page, text, link.url, kind, link.region)
    # A title may contradict the words it belongs to; it speaks only where they say nothing.
    if not text or fold(text) in GENERIC:
        yield from _one(page, nfc(link.title), link.url, "title", link.region)
        if " " in alt or not files:
            yield from _one(page, alt, link.url, "alt", link.region)
    shown = text or alt or nfc(link.title) or " ".join(files) or _last(link.url)
    if shown:
        named = "file-name" if files and not text else "slug"
        key = words_of(f"{shown[:160]} {_EXTENSION.sub('', _last(link.url))}")
        yield Candidate(shown[:160], key, link.url, page, named, link.region)


def _one(
    page: Page, label: str, url: str, evidence: str, region: str = "body"
) -> Iterator[Candidate]:
    key = words_of(label[:200]) if label else ""
    if key and key.count(" ") < _MOST_WORDS:
        own = evidence == "heading" or same_place(url) == same_place(page.url)
        yield Candidate(nfc(label)[:160], key, url, page, evidence, region, own)


def slugs_in(candidate: Candidate) -> Iterable[str]:
    """Return the slugs that a candidate's address, or its image's file name, may stand for."""
    if candidate.evidence == "file-name":
        files = IMAGE_FILE.findall(candidate.label)
        return {form for name in files for form in _forms(name.rpartition("/")[2])}
    if candidate.evidence != "slug":
        return ()
    return _forms(_last(candidate.url))


def _last(url: str) -> str:
    """Return the last telling part of a path, or the first label of the host where none is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    segments = [part for part in unquote(parts.path).split("/") if part]
    while segments and re.fullmatch(
        r"(?:default|index|home|trang-chu|\d+)(?:\.\w+)?", segments[-1]
    ):
        segments.pop()
    return segments[-1] if segments else (parts.hostname or "").partition(".")[0]


def _forms(segment: str) -> set[str]:
    plain = _EXTENSION.sub("", nfc(segment).lower()).replace("_", "-").replace(" ", "-")
    cut = re.sub(r"(?:-[a-z]?\d+)+$", "", plain)
    words = cut.split("-")
    starts = {"-".join(words[:count]) for count in range(3, min(len(words), 10))}
    return {form for form in {plain, cut, *starts} if form}


def place_labels(labels: Mapping[str, set[str]], url: str, wanted: Wanted) -> tuple[str, ...]:
    """Return the other menu labels that lead to the same place as a candidate."""
    keys = labels.get(same_place(url), set())
    return tuple(sorted(key for key in keys if not any(holds(key, name) for name in wanted.labels)))
