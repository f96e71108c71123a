"""Write the reports of a run: find the format, prepare the folder, call its renderer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Literal, cast

from portal_audit.errors import BadInput
from portal_audit.model import Fact, Finding, Run, SiteResult, Status, hides_tls
from portal_audit.output.selection import Selection
from portal_audit.output.side_by_side import side_by_side
from portal_audit.output.swap import finish, written_beside
from portal_audit.output.trend import OverTime, RunChange, Trend
from portal_audit.rules.catalog import ENGINE_OUTCOMES, Catalog
from portal_audit.rules.check import Check, fill
from portal_audit.rules.framework import translations
from portal_audit.rules.plugins import Pack, find
from portal_audit.rules.profile import Profile
from portal_audit.run_sites import outline
from portal_audit.texts import Message, did_you_mean
from portal_audit.texts.system import reason

Language = Literal["vi", "en"]
FORMAT_FILE = "render.py"
WORTH_IT = 20
"""Portals below which starting processes takes longer than it saves."""
LOST = (Status.FAIL, Status.PARTIAL)
FORBIDDEN = "forbidden"


def no_screenshot(_site: str) -> bytes | None:
    """Stand in for the store where no picture was taken."""
    return None


def no_browser() -> Path | None:
    """Stand in where nobody has looked for a browser."""
    return None


@dataclass(frozen=True, slots=True)
class FormatSettings:
    """What single formats need besides the run; known before anything is scanned."""

    lang: Language = "vi"
    letter: Path | None = None
    """Template or particulars of the office that writes letters (``docx``)."""
    chromium: Callable[[], Path | None] = no_browser
    """Finds the browser that prints (``pdf``)."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a renderer is given: a finished run, and everything needed to put it into words."""

    run: Run
    catalog: Catalog
    profiles: Mapping[str, Profile]
    """By name; the profiles that the run was judged under."""
    lang: Language = "vi"
    screenshot: Callable[[str], bytes | None] = no_screenshot
    """Site id → JPEG of its front page, where one was taken."""
    title: str = ""
    """Name of what was scanned, the heading of the front page; empty for the language's own."""
    contact: str = ""
    """Mail address or page of whoever runs the scan: where to object; empty where none is named."""
    selection: Selection | None = None
    """The filter, where only some portals of the run are shown."""
    settings: FormatSettings = FormatSettings()
    over_time: OverTime | None = None
    """The runs before; ``None`` where there are none."""

    def filter_line(self) -> str:
        """Return the sentence on the filter for the head of a report; empty without one."""
        return "" if self.selection is None else self.selection.text(self.lang)

    def trend(self, site: str) -> Trend | None:
        """Return the scores of a site over time; ``None`` where one run alone is known."""
        found = None if self.over_time is None else self.over_time.sites.get(site)
        return found if found is not None and len(found.points) > 1 else None

    @property
    def change(self) -> RunChange | None:
        """Return what changed since the last run; ``None`` where nothing is known of it."""
        return None if self.over_time is None else self.over_time.change

    def sentence(self, finding: Finding, facts: Mapping[str, Fact] | None = None) -> str:
        """Return what was seen, in words; *facts* stand in for the finding's own, if given.

        The text may hold words of the scanned site: escape it.
        """
        return sentence(self.catalog, self.catalog.get(finding.check), finding, self.lang, facts)

    def basis(self, finding: Finding) -> tuple[str, ...]:
        """Return what a finding rests on, in the report's language where that is known."""
        if self.lang == "vi":  # as it is stored
            return finding.basis
        translated = translations(finding.check, self.catalog.frameworks, self.lang)
        return tuple(translated.get(source, source) for source in finding.basis)


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
    """Return the finding to fix first; ``None`` where there is none to fix."""
    return next(iter(to_fix(site)), None)


def to_fix(site: SiteResult) -> list[Finding]:
    """Return what to fix, the gravest first; of equally grave ones, what adds more points."""
    order = {gain.check: place for place, gain in enumerate(site.gains)}
    return sorted(
        (f for f in site.findings if f.status in LOST and f.weight and f.waiver is None),
        key=lambda f: (
            f.severity.rank,
            order.get(f.check, len(order)),
            f.status is not Status.FAIL,
            -f.points_lost,
            f.check,
        ),
    )


