"""Which portals of an inventory belong to which communes of a list. Nothing is guessed silently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal_audit.inventory.commune_host import spellings
from portal_audit.inventory.communes import KINDS, Commune
from portal_audit.model import Kind, Target
from portal_audit.parse.http.urls import host_of
from portal_audit.parse.text.vietnamese import fold, nfc

MOST_WORDS = 10
"""Words of the longest name, with what stands in front of it."""
_WORD = re.compile(r"[a-z0-9]+")
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class CommuneMatch:
    """A portal that may belong to a commune."""

    target: Target
    by: str
    """``listed-host``, ``name-and-host``, ``name`` or ``host``."""
    shared: tuple[Commune, ...] = ()
    """Other communes that it fits as well: it is unclear whose it is."""
    remarks: tuple[str, ...] = ()
    """``kind-differs`` (the portal calls itself xã, the list phường) …, ``not-commune`` (the
    inventory has it as another kind), ``name-differs`` (only the host fits)."""


@dataclass(slots=True)
class Matches:
    """Who belongs to whom."""

    of: dict[Commune, list[CommuneMatch]] = field(default_factory=dict)
    unlisted: list[Target] = field(default_factory=list)
    """Portals of communes that are not on the list."""


def match(communes: Sequence[Commune], targets: Iterable[Target]) -> Matches:
    """Return the portals of each commune, by the list's hosts, by name, and by host name.

    Names are compared folded; where that leaves several, their marks, then their kinds decide.
    Portals that the inventory does not call a commune count only where no other is found.
    """
    index = _Index(communes)
    found = Matches(of={commune: [] for commune in communes})
    spare: dict[Commune, list[CommuneMatch]] = {commune: [] for commune in communes}
    for target in targets:
        if target.kind not in (Kind.COMMUNE, Kind.WEB):
            continue
        fits, by, remarks = index.find(target)
        if not fits and target.kind is Kind.COMMUNE:
            found.unlisted.append(target)
        into = found.of if target.kind is Kind.COMMUNE else spare
        if target.kind is not Kind.COMMUNE:
            remarks = (*remarks, "not-commune")
        for commune in fits:
            others = tuple(one for one in fits if one is not commune)
            into[commune].append(CommuneMatch(target, by, others, remarks))
    for commune, candidates in spare.items():
        if not found.of[commune]:
            found.of[commune] = candidates
    return found


class _Index:
    """The communes by everything that may name them."""

    def __init__(self, communes: Sequence[Commune]) -> None:
        self.hosts: dict[str, list[Commune]] = defaultdict(list)
        self.labels: dict[str, list[Commune]] = defaultdict(list)
        self.named: dict[str, list[tuple[Commune, bool]]] = defaultdict(list)
        """Kind and name → the communes called so, and whether they are of that kind."""
        self.bare: dict[str, list[Commune]] = defaultdict(list)
        for one in communes:
            if one.host:
                self.hosts[one.host].append(one)
            for label in spellings(one):
                self.labels[label].append(one)
            name = _plain(one.name)
            self.bare[name].append(one)
            for kind, word in KINDS.items():
                self.named[f"{_plain(word)} {name}"].append((one, one.kind in ("", kind)))

    def find(self, target: Target) -> tuple[list[Commune], str, tuple[str, ...]]:
        """Return the communes that a portal fits, by what, and what is odd about it."""
        host = host_of(target.url)
        if host in self.hosts:
            return self.hosts[host], "listed-host", ()
        named, remarks = self._by_name(target)
        hosted = self.labels.get(host.partition(".")[0].replace("-", ""), [])
        both = [one for one in named if one in hosted]
        if both:
            return both, "name-and-host", remarks
        if named:
            return named, "name", remarks
        # A host alone does not speak for a portal that is on the list under a host of its own.
        free = [one for one in hosted if not one.host]
        odd = ("name-differs",) if target.name and free else ()
        return free, "host", odd

    def _by_name(self, target: Target) -> tuple[list[Commune], tuple[str, ...]]:
        for text in map(nfc, (target.name, target.organisation)):
            found = _longest(text, self.named)
            if found:
                own = [one for one, same_kind in found if same_kind]
                remarks = () if own else ("kind-differs",)
                return _by_marks(own or [one for one, _ in found], text), remarks
            if alone := self.bare.get(_plain(text)):
                return _by_marks(alone, text), ()
        return [], ()


def _longest(
    text: str, by_name: Mapping[str, list[tuple[Commune, bool]]]
) -> list[tuple[Commune, bool]]:
    """Return the communes named by the longest runs of words, so that Tân Lập is not Tân."""
    tokens = list(_TOKEN.finditer(text))
    words = [fold(token[0]) for token in tokens]
    found: list[tuple[Commune, bool]] = []
    start = 0
    while start < len(words):
        step = 1
        for end in range(min(len(words), start + MOST_WORDS), start, -1):
            hits = by_name.get(" ".join(words[start:end]))
            if hits and not _goes_on(text, tokens, end):
                found += [hit for hit in hits if hit not in found]
                step = end - start
                break
        start += step
    return found


def _goes_on(text: str, tokens: Sequence[re.Match[str]], end: int) -> bool:
    """Tell whether the name goes on behind word *end*: Tân is not what Tân Hưng begins with."""
    if end >= len(tokens):
        return False
    following = tokens[end][0]
    between = text[tokens[end - 1].end() : tokens[end].start()]
    if between.strip() or fold(following) in ("tinh", "thanh", "tp"):
        return False
    return following[0].isupper() or following[0].isdigit()


def _by_marks(found: list[Commune], text: str) -> list[Commune]:
    """Keep those whose name stands there with its marks, where any does."""
    low = nfc(text).casefold()
    exact = [one for one in found if one.name.casefold() in low]
    return exact or found


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))
