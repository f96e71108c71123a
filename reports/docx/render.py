"""Letters in the form of Decree 30/2020/NĐ-CP: one to each organisation that has faults to fix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from portal_audit.errors import BadInput
from portal_audit.model import SiteResult
from portal_audit.output.faults import sites_in_order
from portal_audit.output.office_archive import undate
from portal_audit.output.report import FormatSettings, Report
from portal_audit.parse.text.vietnamese import fold
from portal_audit.run_sites import outline
from portal_audit.texts import Message, TextTable

from ..documents.words import DocumentWords  # noqa: TID252  (packs are mounted under varying names)
from .letter import letter
from .office import office

TEXTS = Path(__file__).with_name("texts")
LONGEST = 60
"""Characters of an organisation's name that stand in the name of its file."""


def ready(settings: FormatSettings) -> None:
    """Raise BadInput where the office's file or its template cannot be used."""
    say = TextTable(settings.lang, TEXTS / f"{settings.lang}.toml")
    _check(office(settings.letter, say).template)


def render(report: Report, out: Path) -> list[Path]:
    """Write ``letters/<organisation>.docx`` for each organisation with something to fix."""
    say = DocumentWords(report, TEXTS)
    writer = office(report.settings.letter, say)
    _check(writer.template)
    folder = out / "letters"
    folder.mkdir(exist_ok=True)
    files: list[Path] = []
    sites = sites_in_order(report)
    for recipient, places in _by_organisation(outline(sites)).items():
        values = letter(report, say, writer, recipient, [sites[place] for place in places])
        if values is not None:
            file = folder / _file_name(recipient, files)
            _write(writer.template, values, file)
            files.append(undate(file, report.run.started_at))
    return files


def _by_organisation(sites: Iterable[SiteResult]) -> Mapping[str, list[int]]:
    """Return the places of each organisation's portals; one without is its own."""
    found: dict[str, list[int]] = {}
    for place, site in enumerate(sites):
        owner = site.organisation.strip() or site.name.strip() or site.url
        found.setdefault(owner, []).append(place)
    return found


def _file_name(recipient: str, taken: Iterable[Path]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", fold(recipient))[:LONGEST].strip("-")
    names = {file.name for file in taken}
    if plain and f"{plain}.docx" not in names:
        return f"{plain}.docx"
    digest = sha256(recipient.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{plain}-{digest}.docx".lstrip("-")


def _check(template: Path) -> None:
    """Raise BadInput where a file is no document of Word, or not one that Jinja can read."""
    try:
        opened = DocxTemplate(template)
        opened.get_undeclared_template_variables(_environment())
    except TemplateError as error:
        raise BadInput(Message("letter.broken", template=template, reason=error)) from error
    except Exception as error:  # whatever the reader of a damaged archive may raise
        raise BadInput(Message("letter.not-docx", template=template)) from error


def _write(template: Path, values: Mapping[str, Any], file: Path) -> None:
    document = DocxTemplate(template)
    try:
        document.render(dict(values), _environment(), autoescape=True)
    except TemplateError as error:
        raise BadInput(Message("letter.broken", template=template, reason=error)) from error
    document.save(file)


def _environment() -> SandboxedEnvironment:
    """Return where templates run: they are an office's own, but may have been sent to it."""
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