def cause_of(site: SiteResult) -> str:
    """Return the machine name of why a site could not be read: its cause, or ``forbidden``.

    The latter is no fault of the portal's: the scanner's own rules refused to connect.
    """
    if site.stopped == FORBIDDEN:
        return FORBIDDEN
    return site.cause.value if site.cause is not None else "unknown"


def least_covered(site: SiteResult) -> tuple[str, float]:
    """Return what of a site could be tested least, and its coverage (0–1).

    That is the name of a part (``security``, ``publication``), empty for the site as a whole, or
    ``tls`` where that alone keeps it from having a rank.
    """
    if site.level != "N" and hides_tls(site.families):
        return "tls", site.families["tls"].coverage
    return min([("", site.coverage), *site.part_coverage.items()], key=lambda entry: entry[1])


Render = Callable[[Report, Path], list[Path]]


def formats(local: Sequence[Path] = ()) -> dict[str, Pack]:
    """Return every format that can be written, by the name of its folder, and its pack.

    *local* are folders given with ``--reports``. Raises BadInput where one holds no format, or
    one that bears a name already taken.
    """
    found: dict[str, Pack] = {}
    for pack in find("reports", local):
        files = sorted(pack.folder.glob(f"*/{FORMAT_FILE}"))
        if not files:
            raise BadInput(Message("no-formats", folder=pack.folder, file=FORMAT_FILE))
        for file in files:
            name = file.parent.name
            if name in found:
                taken = found[name].folder / name
                raise BadInput(Message("format-taken", folder=file.parent, name=name, by=taken))
            found[name] = pack
    return dict(sorted(found.items()))


def check_ready(names: Iterable[str], settings: FormatSettings, local: Sequence[Path] = ()) -> None:
    """Raise BadInput unless every format exists, loads, and has what it says it needs.

    A format that needs more than the run says so in a function ``ready`` of its ``render.py``.
    """
    for name in names:
        if ready := getattr(_module(name, local), "ready", None):
            ready(settings)


def renderer(name: str, local: Sequence[Path] = ()) -> Render:
    """Return the renderer of a format; BadInput where there is none, or it does not load."""
    return cast("Render", _module(name, local).render)


def _module(name: str, local: Sequence[Path]) -> ModuleType:
    packs = formats(local)
    if name not in packs:
        hint, names = did_you_mean(name, [*packs]), ", ".join(packs)
        raise BadInput(Message("no-such-format", name=name, hint=hint, names=names))
    pack = packs[name]
    file = pack.folder / name / FORMAT_FILE
    try:
        loaded = pack.load(file)
        _ = loaded.render
    except Exception as error:  # whatever somebody else's file may raise when imported
        problem = f"{type(error).__name__}: {error}"
        raise BadInput(Message("format-broken", file=file, error=problem)) from error
    return loaded


def prepare_out(out: Path) -> None:
    """Create the folder and see that it can be written; BadInput where it cannot."""
    try:
        finish(out)
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise BadInput(Message("out-not-writable", out=out, reason=reason(error))) from error


def write(
    report: Report, formats: Sequence[str], out: Path, local: Sequence[Path] = ()
) -> list[Path]:
    """Write the report in each format below *out*; return the files, entry pages first.

    It is written beside and takes the place of the one before when it is whole.

    Raises BadInput for an unknown format or a folder that cannot be written, before any file is
    written.
    """
    renderers = [renderer(name, local) for name in dict.fromkeys(formats)]
    prepare_out(out)
    try:
        with written_beside(out) as beside:
            works = [partial(render, report, beside) for render in renderers]
            many = len(outline(report.run.sites)) >= WORTH_IT
            written = side_by_side(works) if many else [work() for work in works]
        return [out / file.relative_to(beside) for files in written for file in files]
    except OSError as error:
        raise BadInput(Message("out-not-writable", out=out, reason=reason(error))) from error
