"""One portal of the corpus as it is written down: menus, pages, and what a person finds there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal_audit.model import Kind

HERE = Path(__file__).parent
SETS = {
    "development": ("development", "second", "third", "fourth"),
    "unseen": ("unseen", "fifth", "sixth"),
}
"""Part → the sets of portals it consists of; each is a folder here."""
PARTS = tuple(SETS)
PRESENT, PARTIAL, ABSENT, UNREADABLE = "present", "partial", "absent", "unreadable"
MARKS = {"+": PRESENT, "~": PARTIAL, "-": ABSENT, "%": ABSENT, "?": UNREADABLE}
"""``%`` is an absence behind a placeholder, ``-`` one that something else may hide."""
_MARK = re.compile(r"^[-+~%?][a-z][a-z-]+$")


@dataclass(slots=True)
class Entry:
    """An entry of a menu."""

    label: str
    target: str
    """``#``, ``home``, an address, a kind of file (``pdf``), ``gone`` or the name of a text."""
    children: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu, its shape (see ``platforms/menus.html.j2``) and its place on the page."""

    shape: str
    where: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a person who looks at the portal finds of one item."""

    verdict: str
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal as written down; ``build`` makes a site of it."""

    id: str
    part: str
    name: str
    kind: Kind
    platform: str
    host: str
    parent: str
    options: frozenset[str]
    menus: tuple[Menu, ...]
    home: str
    footer: str
    texts: Mapping[str, str]
    facts: Mapping[str, str]
    truth: Mapping[str, Truth]
    """Item → truth; what is not named is absent."""
    all_unreadable: bool
    robots: str

    @property
    def url(self) -> str:
        """Where the home page stands."""
        return f"https://{self.host}/"


def portals(name: str) -> Iterator[Portal]:
    """Yield the portals of a set, in the order of their files. Raises ValueError on a slip."""
    texts = _toml(HERE / name / "texts.toml")
    shared = {key: str(value) for key, value in texts.items() if isinstance(value, str)}
    for file in sorted((HERE / name / "portals").glob("*.toml")):
        yield _portal(name, file, shared, texts["people"])


def _toml(file: Path) -> dict[str, object]:
    with file.open("rb") as stream:
        return tomllib.load(stream)


def _portal(part: str, file: Path, shared: Mapping[str, str], people: object) -> Portal:
    data = _toml(file)
    truth: dict[str, Truth] = {}
    menus = [
        Menu(str(menu["shape"]), str(menu.get("where", "top")), _entries(menu["lines"], truth))
        for menu in _tables(data["menu"])
    ]
    unreadable = _take_marks(str(data.get("truth", "")).split(), truth)
    facts = _facts(data, people)
    own = {name: str(text) for name, text in _table(data.get("pages", {})).items()}
    return Portal(
        id=file.stem,
        part=part,
        name=str(data["name"]),
        kind=Kind(str(data["kind"])),
        platform=str(data["platform"]),
        host=str(data["host"]),
        parent=str(data.get("parent", "")),
        options=frozenset(str(data.get("options", "")).split()),
        menus=tuple(menus),
        home=str(data.get("home", "")),
        footer=str(data.get("footer", "footer-full")),
        texts={**shared, **own},
        facts=facts,
        truth=truth,
        all_unreadable=unreadable,
        robots=str(data.get("robots", "")),
    )


def _entries(lines: object, truth: dict[str, Truth]) -> tuple[Entry, ...]:
    """Read ``label => target marks`` lines; two spaces more mean a level deeper."""
    top: list[Entry] = []
    above: list[tuple[int, list[Entry]]] = [(-1, top)]
    for line in filter(str.strip, str(lines).splitlines()):
        depth = len(line) - len(line.lstrip())
        label, _, rest = line.strip().partition(" => ")
        words = rest.split()
        target = words.pop(0) if words and not _MARK.match(words[0]) else "#"
        if _take_marks(words, truth):
            raise ValueError(f"{line}: “unreadable” stands in truth only")
        entry = Entry(label.strip(), target)
        while above[-1][0] >= depth:
            above.pop()
        above[-1][1].append(entry)
        above.append((depth, entry.children))
    return tuple(top)


def _take_marks(words: list[str], truth: dict[str, Truth]) -> bool:
    """Note the marks; return whether the word ``unreadable`` says it of the whole portal."""
    for word in words:
        if word == UNREADABLE:
            return True
        if not _MARK.match(word):
            raise ValueError(f"not a mark: {word}")
        if word[1:] in truth:
            raise ValueError(f"marked twice: {word}")
        truth[word[1:]] = Truth(MARKS[word[0]], word[0] == "%")
    return False


def _facts(data: Mapping[str, object], people: object) -> dict[str, str]:
    """Names, numbers and addresses that a text may use; made from the host where not given."""
    assert isinstance(people, list)
    host, place = str(data["host"]), str(data["place"])
    number = sum(ord(char) * (at + 1) for at, char in enumerate(host))
    names = [str(people[(number + 7 * at) % len(people)]) for at in range(6)]
    department = data["kind"] == "department"
    facts = {f"n{at}": name for at, name in enumerate(names, 1)}
    facts |= {
        "name": str(data["name"]),
        "x": place,
        "X": place.upper(),
        "t": str(data.get("province", "tỉnh Nam Lâm")),
        "cq": place if department or "UBND" in place else f"UBND {place}",
        "host": host,
        "tel": f"0{200 + number % 90}.3{number % 9}{number % 7}.{100 + number % 880}",
        "tel2": f"09{number % 9}{1 + number % 8} {300 + number % 600} {200 + number % 700}",
        "mail": f"vanthu@{host}",
        "dc": f"số {1 + number % 180}, đường {names[5].split()[-1]} {names[4].split()[-1]}, "
        + place,
    }
    return facts | {key: str(value) for key, value in _table(data.get("facts", {})).items()}


def _table(value: object) -> Mapping[str, object]:
    assert isinstance(value, dict)
    return value


def _tables(value: object) -> list[Mapping[str, object]]:
    assert isinstance(value, list)
    return [_table(one) for one in value]
