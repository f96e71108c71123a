"""What a label or a host name says about the portal behind it: its kind and its name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal_audit.model import Kind
from portal_audit.parse.text.vietnamese import fold, nfc, slug_forms

FILE = Path(__file__).with_name("components.toml")
LONGEST_NAME = 12
"""Words; what is longer is the title of an article."""
_WORD = re.compile(r"[a-z0-9]+")
_LEAD = re.compile(
    r"(?:(?:cổng|trang)\s+(?:thành phần\s+)?(?:thông tin|tin)(?:\s+điện tử)?|(?:cổng|trang)\s+ttđt"
    r"|website|trang web|(?:uỷ|ủy) ban nhân dân|ubnd|của|[-–:•·»]+)\s+",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\s*[,(–-]?\s*\b(?:tỉnh|thành phố|tp\.?)\s+\S.*$", re.IGNORECASE)
_ADDRESS = re.compile(r"^\S+\.\w{2,4}/?$|://")
_NUMBERED = re.compile(r"[-_]?\d+$")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a name says."""

    kind: Kind
    name: str = ""
    """The unit as a person writes it, such as ``Xã Lũng Xanh``; empty where a host said it."""
    sure: bool = True
    """Whether the words leave no other reading."""
    remark: str = ""
    """``district`` for the abolished level, ``former`` for a body merged into another in 2025."""


def from_label(label: str) -> Guess | None:
    """Return what the words of a link say; ``None`` where they name no unit.

    A title that goes on ("Sở Tài chính tổ chức hội nghị …") names none. Only the abolished
    district level gives kind ``web``.
    """
    text = nfc(label).strip(" .:;-–»›|")
    if not text or len(text.split()) > LONGEST_NAME + 6:
        return None
    service = _service(text)
    if service is not None:
        return service
    text = _without_lead(text)
    text = text[:1].upper() + text[1:]
    return _commune(text) or _department(text)


def from_host(host: str) -> Guess | None:
    """Return what the first label of a host name says; ``None`` where it says nothing."""
    first = host.partition(".")[0]
    name = first.replace("-", "").replace("_", "")
    words = _words()
    if name in words.service_hosts:
        return Guess(Kind.PUBLIC_SERVICE)
    for prefix, remark, fields in (
        ("so", "", words.fields),
        ("s", "", words.fields),
        ("so", "former", words.former_fields),
        ("s", "former", words.former_fields),
    ):
        if name.startswith(prefix) and name.removeprefix(prefix) in fields:
            return Guess(Kind.DEPARTMENT, remark=remark)
    if name in words.other_departments:
        return Guess(Kind.DEPARTMENT)
    if first.startswith("so-"):
        return Guess(Kind.DEPARTMENT, sure=False)
    for prefix in words.commune_prefixes.values():
        if first.startswith(prefix) and len(name) > len(prefix) and name not in words.no_commune:
            return Guess(Kind.COMMUNE, sure=first.startswith(f"{prefix}-"))
    return None


def is_functional(host: str) -> bool:
    """Tell whether a host serves a function (mail, files, office work) and is no portal."""
    first = host.partition(".")[0].lower()
    parts = [first, *re.split(r"[-_]", first)]
    vocabulary = _words().functional
    return any(
        part in vocabulary or _NUMBERED.sub("", part) in vocabulary for part in parts if part
    )


def says_nothing(label: str) -> bool:
    """Tell whether the words of a link name nothing: "Xem thêm", a file, an address."""
    words = _plain(label)
    return words in _words().nothing or bool(_ADDRESS.search(label)) or not words


def spells(label: str, host: str) -> bool:
    """Tell whether the first label of a host is these words written together."""
    first = host.partition(".")[0].replace("-", "")
    return first in slug_forms(label)


