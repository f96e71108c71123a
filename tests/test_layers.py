"""Rules of the house: who may import whom, and what a file looks like."""

import ast
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.every import every
from tests.imports import (
    ROOT,
    circles,
    file_graph,
    floor_of,
    imports,
    module_of,
    modules,
    package_of,
    place,
)

ENGINE = sorted((ROOT / "portal_audit").rglob("*.py"))
CHECKS = sorted((ROOT / "checks").rglob("*.py"))
REPORTS = sorted((ROOT / "reports").rglob("*.py"))
EVERY = [*ENGINE, *CHECKS, *REPORTS]
PACKAGES = [file for file in ENGINE if file.name == "__init__.py"]

WORDS = {"errors", "texts"}
FACTS = WORDS | {"model", "run_sites", "evidence"}
READING = FACTS | {"parse", "analyse"}
MAY_IMPORT: Mapping[str, set[str]] = {
    "__init__": set(),
    "texts": set(),
    "errors": {"texts"},
    "model": {"errors"},
    "run_sites": {"model"},
    "evidence": WORDS | {"model"},
    "parse": FACTS - {"texts"},
    "api": READING - {"texts"},
    "analyse": FACTS - {"texts"} | {"parse", "api"},
    "inventory": READING,
    "rules": READING,
    "collect": READING,
    "scoring": READING | {"rules", "inventory"},
    "history": READING | {"rules", "inventory"},
    "output": READING | {"rules", "inventory", "scoring"},
    "store": READING | {"rules", "inventory"},
    "runs": READING | {"rules", "inventory", "collect", "scoring", "history", "output", "store"},
    "demo": WORDS | {"model", "inventory"},
    "cli": READING
    | {"api", "rules", "inventory", "collect", "scoring", "history", "output", "store"}
    | {"runs", "demo"},
    "__main__": {"cli"},
}
"""Top package or file → what it may import, down the floors of docs/architecture.md, never up.

Packages of one floor do not know each other: what a scan needs of two of them meets in ``runs``.
The version in ``portal_audit/__init__.py`` is anybody's.
"""

INSIDE: Mapping[str, set[str]] = {
    "parse/text": set(),
    "parse/http": {"parse/text"},
    "parse/javascript": {"parse/http"},
    "parse/html": {"parse/http", "parse/text", "parse/javascript"},
    "parse/documents": {"parse/html", "parse/text"},
    "analyse": set(),
    "analyse/personal_data": {"analyse"},
    "analyse/spam": {"analyse"},
    "analyse/required_information": {"analyse", "analyse/spam", "analyse/personal_data"},
    "collect/http": set(),
    "collect/browser": {"collect/http"},
    "collect/tls/trust": set(),
    "collect/tls/worker": {"collect/tls/trust"},
    "collect/tls": {"collect/http", "collect/probes", "collect/tls/trust", "collect/tls/worker"},
    "collect/crawl": {"collect/http", "collect/browser", "collect/probes"},
    "collect/probes": {"collect/http", "collect/browser"},
    "scoring": set(),
}
"""Package → what it may import of its own top package; one that is not named, all of it."""

NETWORK = {
    "httpx",
    "httpcore",
    "socket",
    "ssl",
    "sslyze",
    "nassl",
    "dns",
    "urllib.request",
    "requests",
    "apprise",
}
ALLOWED_IN_CHECKS = (
    "portal_audit.api",
    "portal_audit.parse",
    "portal_audit.analyse",
    "portal_audit.checks.",
)
READS_URLS = {"httpx.URL", "httpx.InvalidURL"}
"""Pure parts of an otherwise impure library."""
MAY_TOUCH_THE_NETWORK = ("portal_audit/collect/", "portal_audit/demo/", "portal_audit/runs/notify/")
PURE = sorted((ROOT / "portal_audit" / "scoring").rglob("*.py"))
READERS = [
    file
    for room in ("parse", "analyse", "evidence")
    for file in sorted((ROOT / "portal_audit" / room).rglob("*.py"))
]
IMPURE = NETWORK | {"os", "asyncio", "subprocess", "sqlite3", "sqlalchemy", "time", "random", "io"}
LONG = 320
"""Lines above which a file has surely become two things."""


def touches(names: Iterable[str], wanted: set[str]) -> set[str]:
    """Return which of *wanted* are imported, as themselves or by a part of theirs."""
    return {
        want
        for want in wanted
        for name in set(names) - READS_URLS
        if name == want or name.startswith(f"{want}.")
    }


@every(modules())
def test_imports_go_down_the_floors_only(module: str) -> None:
    here = floor_of(module)
    assert here in MAY_IMPORT, f"{here} has no floor: add it to MAY_IMPORT and to the picture"
    others = {floor_of(each) for each in file_graph()[module]} - {here, "__init__"}
    assert others <= MAY_IMPORT[here]


@every(modules())
def test_packages_of_one_floor_are_ordered_too(module: str) -> None:
    here = package_of(module)
    near = {package_of(each) for each in file_graph()[module] if floor_of(each) == floor_of(module)}
    assert near - {here} <= INSIDE.get(here, near)


