"""What a check rests on, for ``portal-audit checks explain``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal_audit.cli.words import words
from portal_audit.model import Kind
from portal_audit.rules import profile_files as profiles
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import Check
from portal_audit.rules.framework import Citation, Standing, basis, citations


@dataclass(frozen=True, slots=True)
class Ground:
    """The citations of a check, and its sources that are no framework."""

    cited: tuple[Citation, ...]
    others: tuple[str, ...]

    def lines(self, lang: str) -> list[str]:
        """Return a line for each source, with the kinds of portal and a note where there are."""
        lines = {one.text(lang): _lines(one, lang) for one in self.cited}
        return [
            line
            for source in basis(self.cited, self.others, lang)
            for line in lines.get(source, [source])
        ]

    def facts(self, lang: str) -> list[dict[str, Any]]:
        """Return the citations as JSON values."""
        return [
            {
                "framework": one.framework.id,
                "text": one.text(lang),
                "standing": one.standing.value,
                "certainty": one.article.certainty.value,
                "kinds": [kind.value for kind in Kind if kind in one.article.kinds],
            }
            for one in self.cited
        ]


def ground(check: Check, catalog: Catalog, on: date) -> Ground:
    """Return what a check rests on, on a day, where some built-in profile says that it binds."""
    return Ground(citations(check.id, catalog.frameworks, on, _binding()), check.basis)


def law_lines(catalog: Catalog, lang: str) -> list[str]:
    """Return a line for each framework of the user's own."""
    say = words(lang)
    return [
        say(
            "explain.law",
            id=law.id,
            name=law.names[lang],
            articles=len(law.articles),
            checks=len(law.checks),
        )
        for law in catalog.frameworks
        if law.own
    ]


def _binding() -> Sequence[str]:
    named = (name for profile in profiles.load_all().values() for name in profile.frameworks)
    return tuple(dict.fromkeys(named))


def _lines(citation: Citation, lang: str) -> list[str]:
    article = citation.article
    line = citation.text(lang)
    if len(article.kinds) < len(Kind):
        line += f" [{', '.join(kind.value for kind in Kind if kind in article.kinds)}]"
    practice = citation.standing in (Standing.ENDED, Standing.COMING)
    return [line] if article.note is None or practice else [line, f"  {article.note[lang]}"]
