"""Rules of the house: who may import whom, and what a file looks like."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = sorted((ROOT / "portal_audit").rglob("*.py"))
CHECKS = sorted((ROOT / "checks").rglob("*.py"))
REPORTS = sorted((ROOT / "reports").rglob("*.py"))
EVERY = [*ENGINE, *CHECKS, *REPORTS]

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
}
ALLOWED_IN_CHECKS = (
    "portal_audit.api",
    "portal_audit.parse",
    "portal_audit.analyse",
    "portal_audit.checks.",
)
READS_URLS = {"httpx.URL", "httpx.InvalidURL"}
"""Pure parts of an otherwise impure library."""
MAY_TOUCH_THE_NETWORK = ("portal_audit/collect/", "portal_audit/demo/")
PURE = sorted((ROOT / "portal_audit" / "scoring").rglob("*.py"))
READERS = [
    file
    for room in ("parse", "analyse", "evidence")
    for file in sorted((ROOT / "portal_audit" / room).rglob("*.py"))
]
IMPURE = NETWORK | {"os", "asyncio", "subprocess", "sqlite3", "sqlalchemy", "time", "random", "io"}
LONG = 320
"""Lines above which a file has surely become two things."""


def place(file: Path) -> str:
    """Return the path of a file inside the repository."""
    return file.relative_to(ROOT).as_posix()


def imports(file: Path) -> set[str]:
    """Return the full names of what a file imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found - READS_URLS


def touches(names: set[str], wanted: set[str]) -> set[str]:
    """Return which of *wanted* are imported, as themselves or by a part of theirs."""
    return {
        want for want in wanted for name in names if name == want or name.startswith(f"{want}.")
    }


@pytest.mark.parametrize("file", ENGINE, ids=place)
def test_the_engine_never_imports_content(file: Path) -> None:
    names = imports(file)
    assert not touches(names, {"checks", "reports", "portal_audit.checks", "portal_audit.reports"})


@pytest.mark.parametrize("file", ENGINE, ids=place)
def test_only_the_net_and_the_probes_touch_the_network(file: Path) -> None:
    if not place(file).startswith(MAY_TOUCH_THE_NETWORK):
        assert not touches(imports(file), NETWORK)


@pytest.mark.parametrize("file", PURE, ids=place)
def test_judgement_is_pure(file: Path) -> None:
    assert not touches(imports(file), IMPURE)


@pytest.mark.parametrize("file", READERS, ids=place)
def test_readers_are_pure(file: Path) -> None:
    assert not touches(imports(file), IMPURE - {"io"})


@pytest.mark.parametrize("file", CHECKS, ids=place)
def test_checks_import_the_api_and_pure_readers_only(file: Path) -> None:
    for name in imports(file):
        top = name.partition(".")[0]
        allowed = top in sys.stdlib_module_names and not touches({name}, IMPURE)
        ours = name.startswith(ALLOWED_IN_CHECKS)
        assert allowed or ours or name == "__future__", name


@pytest.mark.parametrize(
    "file", sorted((ROOT / "portal_audit" / "collect").rglob("*.py")), ids=place
)
def test_probes_know_no_check_and_no_verdict(file: Path) -> None:
    assert not touches(imports(file), {"portal_audit.rules", "portal_audit.scoring"})


JUDGING = [
    *CHECKS,
    *REPORTS,
    *PURE,
    *(file for file in READERS if file.name != "platform.py" and "evidence" not in file.parts),
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


@pytest.mark.parametrize("file", JUDGING, ids=place)
def test_no_verdict_depends_on_the_platform_of_a_portal(file: Path) -> None:
    assert not knows_platforms(file.read_text(encoding="utf-8"))


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


@pytest.mark.parametrize("file", EVERY, ids=place)
def test_a_file_says_what_it_is_for_and_stays_short(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert text.count("\n") <= LONG


@pytest.mark.parametrize("file", EVERY, ids=place)
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
