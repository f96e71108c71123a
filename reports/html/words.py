"""Words, numbers and dates of one language, for the pages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from portal_audit.model import VIETNAM, Fact, Finding, State
from portal_audit.output.sanitise import plain_facts
from portal_audit.rules.check import fill

FOLDER = Path(__file__).with_name("texts")
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00)?)?")
MACHINE_FACTS = {"kind": "evidence", "reason": "reason", "stopped": "reason"}
"""Facts that may be machine names, and the texts that say them; other words stay as they are."""
LONGEST_FACT = 300
"""Characters of one fact that a sentence shows."""


class ReportWords:
    """The texts of one language, by dotted key; ``one|many`` gives the plural its own words."""

    def __init__(self, lang: str) -> None:
        """Read ``texts/<lang>.toml``."""
        self.lang = lang
        self.table = flat(tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8")))

    def __call__(self, key: str, **gaps: Fact) -> str:
        """Return the text of a key with its gaps filled; plain text, not HTML."""
        text = self.table[key]
        if "|" in text and "n" in gaps:
            one, many = text.split("|")
            text = one if gaps["n"] == 1 else many
        return fill(text, {name: self._shown(value) for name, value in gaps.items()})

    def name(self, group: str, key: str) -> str:
        """Return the words for a machine name, or the name itself where there are none."""
        return self.table.get(f"{group}.{key}", key)

    def number(self, value: float | None, digits: int = 1) -> str:
        """Return ``1.073,4`` in Vietnamese and ``1,073.4`` in English; a dash for ``None``."""
        if value is None:
            return "–"
        text = f"{value:,.{digits}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "vi" else text

    def percent(self, share: float) -> str:
        """Return a share (0–1) as a whole percentage; only a full one is shown as 100 %."""
        return f"{min(round(100 * share), 99) if share < 1 else 100}%"

    def day(self, day: date) -> str:
        """Return a day without a time."""
        return f"{day:%d/%m/%Y}" if self.lang == "vi" else f"{day.day} {day:%B %Y}"

    def moment(self, at: datetime) -> str:
        """Return date and time in Vietnam, with the zone named."""
        local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(VIETNAM)
        if self.lang == "vi":
            return f"{local:%d/%m/%Y %H:%M} ({self('zone')})"
        return f"{local.day} {local:%B %Y, %H:%M} ({self('zone')})"

    def facts(self, finding: Finding) -> dict[str, Fact]:
        """Return a finding's facts as a reader of this language wants them, safe to show."""
        facts = {
            name: self._fact(v) for name, v in plain_facts(finding.facts, LONGEST_FACT).items()
        }
        for name, group in MACHINE_FACTS.items():
            if isinstance(value := facts.get(name), str):
                # A prefix may be known where the rest is a detail: "probe-failed: KeyError".
                known, colon, detail = value.partition(": ")
                words = self.name(group, known)
                facts[name] = (
                    f"{words} ({detail})" if colon and words != known else words + colon + detail
                )
        return facts

    def level(self, letter: str, state: State = State.SCANNED) -> str:
        """Return the name of a level; N says whether nothing or too little could be read."""
        if letter == "N":
            return self("level.N" if state is State.NOT_SCANNED else "level.unsure")
        return self.name("level", letter)

    def _shown(self, value: Fact) -> Fact:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return self.number(value, 0 if isinstance(value, int) else 1)

    def _fact(self, value: Fact) -> Fact:
        if isinstance(value, float):
            digits = f"{value:.4g}" if abs(value) < 1e6 else f"{value:.0f}"
            return digits.replace(".", ",") if self.lang == "vi" else digits
        if self.lang == "vi" and isinstance(value, str) and (date := DATE.fullmatch(value)):
            year, month, day, time = date.groups()
            return f"{day}/{month}/{year}" + (f" {time} (UTC)" if time else "")
        return value


def flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Return the texts of nested tables by dotted key."""
    texts: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            texts.update(flat(value, f"{prefix}{key}."))
        else:
            texts[prefix + key] = str(value)
    return texts
