"""Texts that portals of the reading set say in place of, or beside, those of the sound one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from portal_audit.testbed.content import PAGES


@cache
def _texts() -> Mapping[str, str]:
    return tomllib.loads((PAGES / "reading.toml").read_text(encoding="utf-8"))


def said(name: str) -> str:
    """Return a text, HTML, by its name in ``pages/reading.toml``."""
    return _texts()[name]
