"""The name of what was scanned, for the heading of its reports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from portal_audit.inventory.provinces import by_name


def run_title(provinces: Iterable[str], inventory: Path | None = None) -> str:
    """Return the province, where all portals are of one, and the name of the inventory's file.

    Empty where neither is known.
    """
    names = {name for name in provinces if name}
    province = names.pop() if len(names) == 1 else ""
    official = by_name(province) if province else None
    parts = (official.full_name if official else province, inventory.stem if inventory else "")
    return " – ".join(part for part in parts if part)
