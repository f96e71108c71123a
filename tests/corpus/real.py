"""Measure on saved pages of real portals: ``make accuracy-real``.

The pages stand beside the project (``../shared/real``, or where ``REAL_PORTALS`` says) and are no
part of it. Where they are absent this says so and does nothing. Writes ``real_portals.md`` here,
which ``make accuracy`` puts at the head of ``docs/accuracy.md``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
FOLDER = Path(os.environ.get("REAL_PORTALS", PROJECT.parent / "shared" / "real"))
SECTION = HERE / "real_portals.md"
REASONS: dict[str, str] = tomllib.loads((HERE / "real_reasons.toml").read_text(encoding="utf-8"))
"""``folder/item`` → why the verdict stays wrong."""
LOOPBACK = "127.0.0.0/8"


def scanned(folder: Path, work: Path) -> dict[str, Any]:
    """Serve the saved portals, scan them, and return the run record."""
    inventory = work / "portals.csv"
    serve = [
        sys.executable,
        str(folder / "serve.py"),
        "--first",
        "9301",
        "--inventory",
        str(inventory),
    ]
    server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not inventory.is_file() and server.poll() is None:
            time.sleep(0.1)
        scan = "scan --only information,usability --max-pages 200 --rate 40 --format json --quiet"
        asked = [*scan.split(), "-i", str(inventory), "--allow-private", LOOPBACK]
        kept = ["--out", str(work / "run"), "--store", f"sqlite:///{work / 'real.sqlite'}"]
        program = [sys.executable, "-m", "portal_audit"]
        subprocess.run([*program, *asked, *kept], cwd=PROJECT, check=False, capture_output=True)
    finally:
        server.terminate()
        server.wait()
    run: dict[str, Any] = json.loads((work / "run" / "run.json").read_text(encoding="utf-8"))
    return run


def verdicts(folder: Path, run: dict[str, Any]) -> tuple[list[Any], str]:
    """Return every labelled item beside its finding, as the folder's own program pairs them.

    With them what that program prints of everything else.
    """
    theirs = _program(folder / "measure.py")
    labels = theirs.load_yaml(folder / "labels.yaml")
    found = {
        site["url"].split("//")[-1].split("/")[0].split(":")[0]: site
        | {"findings": {one["check"]: one for one in site["findings"]}}
        for site in run["sites"]
    }
    labels["sites"] = [site for site in labels["sites"] if site["host"] in found]
    with redirect_stdout(StringIO()) as said:
        theirs.extras(labels, found)
    return list(theirs.verdicts(labels, found)), said.getvalue()


def section(every: list[Any], extras: str) -> str:
    """Return what ``docs/accuracy.md`` says of real portals."""
    return "\n".join([*_lines(every), *_extras(extras), *_unnamed(every)]) + "\n"


def _extras(said: str) -> Iterator[str]:
    """Tell what the folder's own program says of news, search boxes, viewports and languages."""
    rows = [line.strip() for line in said.splitlines() if " said " in line]
    right = sum(not row.startswith("X ") for row in rows)
    newest = next(line.rpartition(": ")[2] for line in said.splitlines() if "newest day" in line)
    yield ""
    yield (
        f"Age of the news, search box, viewport and declared language: {right} of {len(rows)} "
        "verdicts are a person's; the newest day of a posting is told as a person sees it on "
        f"{newest} portals."
    )


def _unnamed(every: list[Any]) -> Iterator[str]:
    """List the right verdicts that give a wrong reason."""
    some = [one for one in every if _says_unnamed(one)]
    if some:
        yield ""
        yield "Rightly failed for a reason that a person would not give: “no label names the item”."
        yield ""
        yield "| portal | item | what a person sees | why it stays so |"
        yield "|---|---|---|---|"
    for one in some:
        mark = "? " if one.debatable else ""
        why = REASONS.get(f"{one.site}/{one.item}", "")
        yield f"| {one.site} | {mark}{one.item} | {one.label} ({one.state}) | {why} |"


def _says_unnamed(one: Any) -> bool:
    return bool(one.outcome == "missing" and one.truth == "absent" and one.state)


def _lines(every: list[Any]) -> Iterator[str]:
    firm = [one for one in every if not one.debatable]
    portals = len({one.site for one in every})
    yield "## Real portals"
    yield ""
    yield (
        f"Saved pages of {portals} real portals and installed systems, labelled item by item by a "
        "person (`make accuracy-real`; the pages are not part of the project)."
    )
    yield ""
    yield "| | without what is debatable | all |"
    yield "|---|---:|---:|"
    for name, figure in FIGURES.items():
        yield f"| {name} | {figure(firm)} | {figure(every)} |"
    yield ""
    yield "Every verdict that is wrong (? marks what a second person might judge otherwise):"
    yield ""
    yield "| portal | item | truth | said | what is wrong | why it stays so |"
    yield "|---|---|---|---|---|---|"
    for one in every:
        if one.wrong:
            why = REASONS.get(f"{one.site}/{one.item}", "")
            mark = "? " if one.debatable else ""
            said = f"{one.status} ({one.outcome})"
            yield f"| {one.site} | {mark}{one.item} | {one.truth} | {said} | {one.wrong} | {why} |"


def _precision(some: Iterable[Any]) -> str:
    said = [one for one in some if one.there]
    return _share(sum(not one.wrong for one in said), len(said))


def _recall(some: Iterable[Any]) -> str:
    true = [one for one in some if one.truth in ("present", "partial")]
    return _share(sum(one.there for one in true), len(true))


def _share(right: int, of: int) -> str:
    return f"{right / of:.3f} ({right} of {of})" if of else "–"


FIGURES: dict[str, Callable[[Iterable[Any]], str]] = {
    "verdicts": lambda some: str(len(list(some))),
    "**precision** of “there”": _precision,
    "**recall** of “there”": _recall,
    "said missing, is there": lambda some: str(
        sum(one.denied and one.truth in ("present", "partial") for one in some)
    ),
    "fails for unreadable pages": lambda some: str(
        sum(one.denied and one.truth == "unreadable" for one in some)
    ),
    "“no label names it”, where one does": lambda some: str(sum(map(_says_unnamed, some))),
    "“there” for placeholders": lambda some: str(
        sum(one.there and one.state == "placeholder" for one in some)
    ),
}


def _program(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("real_measure", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["real_measure"] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Measure and write, or say why not."""
    if not (FOLDER / "labels.yaml").is_file():
        print(f"skipped: no saved portals in {FOLDER}")
        return
    with TemporaryDirectory() as work:
        every = verdicts(FOLDER, scanned(FOLDER, Path(work)))
    SECTION.write_text(section(*every), encoding="utf-8")
    print(section(*every))


if __name__ == "__main__":
    main()
