"""Words, numbers and dates of one language, for the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from portal_audit.model import VIETNAM, Fact, Finding, State
from portal_audit.output.fact_words import worded_facts
from portal_audit.rules.check import show
from portal_audit.texts import TextTable

FOLDER = Path(__file__).with_name("texts")
MACHINE_FACTS = {"kind": "evidence", "reason": "reason", "stopped": "reason"}
"""Facts that may be machine names, and the texts that say them; other words stay as they are."""


class ReportWords(TextTable):
    """The texts of one language, with dates and facts as its readers write them."""

    def __init__(self, lang: str, *more: Path) -> None:
        """Read ``texts/<lang>.toml``, and the files of another report over it."""
        super().__init__(lang, FOLDER / f"{lang}.toml", *more)

    def moment(self, at: datetime) -> str:
        """Return date and time in Vietnam, with the zone named."""
        local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(VIETNAM)
        if self.lang == "vi":
            return f"{local:%d/%m/%Y %H:%M} ({self('zone')})"
        return f"{local.day} {local:%B %Y, %H:%M} ({self('zone')})"

    def facts(self, finding: Finding) -> dict[str, Fact]:
        """Return a finding's facts as a reader of this language wants them, safe to show."""
        facts = worded_facts(finding.facts, self.lang)
        for name, group in MACHINE_FACTS.items():
            if isinstance(value := facts.get(name), str):
                # A prefix may have words where the rest is a detail: "probe-failed: KeyError".
                prefix, colon, detail = value.partition(": ")
                words = self.name(group, prefix)
                facts[name] = (
                    f"{words} ({detail})" if colon and words != prefix else words + colon + detail
                )
        return facts

    def level(self, letter: str, state: State = State.SCANNED) -> str:
        """Return the name of a level; N says whether nothing or too little could be read."""
        if letter == "N":
            return self("level.N" if state is State.NOT_SCANNED else "level.unsure")
        return self.name("level", letter)

    def shown(self, value: object) -> object:
        """Return a fact as a text shows it: numbers as the language writes them."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return show(value) if value is None or isinstance(value, bool | str | tuple) else value
        return self.number(value, 0 if isinstance(value, int) else 1)
