"""Facts of a finding as readers of a language write them: days and decimal numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from portal_audit.model import Fact
from portal_audit.output.sanitise import plain_facts

DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00)?)?")


def worded_facts(facts: Mapping[str, Fact], lang: str) -> dict[str, Fact]:
    """Return facts safe to show, in the language."""
    return {name: _worded(value, lang) for name, value in plain_facts(facts).items()}


def _worded(value: Fact, lang: str) -> Fact:
    if isinstance(value, float):
        digits = f"{value:.4g}" if abs(value) < 1e6 else f"{value:.0f}"
        return digits.replace(".", ",") if lang == "vi" else digits
    if lang == "vi" and isinstance(value, str) and (date := DATE.fullmatch(value)):
        year, month, day, time = date.groups()
        return f"{day}/{month}/{year}" + (f" {time} (UTC)" if time else "")
    return value
