"""Choose portals of a run: ``kind=commune level<=C``, read, checked, and applied to its sites."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal_audit.errors import BadInput
from portal_audit.model import FAULTS, Kind, Run, SiteResult, State
from portal_audit.parse.text.vietnamese import fold
from portal_audit.run_sites import fitting, outline
from portal_audit.texts import Message, did_you_mean

FIELDS = (
    "kind",
    "level",
    "organisation",
    "province",
    "tag",
    "score",
    "key",
    "url",
    "name",
    "state",
    "fault",
)
LEVELS = "EDCBA"
"""Worst first, so that a level compares as a score does: C and what is worse is ``level<=C``."""
NOT_JUDGED = "N"
ORDER: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
ORDERED = ("level", "score")
ONE_OF: Mapping[str, Sequence[str]] = {
    "kind": [kind.value for kind in Kind],
    "state": [state.value for state in State],
    "level": [*reversed(LEVELS), NOT_JUDGED],
}
"""Fields that take one of a few words."""
CONDITION = re.compile(
    r"""(?P<field>[^\s<>=!~"']+)\s*(?P<operator><=|>=|!=|=|<|>|~)\s*"""
    r"""(?P<value>(?:"[^"]*"|'[^']*'|[^\s"',]+)(?:,(?:"[^"]*"|'[^']*'|[^\s"',]+))*)"""
)
VALUE = re.compile(r""""([^"]*)"|'([^']*)'|([^\s"',]+)""")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: a field, an operator and the values of which one must fit."""

    field: str
    operator: str
    values: tuple[str, ...]
    text: str
    """As it was written."""

    def holds(self, site: SiteResult) -> bool:
        """Tell whether a portal meets it; what has no level or score meets no order."""
        if self.operator in ORDER:
            return self._in_order(site)
        found = [fold(value) for value in _values(site, self.field)]
        wanted = [fold(value) for value in self.values]
        if self.operator == "~":
            return any(part in value for part in wanted for value in found)
        if self.field == "score":
            equal = site.score is not None and any(site.score == float(v) for v in self.values)
        else:
            equal = any(value in wanted for value in found)
        return equal is (self.operator == "=")

    def levels(self) -> str:
        """Return the levels that an order of levels means, best first; nothing for others."""
        if self.field != "level" or self.operator not in ORDER:
            return ""
        limit, fits = LEVELS.index(self.values[0]), ORDER[self.operator]
        return ", ".join(reversed([one for n, one in enumerate(LEVELS) if fits(n, limit)]))

    def _in_order(self, site: SiteResult) -> bool:
        fits, wanted = ORDER[self.operator], self.values[0]
        if self.field == "level":
            at = LEVELS.find(site.level)
            return at >= 0 and fits(at, LEVELS.index(wanted))
        return site.score is not None and fits(site.score, float(wanted))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which portals of a run a report shows, and how it says so."""

    where: str
    """The conditions as they were written."""
    levels: str
    """The levels that an order of levels means, such as ``C, D, E``; else empty."""
    shown: int
    of: int
    conditions: tuple[Condition, ...] = ()

    def text(self, lang: str) -> str:
        """Return the filter as one sentence for the head of a report."""
        levels = Message("selection.levels", levels=self.levels) if self.levels else ""
        sentence = Message(
            "selection.head", where=self.where, levels=levels, shown=self.shown, of=self.of
        )
        return sentence.text(lang)


def read(text: str, checks: Sequence[str]) -> tuple[Condition, ...]:
    """Return the conditions of a filter, all of which must hold.

    *checks* are the ids that ``fault`` may name. Raises BadInput that names the position.
    """
    found: list[Condition] = []
    at = 0
    while rest := text[at:].strip():
        at = text.index(rest, at)
        match = CONDITION.match(text, at)
        if match is None:
            raise _fault(text, at, Message("selection.no-condition", fields=", ".join(FIELDS)))
        found.append(_condition(text, match, checks))
        at = match.end()
    if not found:
        raise _fault(text, 0, Message("selection.no-condition", fields=", ".join(FIELDS)))
    return tuple(found)


def choose(run: Run, where: str, checks: Sequence[str]) -> tuple[Run, Selection]:
    """Return the run with the portals that fit a filter, under the ranks of the whole run.

    *checks* are the ids that ``fault`` may name. Raises BadInput where no portal fits.
    """
    conditions = read(where, checks)
    sites = fitting(run.sites, lambda site: all(one.holds(site) for one in conditions))
    written = " ".join(one.text for one in conditions)
    if not sites:
        hint = _near(run, conditions)
        raise BadInput(Message("selection.none", where=written, of=len(run.sites), hint=hint))
    organisations = {site.organisation for site in outline(sites)}
    provinces = {site.province for site in outline(sites)}
    shown = replace(
        run,
        sites=sites,
        organisations=tuple(one for one in run.organisations if one.name in organisations),
        provinces=tuple(one for one in run.provinces if one.name in provinces),
    )
    levels = next((levels for one in conditions if (levels := one.levels())), "")
    return shown, Selection(written, levels, len(sites), len(run.sites), conditions)


def _condition(text: str, match: re.Match[str], checks: Sequence[str]) -> Condition:
    name, sign = match["field"].lower(), match["operator"]
    values = tuple(next(filter(None, parts), "") for parts in VALUE.findall(match["value"]))
    if name not in FIELDS:
        what = Message(
            "selection.no-field",
            field=match["field"],
            hint=did_you_mean(name, FIELDS),
            fields=", ".join(FIELDS),
        )
        raise _fault(text, match.start("field"), what)
    if sign in ORDER and (name not in ORDERED or len(values) > 1):
        what = Message("selection.no-order", field=name, operator=sign)
        raise _fault(text, match.start("operator"), what)
    accepted = ONE_OF.get(name, checks if name == "fault" and sign != "~" else ())
    if name == "level":
        values = tuple(value.upper() for value in values)
    if name == "score":
        accepted = [value for value in values if _is_number(value)] or ["0"]
    for value in values:
        if accepted and value not in accepted:
            raise _fault(text, match.start("value"), _no_value(name, value, accepted))
    if sign in ORDER and NOT_JUDGED in values:
        what = Message("selection.no-order-of-n", operator=sign)
        raise _fault(text, match.start("value"), what)
    return Condition(name, sign, values, match.group())


def _no_value(name: str, value: str, accepted: Sequence[str]) -> Message:
    if name == "score":
        return Message("selection.not-a-score", value=value)
    hint = did_you_mean(value, accepted)
    if name == "fault":
        return Message("no-such-check", name=value, hint=hint)
    return Message(
        "selection.no-value", field=name, value=value, hint=hint, accepted=", ".join(accepted)
    )


def _fault(text: str, at: int, what: Message) -> BadInput:
    return BadInput(
        Message("selection.fault", position=at + 1, what=what, text=text, mark=" " * at + "^")
    )


def _is_number(value: str) -> bool:
    return re.fullmatch(r"\d{1,3}(\.\d+)?", value) is not None


def _near(run: Run, conditions: Sequence[Condition]) -> Message | str:
    """Suggest a name that the run has where a condition names one that it has not."""
    for one in conditions:
        if one.field in ("organisation", "province", "key") and one.operator in ("=", "~"):
            names = sorted({getattr(site, one.field) for site in outline(run.sites)} - {""})
            if one.values[0] not in names and (hint := did_you_mean(one.values[0], names)):
                return hint
    return ""


def _values(site: SiteResult, name: str) -> Sequence[str]:
    """Return what a portal has in a field."""
    match name:
        case "tag":
            return site.tags
        case "fault":
            return [found.check for found in site.findings if found.status in FAULTS]
        case "kind" | "state":
            return [getattr(site, name).value]
        case "score":
            return []
        case _:
            return [str(getattr(site, name))]
