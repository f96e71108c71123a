"""Evidence as JSON and back, exactly, so that it can be judged again on another day."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec
from pydantic import TypeAdapter, ValidationError

from portal_audit.errors import BadInput
from portal_audit.evidence.bag import Evidence, Gap
from portal_audit.evidence.crawl import Crawl
from portal_audit.evidence.dns import DnsRecords
from portal_audit.evidence.http import Front, HttpFront, HttpsFront
from portal_audit.evidence.page import Page
from portal_audit.evidence.samples import Samples
from portal_audit.evidence.security_txt import SecurityTxt
from portal_audit.evidence.tls import TlsServer
from portal_audit.evidence.visit import Visit
from portal_audit.texts import Message, fault_of

EVIDENCE_VERSION = 1
"""Raised when stored evidence of before could no longer be read as it stands."""

KINDS: Mapping[str, type[Any]] = {
    "visit": Visit,
    "dns": DnsRecords,
    "https": HttpsFront,
    "http": HttpFront,
    "front": Front,
    "tls": TlsServer,
    "crawl": Crawl,
    "security_txt": SecurityTxt,
    "samples": Samples,
}
"""Key in the JSON → kind of evidence. A ``Screenshot`` is none: the store keeps it apart."""
NAMES = {kind: name for name, kind in KINDS.items()}

_ADAPTERS = {name: TypeAdapter(kind) for name, kind in KINDS.items()}
_PAGE = TypeAdapter(Page)
_PAGES = msgspec.json.Decoder(list[Page])
_GAP = TypeAdapter(Gap)


def dump(evidence: Evidence) -> dict[str, Any]:
    """Return evidence as plain JSON values, a key per kind.

    A page that several kinds share is stored once, in ``pages``; where it belongs stands its
    index there. Times are ISO 8601 in UTC. Kinds that this version does not know are left out.
    """
    data = dump_around_pages(evidence)
    data["pages"] = [_PAGE.dump_python(page, mode="json") for page in data["pages"]]
    return data


def dump_around_pages(evidence: Evidence) -> dict[str, Any]:
    """Return the same with the pages as they are, for a writer of JSON that knows dataclasses.

    They are nearly all of it, and hold nothing but text, numbers and tuples.
    """
    shelf = _Shelf()
    data: dict[str, Any] = {"version": EVIDENCE_VERSION}
    for name, kind in KINDS.items():
        if (piece := evidence.get(kind)) is not None:
            data[name] = _dump_piece(name, piece, shelf)
    data["pages"] = shelf.pages
    data["missing"] = {
        NAMES[kind]: _GAP.dump_python(gap, mode="json")
        for kind, gap in evidence.missing.items()
        if kind in NAMES
    }
    return data


def load(data: Mapping[str, Any]) -> Evidence:
    """Return the evidence that *dump* wrote.

    Raises BadInput where a key is unknown, a value has the wrong type, or a newer version wrote it.
    """
    version = data.get("version") if isinstance(data, Mapping) else None
    if version != EVIDENCE_VERSION:
        raise BadInput(
            Message("evidence.other-version", version=repr(version), ours=EVIDENCE_VERSION)
        )
    if unknown := set(data) - set(KINDS) - {"version", "pages", "missing"}:
        names = ", ".join(sorted(map(str, unknown)))
        raise BadInput(Message("evidence.unknown-keys", names=names))
    try:
        pages = [_load_page(page) for page in data.get("pages", ())]
        pieces = [_load_piece(name, data[name], pages) for name in KINDS if name in data]
        missing = {
            KINDS[name]: _GAP.validate_python(gap, extra="forbid")
            for name, gap in data.get("missing", {}).items()
        }
    except ValidationError as error:
        first = fault_of(error.errors()[0], error.title)
        raise BadInput(
            Message("evidence.unreadable", fault=first, n=error.error_count())
        ) from error
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise BadInput(Message("evidence.inconsistent", reason=repr(error))) from error
    return Evidence(*pieces, missing=missing)


def _load_page(data: Any) -> Page:
    return data if isinstance(data, Page) else _PAGE.validate_python(data, extra="forbid")


def load_as_written(text: bytes) -> Evidence | None:
    """Return the same from JSON that this version wrote, in a third of the time; None from other.

    The pages are nearly all of it, and their quick reader passes over keys that it does not know:
    only where they give the same bytes again was nothing passed over.
    """
    with suppress(msgspec.MsgspecError, UnicodeError, KeyError):
        parts = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        written = parts.pop("pages")
        pages = _PAGES.decode(written)
        if msgspec.json.encode(pages) == bytes(written):
            others = {name: msgspec.json.decode(part) for name, part in parts.items()}
            return load({**others, "pages": pages})
    return None


class _Shelf:
    """The pages of one site, each once."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def place(self, page: Page) -> int:
        """Return the index of a page, which is put on the shelf if it is not there yet."""
        for index, shelved in enumerate(self.pages):
            if shelved is page or (shelved.url == page.url and shelved == page):
                return index
        self.pages.append(page)
        return len(self.pages) - 1


def _dump_piece(name: str, piece: Any, shelf: _Shelf) -> dict[str, Any]:
    adapter = _ADAPTERS[name]
    if isinstance(piece, Crawl):
        data: dict[str, Any] = adapter.dump_python(replace(piece, pages=()), mode="json")
        data["pages"] = [shelf.place(page) for page in piece.pages]
    elif isinstance(piece, HttpsFront | HttpFront | Front):
        data = adapter.dump_python(replace(piece, page=None), mode="json")
        data["page"] = None if piece.page is None else shelf.place(piece.page)
    else:
        data = adapter.dump_python(piece, mode="json")
    return data


def _load_piece(name: str, data: Mapping[str, Any], pages: list[Page]) -> object:
    adapter = _ADAPTERS[name]
    if name == "crawl":
        crawl: Crawl = adapter.validate_python({**data, "pages": ()}, extra="forbid")
        return replace(crawl, pages=tuple(pages[index] for index in data["pages"]))
    if name in ("https", "http", "front"):
        front: Front = adapter.validate_python({**data, "page": None}, extra="forbid")
        index = data["page"]
        return front if index is None else replace(front, page=pages[index])
    if name == "samples":
        data = _renamed(data)
    return adapter.validate_python(data, extra="forbid")


def _renamed(samples: Mapping[str, Any]) -> dict[str, Any]:
    """Return samples under today's names: the similarity of an error page was once ``likeness``."""
    lost = samples.get("not_found")
    if not lost or "likeness" not in lost:
        return dict(samples)
    others = {name: value for name, value in lost.items() if name != "likeness"}
    return {**samples, "not_found": {**others, "similarity": lost["likeness"]}}
