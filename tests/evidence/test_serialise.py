"""Evidence survives the store exactly, whatever a hostile site put into it."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal_audit.errors import BadInput
from portal_audit.evidence import (
    Crawl,
    DnsRecords,
    Evidence,
    Exchange,
    Failure,
    Front,
    Gap,
    HttpFront,
    HttpsFront,
    Link,
    NotFound,
    Page,
    ProtocolVersion,
    Samples,
    SecurityTxt,
    SecurityTxtAnswer,
    TlsAddress,
    TlsServer,
    Visit,
)
from portal_audit.evidence.serialise import EVIDENCE_VERSION, KINDS, dump, load
from portal_audit.model import Target

PAGE = Page("https://a.example/", "https://a.example/", 200, text="Cổng", links=(Link("/x"),))
SENT = (Exchange("https://a.example/", 200, (("Set-Cookie", "a=1"), ("set-cookie", "b=2")), 0.2),)
SEEN = Evidence(
    Visit(Target("a.example", "https://a.example/"), datetime(2026, 11, 22, 3, tzinfo=UTC)),
    DnsRecords("a.example", a=("203.0.113.7",)),
    HttpsFront("https://a.example/", SENT, None, PAGE),
    HttpFront("http://a.example/", (), Failure("refused", "http://a.example/")),
    Front(SENT, PAGE, https=True),
    Crawl((PAGE, replace(PAGE, url="https://a.example/2", depth=1))),
    TlsServer((TlsAddress("203.0.113.7", 443, (ProtocolVersion("SSLv2", None),)),)),
    missing={SecurityTxt: Gap("timeout")},
)


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type hint; every field of a dataclass varies, those with defaults too."""
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return st.builds(
            hint, **{field.name: anything(hints[field.name]) for field in fields(hint)}
        )
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*(anything(part) for part in get_args(hint)))
    if get_origin(hint) is tuple:
        parts = get_args(hint)
        if parts[-1] is Ellipsis:
            return st.lists(anything(parts[0]), max_size=2).map(tuple)
        return st.tuples(*map(anything, parts))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return {
        str: st.text(st.characters(exclude_categories=()), max_size=6),
        int: st.integers(-(2**62), 2**62),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        NoneType: st.none(),
        datetime: st.datetimes(timezones=st.just(UTC)),
    }[hint]


def stored(evidence: Evidence) -> Evidence:
    return load(json.loads(json.dumps(dump(evidence))))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_kind_comes_back_as_it_was(kind: type[Any]) -> None:
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
    )
    @given(anything(kind))
    def comes_back(piece: object) -> None:
        assert stored(Evidence(piece)).get(kind) == piece

    comes_back()


def test_a_whole_visit_comes_back_as_it_was() -> None:
    again = stored(SEEN)
    assert {type(piece): piece for piece in again} == {type(piece): piece for piece in SEEN}
    assert again.missing == SEEN.missing
    assert dump(again) == dump(SEEN)


def test_there_is_a_key_for_each_kind_and_times_are_utc() -> None:
    data = dump(SEEN)
    kinds = {"visit", "dns", "https", "http", "front", "tls", "crawl"}
    assert set(data) == kinds | {"version", "pages", "missing"}
    assert data["visit"]["at"] == "2026-11-22T03:00:00Z"
    assert data["missing"] == {"security_txt": {"reason": "timeout", "applies": True}}
    [version] = data["tls"]["addresses"][0]["versions"]
    fixed: dict[str, Any] = {"version": "SSLv2", "offered": None, "suites": []}
    assert {key: version[key] for key in fixed} == fixed


def test_a_shared_page_is_stored_once_and_is_one_object_again() -> None:
    data = dump(SEEN)
    assert len(data["pages"]) == 2
    assert (data["https"]["page"], data["http"]["page"], data["front"]["page"]) == (0, None, 0)
    assert data["crawl"]["pages"] == [0, 1]
    again = stored(SEEN)
    https, crawl = again.get(HttpsFront), again.get(Crawl)
    assert https is not None
    assert crawl is not None
    assert https.page is crawl.home


def test_every_kind_of_evidence_has_a_key() -> None:
    """A kind that the table forgot would silently be lost."""
    import portal_audit.evidence as package

    parts = {"Evidence", "Gap", "Screenshot"}  # the store keeps pictures apart
    inside = {kind for kind in KINDS.values() for kind in [kind, *_parts(kind)]}
    whole = {
        name
        for name in package.__all__
        if name not in parts and is_dataclass(getattr(package, name))
    }
    assert whole - {kind.__name__ for kind in inside} <= {"FirstContact"}


def _parts(kind: Any) -> list[Any]:
    found = []
    for hint in get_type_hints(kind).values():
        found += [part for part in _flat(hint) if is_dataclass(part)]
    return found + [deeper for part in found for deeper in _parts(part)]


def _flat(hint: Any) -> list[Any]:
    return [hint, *(deep for part in get_args(hint) for deep in _flat(part))]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": EVIDENCE_VERSION + 1}, "Use the version of portal-audit that wrote it"),
        ({"colour": 1}, "unknown keys: colour"),
        ({"dns": {"host": "a", "colour": 1}}, "DnsRecords.colour: is not part of"),
        ({"dns": {"host": 7}}, "host"),
        ({"front": {"exchanges": [], "https": True, "page": 99}}, "cannot be read"),
        ({"crawl": {"pages": ["x"]}}, "cannot be read"),
        ({"missing": {"x": {"reason": "y"}}}, "cannot be read"),
        ({"missing": [1]}, "cannot be read"),
        ({"pages": [{"url": "x"}]}, "asked"),
        ({"dns": {**dump(SEEN)["dns"], "a": ["192.0.2.1", 7]}}, "a.2: has a value"),
    ],
)
def test_what_is_not_evidence_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        load({**dump(SEEN), **change})


def test_fields_added_later_get_their_defaults() -> None:
    data = dump(Evidence(SecurityTxt(SecurityTxtAnswer("u", "u", 404))))
    del data["security_txt"]["well_known"]["bom"]
    assert load(data).get(SecurityTxt) == SecurityTxt(SecurityTxtAnswer("u", "u", 404))


def test_evidence_of_before_platforms_were_told_still_opens() -> None:
    stored = json.loads(json.dumps(dump(SEEN)))
    del stored["crawl"]["platform"]
    for page in stored["pages"]:
        del page["resources"], page["filled_from"]
    assert dump(load(stored)) == dump(SEEN)


def test_samples_stored_under_the_name_of_before_are_read() -> None:
    lost = NotFound("https://a.example/x", SENT, similarity=0.9)
    data = dump(Evidence(Samples(not_found=lost)))
    data["samples"]["not_found"]["likeness"] = data["samples"]["not_found"].pop("similarity")
    read = load(data).get(Samples)
    assert read is not None
    assert read.not_found == lost
