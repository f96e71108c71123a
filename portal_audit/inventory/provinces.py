"""The provinces as the official table has them: how many communes, and under which host."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal_audit.parse.text.vietnamese import fold

FILE = Path(__file__).with_name("provinces.toml")
_LEADS = ("tinh ", "thanh pho ", "tp. ", "tp ")


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 34 provincial units."""

    name: str
    """Without tỉnh or thành phố."""
    full_name: str
    communes: int
    """Official count of communes, wards and special zones."""
    by_kind: Mapping[str, int]
    """The same by ``xa``, ``phuong`` and ``dac-khu``."""
    as_of: str
    """Day of the count, ISO 8601."""
    host: str
    """Domain of its portal by NĐ 224/2026/NĐ-CP Đ11.4.b."""
    host_certainty: str
    """``seen``, ``rule`` or ``rule-only``; ``provinces.toml`` explains the words."""
    former_hosts: tuple[str, ...] = ()
    """Of provinces merged into this one in 2025; not verified."""


@cache
def provinces() -> tuple[Province, ...]:
    """Return all provinces, in the order of their codes."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_province(entry) for entry in table["province"])


def source() -> str:
    """Return which legal texts the counts rest on."""
    return str(tomllib.loads(FILE.read_text(encoding="utf-8"))["source"])


def by_name(name: str) -> Province | None:
    """Return the province of this name, with or without tỉnh or thành phố, in any spelling."""
    bare = bare_name(name)
    return next((one for one in provinces() if bare_name(one.name) == bare), None)


def by_domain(domain: str) -> Province | None:
    """Return the province whose portal has this domain."""
    return next((one for one in provinces() if one.host == domain), None)


def bare_name(name: str) -> str:
    """Return the name of a province folded, without tỉnh or thành phố, for comparison."""
    folded = fold(name)
    lead = next((lead for lead in _LEADS if folded.startswith(lead)), "")
    return folded.removeprefix(lead)


def _province(entry: Mapping[str, Any]) -> Province:
    counts = entry["communes"]
    return Province(
        name=entry["name"],
        full_name=entry["full_name"],
        communes=counts["total"],
        by_kind={kind: counts[kind] for kind in ("xa", "phuong", "dac-khu")},
        as_of=counts["as_of"],
        host=entry["host"],
        host_certainty=entry["host_certainty"],
        former_hosts=tuple(entry.get("former_hosts", ())),
    )
