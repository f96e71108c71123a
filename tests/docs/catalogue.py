"""Write the catalogue of checks, a page for each family: ``python -m tests.docs.catalogue``.

Everything on the pages comes from the catalog as the program loads it. Nothing depends on the day
of writing: laws stand with the status that their files give, not with what that means today.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from portal_audit.model import Kind
from portal_audit.rules import catalog as catalogs
from portal_audit.rules import profile_files as profiles
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import Check
from portal_audit.rules.framework import where

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "checks"
LANG = "en"
SHARED_BY = 3
"""Checks of a family with the same outcomes, from which on these are shown once."""
LONGEST_LIMIT = 80
"""Characters of a limit; a longer one is a list of words, which stands in the check's file."""
HEAD = "<!-- Written by `make docs` from the catalog; a change here is lost. -->"

Rows = tuple[tuple[str, str, str, str], ...]


def pages(catalog: Catalog) -> dict[str, str]:
    """Return file name → page: one for each family, and the list of all."""
    weights = _weights(catalog)
    found = {
        f"{family}.md": _page(family, tuple(_of(catalog, family)), catalog, weights)
        for family in catalog.families
    }
    return {"README.md": _index(catalog), **found}


def _of(catalog: Catalog, family: str) -> Iterable[Check]:
    return (check for check in catalog if check.family == family)


def _weights(catalog: Catalog) -> Mapping[str, Mapping[str, float]]:
    """Return check → profile → the weight it has there."""
    found: dict[str, dict[str, float]] = {}
    for name, profile in profiles.load_all(catalog).items():
        for check in profile.select(catalog, Kind(name)):
            found.setdefault(check.id, {})[name] = check.weight
    return found


def _index(catalog: Catalog) -> str:
    lines = [HEAD, "# The catalogue of checks", ""]
    lines += [
        f"{len(catalog.checks)} checks in {len(catalog.families)} families. How a check is made: "
        "[checks/README.md](../../checks/README.md). On a terminal: `portal-audit checks list`, "
        "`portal-audit checks explain ID`.",
        "",
        "| family | checks | that count |",
        "|---|---|---|",
    ]
    for family in catalog.families:
        checks = list(_of(catalog, family))
        counting = sum(1 for check in checks if check.weight)
        lines.append(f"| [{family}]({family}.md) | {len(checks)} | {counting} |")
    return _ended(lines)


def _page(
    family: str,
    checks: Sequence[Check],
    catalog: Catalog,
    weights: Mapping[str, Mapping[str, float]],
) -> str:
    shared = _shared(checks)
    lines = [HEAD, f"# Checks: {family}", "", "| check | severity | weight | title |"]
    lines.append("|---|---|---|---|")
    for check in checks:
        title = check.texts[LANG].title
        row = (f"[`{check.id}`](#{_anchor(check.id)})", check.severity.value, f"{check.weight:g}")
        lines.append(_row((*row, title)))
    for check in checks:
        lines += ["", *_section(check, catalog, weights.get(check.id, {}), shared)]
    for rows, title in shared.items():
        lines += ["", f"## {title}", "", *_table(rows)]
    return _ended(lines)


def _shared(checks: Iterable[Check]) -> dict[Rows, str]:
    """Return outcomes that several checks have, each with the heading that it is shown under."""
    counted: dict[Rows, list[Check]] = {}
    for check in checks:
        counted.setdefault(_outcomes(check), []).append(check)
    many = [(rows, users) for rows, users in counted.items() if len(users) >= SHARED_BY]
    names = [f"Outcomes of the shared rule `{_rule(users[0]).stem}`" for _, users in many]
    return {
        rows: name if names.count(name) == 1 else f"{name}, {number}"
        for number, ((rows, _), name) in enumerate(zip(many, names, strict=True), 1)
    }