@dataclass(frozen=True, slots=True)
class _NamingWords:
    fields: frozenset[str]
    former_fields: frozenset[str]
    field_labels: Mapping[str, str]
    """Folded field → ``former`` or nothing."""
    others: frozenset[str]
    other_departments: frozenset[str]
    services: tuple[str, ...]
    service_hosts: frozenset[str]
    commune_prefixes: Mapping[str, str]
    no_commune: frozenset[str]
    no_commune_labels: tuple[str, ...]
    districts: tuple[str, ...]
    functional: frozenset[str]
    nothing: frozenset[str]


@cache
def _words() -> _NamingWords:
    table: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    department, commune = table["department"], table["commune"]
    labels = {_plain(field): "" for field in department["fields"]}
    labels |= {_plain(field): "former" for field in department["former_fields"]}
    return _NamingWords(
        fields=frozenset(department["hosts"]),
        former_fields=frozenset(department["former_hosts"]),
        field_labels=labels,
        others=frozenset(map(_plain, department["others"])),
        other_departments=frozenset(department["other_hosts"]),
        services=tuple(map(_plain, table["public-service"]["labels"])),
        service_hosts=frozenset(table["public-service"]["hosts"]),
        commune_prefixes=commune["prefixes"],
        no_commune=frozenset(commune["not_hosts"]),
        no_commune_labels=tuple(commune["not_labels"]),
        districts=tuple(table["district"]["labels"]),
        functional=frozenset(table["functional"]["hosts"]),
        nothing=frozenset(map(_plain, table["nothing"]["labels"])),
    )


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _without_lead(text: str) -> str:
    while lead := _LEAD.match(text):
        text = text[lead.end() :]
    return text


def _service(text: str) -> Guess | None:
    words = _plain(_WHERE.sub("", text))
    if "quoc gia" in words:
        return None
    for service in _words().services:
        rest = words.removeprefix(service).strip()
        if words.startswith(service) and (not rest or rest in ("truc tuyen", "cu", "dien tu")):
            return Guess(Kind.PUBLIC_SERVICE, text)
    return None


def _department(text: str) -> Guess | None:
    words, vocabulary = _plain(_WHERE.sub("", text)), _words()
    if _plain(text) in vocabulary.others or words in vocabulary.others:
        return Guess(Kind.DEPARTMENT, text)
    # Folded, "sở" is the same as "số" and "sơ": the marks decide, where the label has any.
    if not words.startswith("so ") or not (text.lower().startswith("sở ") or text.isascii()):
        return None
    field = words.removeprefix("so ").replace(" va ", " ")
    for label, remark in vocabulary.field_labels.items():
        if field == label.replace(" va ", " "):
            return Guess(Kind.DEPARTMENT, text, remark=remark)
    short_name = field.replace(" ", "")
    if short_name in vocabulary.fields or short_name in vocabulary.former_fields:
        return Guess(
            Kind.DEPARTMENT, text, remark="former" if short_name in vocabulary.former_fields else ""
        )
    short = len(words.split()) <= LONGEST_NAME - 4
    return Guess(Kind.DEPARTMENT, text, sure=False) if short and not text.isascii() else None


def _commune(text: str) -> Guess | None:
    vocabulary, low = _words(), text.lower()
    if low.startswith(vocabulary.no_commune_labels):
        return None
    ascii_prefixes = {fold(prefix): prefix for prefix in vocabulary.commune_prefixes}
    choices: Iterable[str] = ascii_prefixes if text.isascii() else vocabulary.commune_prefixes
    for prefix in choices:
        if low.startswith(prefix + " "):
            rest = _WHERE.sub("", text[len(prefix) :]).strip(" .,-–")
            return Guess(Kind.COMMUNE, f"{text[: len(prefix)]} {rest}") if _is_name(rest) else None
    for prefix in vocabulary.districts:
        if low.startswith(prefix + " ") and _is_name(text[len(prefix) :].strip()):
            return Guess(Kind.WEB, text, sure=False, remark="district")
    return None


def _is_name(text: str) -> bool:
    """Tell whether words look like the name of a place: few, and none in small letters."""
    words = re.findall(r"[^\s,()–-]+", text)
    return 0 < len(words) <= 6 and all(word[0].isupper() or word[0].isdigit() for word in words)
