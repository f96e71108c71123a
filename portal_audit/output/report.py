"""Write the reports of a run: find the format, prepare the folder, call its renderer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from portal_audit.errors import BadInput
from portal_audit.model import Fact, Finding, Run, SiteResult, Status
from portal_audit.rules.catalog import ENGINE_OUTCOMES, Catalog
from portal_audit.rules.check import Check, fill
from portal_audit.rules.framework import translations
from portal_audit.rules.plugins import Pack, find
from portal_audit.rules.profile import Profile

Language = Literal["vi", "en"]
FORMAT_FILE = "render.py"
LOST = (Status.FAIL, Status.PARTIAL)


def no_screenshot(_site: str) -> bytes | None:
    """Stand in for the store where no picture was taken."""
    return None


@dataclass(frozen=True, slots=True)
class Report:
    """What a renderer is given: a finished run, and everything needed to tell it in words."""

    run: Run
    catalog: Catalog
    profiles: Mapping[str, Profile]
    """By name; the profiles that the run was judged under."""
    lang: Language = "vi"
    screenshot: Callable[[str], bytes | None] = no_screenshot
    """Site id → JPEG of its front page, where one was taken."""
    title: str = ""
    """Heading of the front page; empty for the language's own."""

    def sentence(self, finding: Finding, facts: Mapping[str, Fact] | None = None) -> str:
        """Return what was seen, in words; *facts* stand in for the finding's own, if given.

        The text may hold words of the scanned site: escape it.
        """
        return sentence(self.catalog, self.catalog.get(finding.check), finding, self.lang, facts)

    def basis(self, finding: Finding) -> tuple[str, ...]:
        """Return what a finding rests on, in the report's language where that is known."""
        known = translations(finding.check, self.catalog.frameworks, self.lang)
        return tuple(known.get(source, source) for source in finding.basis)


def sentence(
    catalog: Catalog,
    check: Check | None,
    finding: Finding,
    lang: str,
    facts: Mapping[str, Fact] | None = None,
) -> str:
    """Return the sentence of a finding: the engine's for its own outcomes, else the check's.

    An outcome that has no sentence (the catalog changed since) is shown by its name.
    """
    values = finding.facts if facts is None else facts
    if check is not None and finding.outcome in check.texts[lang].outcomes:
        return check.texts[lang].sentence(finding.outcome, values)
    if finding.outcome in ENGINE_OUTCOMES:
        return fill(catalog.engine_texts[lang][finding.outcome], values)
    return finding.outcome


def worst(site: SiteResult) -> Finding | None:
    """Return the finding most worth mending: the first of the gains, else the gravest fault."""
    lost = {f.check: f for f in site.findings if f.status in LOST and f.weight}
    if site.gains and site.gains[0].check in lost:
        return lost[site.gains[0].check]
    return min(
        lost.values(),
        key=lambda f: (f.status is not Status.FAIL, f.severity.rank, -f.points_lost, f.check),
        default=None,
    )


def least_covered(site: SiteResult) -> tuple[str, float]:
    """Return what of a site could be tested least, and its coverage (0–1).

    That is the name of a part (``security``, ``publication``), or empty for the site as a whole.
    """
    return min([("", site.coverage), *site.part_coverage.items()], key=lambda entry: entry[1])


Render = Callable[[Report, Path], list[Path]]


def formats() -> dict[str, Pack]:
    """Return every format that can be written, by the name of its folder, and its pack."""
    found: dict[str, Pack] = {}
    for pack in find("reports"):
        for file in sorted(pack.folder.glob(f"*/{FORMAT_FILE}")):
            found.setdefault(file.parent.name, pack)
    return dict(sorted(found.items()))


def renderer(name: str) -> Render:
    """Return the renderer of a format; BadInput, with those there are, for an unknown one."""
    known = formats()
    if name not in known:
        raise BadInput(f"--format {name}: no such format. There are: {', '.join(known)}.")
    pack = known[name]
    module = pack.load(pack.folder / name / FORMAT_FILE)
    return cast("Render", module.render)


def prepare_out(out: Path) -> None:
    """Create the folder and see that it can be written; BadInput where it cannot."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise BadInput(
            f"--out {out}: cannot be written ({error.strerror or error}). "
            "Name a folder that you may write to."
        ) from error


def write(report: Report, formats: Sequence[str], out: Path) -> list[Path]:
    """Write the report in each format below *out*; return the files, entry pages first.

    Raises BadInput for an unknown format or a folder that cannot be written, before any file is
    written.
    """
    renderers = [renderer(name) for name in dict.fromkeys(formats)]
    prepare_out(out)
    try:
        return [file for render in renderers for file in render(report, out)]
    except OSError as error:
        raise BadInput(f"--out {out}: cannot be written ({error.strerror or error}).") from error
