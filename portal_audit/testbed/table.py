"""``python -m portal_audit.testbed.table``: the tables of portals for ``docs/testbed.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from portal_audit.testbed.province import Portal
from portal_audit.testbed.reading import READING
from portal_audit.testbed.reading.trap import Trap
from portal_audit.testbed.sets import SETS
from portal_audit.testbed.workshop import WORKSHOP
from portal_audit.testbed.workshop.change import Piece

MOST_LISTED = 12
"""More findings than these are counted by outcome instead of named."""
HEAD = (
    "| portal | host | ports | kind | fault | expected |\n| --- | --- | --- | --- | --- | --- |\n"
)
READING_HEAD = "| portal | ports | trap | changes | must stay |\n| --- | --- | --- | --- | --- |\n"
WORKSHOP_HEAD = "| portal | ports | fault | expected |\n| --- | --- | --- | --- |\n"


def table() -> str:
    """Return the province's table in Markdown, a row for each portal."""
    rows = (_row(number, portal) for number, portal in enumerate(SETS["province"].portals))
    return HEAD + "".join(rows)


def workshop_table() -> str:
    """Return the workshop's table in Markdown, a row for each portal."""
    rows = (_workshop_row(number, portal) for number, portal in enumerate(WORKSHOP))
    return WORKSHOP_HEAD + "".join(rows)


def reading_table() -> str:
    """Return the reading set's table in Markdown, a row for each portal."""
    return READING_HEAD + "".join(_reading_row(*numbered) for numbered in enumerate(READING))


def _ports(base: int, number: int) -> str:
    https = base + 1 + 2 * number
    return f"{https}, {https + 1}"


def _row(number: int, portal: Portal) -> str:
    cells = (
        f"`{portal.slug}`",
        portal.host,
        _ports(SETS["province"].base_port, number),
        portal.kind.value,
        portal.fault_en,
        _expected(portal),
    )
    return f"| {' | '.join(cells)} |\n"


def _workshop_row(number: int, portal: Piece) -> str:
    ports = _ports(SETS["workshop"].base_port, number)
    found = [*_listed(portal.expected), *_listed(portal.told, " (reported)")]
    cells = (f"`{portal.slug}`", ports, portal.fault_en, ", ".join(found) or "–")
    return f"| {' | '.join(cells)} |\n"


def _reading_row(number: int, portal: Trap) -> str:
    ports = _ports(SETS["reading"].base_port, number)
    changed = [*_listed(portal.expected), *_listed(portal.told, " (no points)")]
    if portal.unreadable:
        changed.append("no item loses points")
    if portal.cause is not None:
        changed.append(_expected(portal))
    kept = ", ".join(_listed(portal.passes))
    cells = (f"`{portal.slug}`", ports, portal.fault_en, ", ".join(changed) or "–", kept or "–")
    return f"| {' | '.join(cells)} |\n"


def _listed(outcomes: Mapping[str, str], mark: str = "") -> list[str]:
    return [f"`{check}` {outcome}{mark}" for check, outcome in outcomes.items()]


def _expected(portal: Portal) -> str:
    if portal.cause is not None:
        return f"not scanned: {portal.cause.value}"
    if len(portal.expected) > MOST_LISTED:
        counted = Counter(portal.expected.values())
        return ", ".join(f"{count} × {outcome}" for outcome, count in counted.most_common())
    return ", ".join(_listed(portal.expected)) or "–"


if __name__ == "__main__":
    print(table(), workshop_table(), reading_table(), sep="\n", end="")