def test_the_table_itself_has_no_circle_and_no_unknown_name() -> None:
    assert circles({**MAY_IMPORT, "api": set()}) == []
    assert {each for allowed in MAY_IMPORT.values() for each in allowed} <= MAY_IMPORT.keys()
    assert INSIDE.keys() <= {package_of(module) for module in modules()}


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circles(file_graph()) == []


def test_no_packages_import_each_other_in_a_circle() -> None:
    """A package and one inside it are one room in this: its own files are above and below that."""
    graph: dict[str, set[str]] = {}
    for module, others in file_graph().items():
        here = package_of(module)
        for there in map(package_of, others):
            graph.setdefault(there, set())
            inside = f"{here}/".startswith(f"{there}/") or f"{there}/".startswith(f"{here}/")
            graph.setdefault(here, set()).update(() if inside else {there})
    assert circles(graph) == []


def test_a_circle_would_be_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_imports_for_types_and_in_functions_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "some.py"
    file.write_text(
        "if TYPE_CHECKING:\n    from portal_audit.model import Target\n"
        "def late():\n    import portal_audit.store.engine\n",
        encoding="utf-8",
    )
    assert {module_of(name) for name in imports(file)} == {
        "portal_audit.model",
        "portal_audit.store.engine",
    }


@every(PACKAGES)
def test_a_package_says_what_it_takes_gives_and_must_not_know(package: Path) -> None:
    told = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
    assert sum(1 for line in told.splitlines() if line.strip()) >= 3


@every(ENGINE)
def test_the_engine_never_imports_content(file: Path) -> None:
    names = imports(file)
    assert not touches(names, {"checks", "reports", "portal_audit.checks", "portal_audit.reports"})


@every(ENGINE)
def test_only_the_net_and_the_probes_touch_the_network(file: Path) -> None:
    if not place(file).startswith(MAY_TOUCH_THE_NETWORK):
        assert not touches(imports(file), NETWORK)


@every(PURE)
def test_judgement_is_pure(file: Path) -> None:
    assert not touches(imports(file), IMPURE)


@every(READERS)
def test_readers_are_pure(file: Path) -> None:
    assert not touches(imports(file), IMPURE - {"io"})


@every(CHECKS)
def test_checks_import_the_api_and_pure_readers_only(file: Path) -> None:
    for name in imports(file):
        top = name.partition(".")[0]
        allowed = top in sys.stdlib_module_names and not touches({name}, IMPURE)
        family = ".".join(file.parent.relative_to(ROOT).parts)
        ours = name.startswith((*ALLOWED_IN_CHECKS, f"{family}._"))
        assert allowed or ours or name == "__future__", name


@every(sorted((ROOT / "portal_audit" / "collect").rglob("*.py")))
def test_probes_know_no_check_and_no_verdict(file: Path) -> None:
    assert not touches(imports(file), {"portal_audit.rules", "portal_audit.scoring"})


TRAITS = {"platform.py", "shared_traits.py"}
"""Recognise a platform, and name it for reports that group portals by what they share."""
JUDGING = [
    *CHECKS,
    *REPORTS,
    *PURE,
    *(file for file in READERS if file.name not in TRAITS and "evidence" not in file.parts),
]


def knows_platforms(source: str) -> bool:
    """Tell whether code reads the platform of a crawl, or the module that recognises it."""
    tree = ast.walk(ast.parse(source))
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "platform")
        or (isinstance(node, ast.Constant) and node.value == "platform")
        or (isinstance(node, ast.ImportFrom) and "platform" in (node.module or "").split("."))
        or (isinstance(node, ast.alias) and node.name.rpartition(".")[2].lower() == "platform")
        for node in tree
    )


@every(JUDGING)
def test_no_verdict_depends_on_the_platform_of_a_portal(file: Path) -> None:
    assert not knows_platforms(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", [*CHECKS, *PURE], ids=place)
def test_no_verdict_depends_on_what_portals_share(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert "shared_traits" not in source
    assert not re.search(r"\.traits\b", source)


@pytest.mark.parametrize(
    "source",
    [
        "crawl.platform.name",
        "getattr(crawl, 'platform')",
        "from portal_audit.analyse.platform import recognise",
        "from portal_audit.analyse import platform",
        "from portal_audit.evidence import Platform",
        "import portal_audit.analyse.platform",
    ],
)
def test_every_way_to_the_platform_is_seen(source: str) -> None:
    assert knows_platforms(source)


@every(EVERY)
def test_a_file_says_what_it_is_for_and_stays_short(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert text.count("\n") <= LONG


@every(EVERY)
def test_no_room_has_a_name_that_says_nothing(file: Path) -> None:
    assert not {part.removesuffix(".py") for part in Path(place(file)).parts} & {
        "utils",
        "util",
        "helpers",
        "helper",
        "manager",
        "common",
        "misc",
    }