def _section(
    check: Check, catalog: Catalog, weights: Mapping[str, float], shared: Mapping[Rows, str]
) -> list[str]:
    texts, rows = check.texts[LANG], _outcomes(check)
    lines = [f"## {check.id}", "", f"**{texts.title}** · {check.texts['vi'].title}", ""]
    lines += [texts.want, "", f"- Fault: {texts.fault} · {check.texts['vi'].fault}"]
    lines += [f"- {_facts(check, weights)}"]
    lines.append(f"- Rule: {', '.join(_link(file) for file in _files(check))}")
    lines += [f"- Source: {source}" for source in _sources(check, catalog)]
    lines += [f"- Limit: `{name}` = {value}" for name, value in _limits(check).items()]
    if rows in shared:
        return [*lines, f"- Outcomes: [{shared[rows]}](#{_anchor(shared[rows])})"]
    return [*lines, "", *_table(rows)]


def _facts(check: Check, weights: Mapping[str, float]) -> str:
    parts = [f"Severity {check.severity.value}", f"weight {check.weight:g}{_differing(weights)}"]
    everyone = check.kinds == frozenset(Kind)
    asked = "every kind" if everyone else ", ".join(k.value for k in Kind if k in check.kinds)
    parts.append(f"for {asked}")
    if check.active:
        parts.append("only with `--authorised-by`")
    return "; ".join(parts)


def _differing(weights: Mapping[str, float]) -> str:
    """Return the weights by profile where they are not the same in all of them."""
    if len(set(weights.values())) < 2:
        return ""
    return f" ({', '.join(f'{name} {weight:g}' for name, weight in sorted(weights.items()))})"


def _sources(check: Check, catalog: Catalog) -> list[str]:
    """Return what the check rests on: articles of frameworks, then sources of its own."""
    cited = [
        f"{where(law, article, LANG)}{_kinds(article.kinds)} "
        f"({law.force.value}, {_link(law.file) if law.file else law.id})"
        for law in catalog.frameworks
        for article in law.articles
        if check.id in article.checks
    ]
    return list(dict.fromkeys([*cited, *check.basis]))


def _kinds(kinds: frozenset[Kind]) -> str:
    return (
        "" if kinds == frozenset(Kind) else f" [{', '.join(k.value for k in Kind if k in kinds)}]"
    )


def _limits(check: Check) -> dict[str, str]:
    """Return the limits that fit into a line, from the check's file over its shared rule's."""
    merged: dict[str, Any] = {}
    for file in reversed(_files(check)):
        if file.suffix == ".toml":
            merged |= tomllib.loads(file.read_text(encoding="utf-8")).get("limits", {})
    shown = {name: _value(value) for name, value in merged.items()}
    return {name: text for name, text in shown.items() if len(text) <= LONGEST_LIMIT}


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_value(item)}" for name, item in value.items())
    return f"`{value}`"


def _files(check: Check) -> list[Path]:
    """Return the check's own file, its rule, and the texts that the rule shares."""
    assert check.source is not None, check.id
    rule = _rule(check)
    files = [check.source, rule, rule.with_suffix(".toml")]
    return [file for file in dict.fromkeys(files) if file.is_file()]


def _rule(check: Check) -> Path:
    """Return the file that the rule stands in: named by the check's TOML, else beside it."""
    assert check.source is not None, check.id
    name = str(tomllib.loads(check.source.read_text(encoding="utf-8")).get("rule", ""))
    family, _, stem = name.rpartition(".")
    return check.source.parents[1] / (family or check.family) / f"{stem or check.source.stem}.py"


def _outcomes(check: Check) -> Rows:
    return tuple(
        (
            f"`{name}`",
            rule.status.value,
            rule.severity.value if rule.severity else "",
            check.texts[LANG].outcomes[name],
        )
        for name, rule in check.outcomes.items()
    )


def _table(rows: Rows) -> list[str]:
    """Return the outcomes as a table; severity only where it is not the check's own."""
    if any(severity for _, _, severity, _ in rows):
        return ["| outcome | status | severity | in words |", "|---|---|---|---|", *map(_row, rows)]
    plain = [(name, status, words) for name, status, _, words in rows]
    return ["| outcome | status | in words |", "|---|---|---|", *map(_row, plain)]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _link(file: Path) -> str:
    """Return a link to a file of the checkout, seen from the pages."""
    return f"[{file.name}]({Path(os.path.relpath(file, FOLDER)).as_posix()})"


def _anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def _ended(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write every page, and remove those of families that are gone."""
    written = pages(catalogs.read())
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"wrote {len(written)} pages into {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
