"""``python -m portal_audit.testbed.table``: the table of portals for ``docs/testbed.md``."""

from __future__ import annotations

from collections import Counter

from portal_audit.testbed.__main__ import BASE_PORT
from portal_audit.testbed.province import PORTALS, Portal

MOST_LISTED = 12
"""More findings than these are counted by outcome instead of named."""
HEAD = (
    "| portal | host | ports | kind | fault | expected |\n| --- | --- | --- | --- | --- | --- |\n"
)


def table() -> str:
    """Return the table in Markdown, a row for each portal."""
    return HEAD + "".join(_row(number, portal) for number, portal in enumerate(PORTALS))


def _row(number: int, portal: Portal) -> str:
    https = BASE_PORT + 1 + 2 * number
    cells = (
        f"`{portal.slug}`",
        portal.host,
        f"{https}, {https + 1}",
        portal.kind.value,
        portal.fault_en,
        _expected(portal),
    )
    return f"| {' | '.join(cells)} |\n"


def _expected(portal: Portal) -> str:
    if portal.cause is not None:
        return f"not scanned: {portal.cause.value}"
    if len(portal.expected) > MOST_LISTED:
        counted = Counter(portal.expected.values())
        return ", ".join(f"{count} × {outcome}" for outcome, count in counted.most_common())
    return ", ".join(f"`{check}` {outcome}" for check, outcome in portal.expected.items()) or "–"


if __name__ == "__main__":
    print(table(), end="")
