"""``docs/accuracy.md``: how far the checks of required information can be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.corpus.comparison import Score
from tests.corpus.measure import digest, measure, together
from tests.corpus.portal import ABSENT, HERE, PRESENT, SETS, UNREADABLE, portals
from tests.corpus.real import SECTION
from tests.corpus.visit import TODAY, Auditor

FLOORS = {"precision": 0.95, "recall": 0.92}
"""What the unseen part must reach; held by ``test_accuracy.py``."""


def measure_all(auditor: Auditor) -> dict[str, Score]:
    """Return set → score, of every set of both parts."""
    return {name: measure(name, auditor) for names in SETS.values() for name in names}


def report(sets: dict[str, Score]) -> str:
    """Return the report of both parts, from the scores of all sets."""
    scores = {part: together(sets[name] for name in names) for part, names in SETS.items()}
    words = (HERE / "introduction.md").read_text(encoding="utf-8").strip()
    parts = [words, _real_portals(), _overall(scores), _by_set(sets), _by_item(scores)]
    parts += [_mistakes(scores["development"]), _kinds_of_mistakes(scores["unseen"])]
    return "\n\n".join(parts) + "\n"


def _real_portals() -> str:
    """Return what ``make accuracy-real`` measured last; the pages are not ours to ship."""
    measured = SECTION.read_text(encoding="utf-8").strip() if SECTION.is_file() else ""
    return measured or "## Real portals\n\nNot measured: the saved pages were not at hand."


def _overall(scores: dict[str, Score]) -> str:
    rows: list[tuple[str, list[str]]] = [
        ("portals", [str(sum(_count(name) for name in SETS[part])) for part in scores]),
        ("verdicts", [str(len(score.verdicts)) for score in scores.values()]),
        *(
            (f"of these truly {name}", [_truths(score, name) for score in scores.values()])
            for name in (PRESENT, "partial", ABSENT, UNREADABLE)
        ),
        ("**precision** of “there”", [_share(score.precision) for score in scores.values()]),
        ("**recall** of “there”", [_share(score.recall) for score in scores.values()]),
        ("said missing, is there", [str(score.false_missing) for score in scores.values()]),
        ("fails for unreadable pages", [str(score.unreadable_failed) for score in scores.values()]),
        ("passes for placeholders", [str(score.placeholders_passed) for score in scores.values()]),
        ("same degree (pass / partial)", [_degree(score) for score in scores.values()]),
        ("absent, and not told", [_undetermined(score) for score in scores.values()]),
    ]
    lines = [f"| {name} | {' | '.join(cells)} |" for name, cells in rows]
    head = f"| | {' | '.join(scores)} |\n|---|{'---:|' * len(scores)}"
    return f"## Overall\n\nDay of the visit: {TODAY:%Y-%m-%d}.\n\n{head}\n" + "\n".join(lines)


def _by_set(sets: dict[str, Score]) -> str:
    head = "| set | part | portals | precision | recall | said missing, is there | files |"
    part_of = {name: part for part, names in SETS.items() for name in names}
    lines = [
        f"| {name} | {part_of[name]} | {_count(name)} | {_share(score.precision)} | "
        f"{_share(score.recall)} | {score.false_missing} | `{digest(name)[:19]}…` |"
        for name, score in sets.items()
    ]
    return "## By set\n\n" + "\n".join([head, "|---|---|---:|---:|---:|---:|---|", *lines])


def _count(name: str) -> int:
    return sum(1 for _ in portals(name))


def _by_item(scores: dict[str, Score]) -> str:
    items = sorted({item for score in scores.values() for item in score.items})
    head = (
        "| item | " + " | ".join(f"{part}: there | said | right | P | R" for part in scores) + " |"
    )
    rule = "|---|" + "---:|" * (5 * len(scores))
    lines = [f"| {item} | {' | '.join(_cells(scores, item))} |" for item in items]
    return "## By item\n\n" + "\n".join([head, rule, *lines])


def _cells(scores: dict[str, Score], item: str) -> Iterator[str]:
    for score in scores.values():
        one = score.of_item(item)
        shares = f"{_share(one.precision)} | {_share(one.recall)}"
        yield f"{one.true} | {one.said} | {one.right} | {shares}"


def _mistakes(score: Score) -> str:
    rows = sorted(
        f"| {one.portal} | {one.item} | {one.truth} | {one.status} ({one.outcome}) | {one.wrong} |"
        for one in score.mistakes
    )
    head = "| portal | item | truth | said | what is wrong |\n|---|---|---|---|---|"
    body = "\n".join([head, *rows]) if rows else "Nothing."
    return f"## What it gets wrong: development\n\n{body}"


def _kinds_of_mistakes(score: Score) -> str:
    """Without the portals, so that whoever works on the rules goes on not seeing them."""
    kinds = Counter((one.item, one.wrong) for one in score.mistakes)
    rows = [f"| {item} | {wrong} | {count} |" for (item, wrong), count in sorted(kinds.items())]
    head = "| item | what is wrong | how often |\n|---|---|---:|"
    return "## What it gets wrong: unseen\n\n" + "\n".join([head, *rows])


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _truths(score: Score, name: str) -> str:
    return str(score.count(lambda one: one.truth == name))


def _degree(score: Score) -> str:
    return f"{score.same_degree} of {score.right}"


def _undetermined(score: Score) -> str:
    undetermined = score.count(lambda one: one.truth == ABSENT and not one.there and not one.denied)
    return str(undetermined)
