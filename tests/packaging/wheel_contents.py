"""See that a wheel holds every check, profile, report and page of the checkout, under one name."""

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTENT = {
    "portal_audit": "portal_audit",
    "checks": "portal_audit/checks",
    "reports": "portal_audit/reports",
}
LEFT_OUT = {"__pycache__"}
MUST_SHIP = (
    "portal_audit/demo/__main__.py",
    "portal_audit/demo/pages/places.toml",
    "portal_audit/demo/pages/home.html.j2",
    "portal_audit/checks/profiles/commune.toml",
    "portal_audit/reports/html/render.py",
    "portal_audit/store/migrations/versions/0001_runs_and_sites.py",
    "portal_audit/py.typed",
)
"""One of each kind of file that something fails without: ``portal-audit demo`` among them."""
FOR_TESTS_ONLY = ("hostile", "tricks", "workshop", "fixtures", "corpus", "conftest")
"""Names of folders and files that belong under ``tests/``."""


def expected() -> set[str]:
    """Return the path, inside the wheel, of every file that must be there."""
    return {
        f"{inside}/{file.relative_to(ROOT / folder).as_posix()}"
        for folder, inside in CONTENT.items()
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and not LEFT_OUT & set(file.parts)
    }


def faults(wheel: Path) -> list[str]:
    """Return what is wrong with the wheel, in words."""
    held = set(zipfile.ZipFile(wheel).namelist())
    own = {name for name in held if ".dist-info/" not in name}
    tops = {name.partition("/")[0] for name in own}
    found = [f"missing from the wheel: {name}" for name in sorted(expected() - own)]
    found += [f"in the wheel, not in the checkout: {name}" for name in sorted(own - expected())]
    found += [f"must ship: {name}" for name in MUST_SHIP if name not in own]
    found += [
        f"belongs under tests/: {name}"
        for name in sorted(own)
        if {part.partition(".")[0] for part in name.split("/")} & set(FOR_TESTS_ONLY)
    ]
    if tops != {"portal_audit"}:
        found.append(f"more than one top-level name: {', '.join(sorted(tops))}")
    return found


if __name__ == "__main__":
    problems = faults(Path(sys.argv[1]))
    print("\n".join(problems) or f"{sys.argv[1]}: {len(expected())} files, all there")
    sys.exit(bool(problems))
