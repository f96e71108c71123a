"""Read ``frameworks/*.toml``, and refuse one that cannot be trusted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from portal_audit.errors import BadCheck
from portal_audit.model import Kind
from portal_audit.rules import toml_files
from portal_audit.rules.framework import Article, Certainty, Force, Framework, Sort, where

FOLDER = "frameworks"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _FrameworkWords(_Table):
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)


class _Name(_Table):
    name: str = Field(min_length=1)
    title: str = Field(min_length=1)


class _ArticleTable(_Table):
    article: str | None = Field(default=None, min_length=1)
    clause: str | None = Field(default=None, min_length=1)
    point: str | None = Field(default=None, min_length=1)
    section: str | None = Field(default=None, min_length=1)
    kinds: list[Kind] = Field(default=list(Kind), min_length=1)
    certainty: Certainty | None = None
    grace_until: date | None = None
    note: _FrameworkWords | None = None
    checks: list[str]
    """Empty where no check looks at it yet."""

    @model_validator(mode="after")
    def _whole(self) -> _ArticleTable:
        if self.point and not self.clause:
            raise ValueError("a point stands in a clause: name the clause")
        if self.clause and not self.article:
            raise ValueError("a clause stands in an article: name the article")
        if self.section and self.article:
            raise ValueError("give an article or a section, not both")
        if double := sorted({name for name in self.checks if self.checks.count(name) > 1}):
            raise ValueError(f"named twice: {', '.join(double)}. Keep one.")
        return self


class _FrameworkFile(_Table):
    """What ``frameworks/<id>.toml`` may hold."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    sort: Sort = Sort.LAW
    status: Force
    in_force_from: date | None = None
    in_force_to: date | None = None
    replaced_by: str | None = None
    certainty: Certainty
    source: str = Field(min_length=1)
    remark: _FrameworkWords | None = None
    vi: _Name
    en: _Name
    articles: list[_ArticleTable] = Field(min_length=1)

    @model_validator(mode="after")
    def _dates(self) -> _FrameworkFile:
        first, last = self.in_force_from, self.in_force_to
        if first and last and last < first:
            raise ValueError("in_force_to lies before in_force_from. Correct one of the two days.")
        if self.status is Force.IN_FORCE and self.replaced_by:
            raise ValueError('replaced_by is given, but status says "in-force"')
        if self.status is Force.REPLACED and not self.replaced_by:
            raise ValueError('status says "replaced", but replaced_by does not say by what')
        return self


def read(folder: Path, *, own: bool) -> list[Framework]:
    """Return the frameworks that stand in the ``frameworks`` folder of a pack, by file name.

    Raises BadCheck, with every fault of every file.
    """
    found, faults = [], []
    for file in files(folder):
        try:
            found.append(_read(file, own=own))
        except BadCheck as error:
            faults.append(str(error))
    if faults:
        raise BadCheck("\n".join(faults))
    return found


def files(folder: Path) -> list[Path]:
    """Return the framework files of a pack."""
    return sorted(file for file in (folder / FOLDER).glob("*.toml") if file.is_file())


def faults(frameworks: Iterable[Framework], check_ids: Collection[str]) -> list[str]:
    """Return what is wrong with them beside each other and the checks, each with its place."""
    found: list[str] = []
    taken: dict[str, Framework] = {}
    frameworks = tuple(frameworks)
    for framework in frameworks:
        if (other := taken.setdefault(framework.id, framework)) is not framework:
            message = f"the id {framework.id} is taken by {other.file}. Choose another id."
            found.append(_fault(framework, ("id",), message))
    for framework in frameworks:
        after = framework.replaced_by
        if after is not None and after not in taken and "/" not in after:
            message = (
                f"{after}: no such framework. {toml_files.guess(after, taken)}Give the id of one, "
                "or a full name such as NĐ 186/2025/NĐ-CP."
            )
            found.append(_fault(framework, ("replaced_by",), message))
        found += _unknown_checks(framework, check_ids)
        found += _doubles(framework)
    return found


def _unknown_checks(framework: Framework, check_ids: Collection[str]) -> list[str]:
    return [
        _fault(
            framework,
            ("articles", number, "checks"),
            f"{name}: no such check. {toml_files.guess(name, check_ids)}"
            "`portal-audit checks list` shows them all.",
            name,
        )
        for number, article in enumerate(framework.articles)
        for name in article.checks
        if name not in check_ids
    ]


def _doubles(framework: Framework) -> list[str]:
    """The same place twice for the same kind of portal: one of the two is a mistake."""
    found: list[str] = []
    for number, article in enumerate(framework.articles):
        twin = next((n for n in range(number) if _same(framework.articles[n], article)), None)
        if twin is not None:
            text = where(framework, article, "vi")
            found.append(
                _fault(
                    framework,
                    ("articles", number),
                    f"{text} stands in articles.{twin} already, for the same "
                    "kind of portal. Put all its checks into one [[articles]], or give each other "
                    "kinds.",
                )
            )
    return found


def _same(one: Article, other: Article) -> bool:
    def place(article: Article) -> tuple[object, ...]:
        return (
            *(article.article, article.clause, article.point, article.section),
            article.grace_until,
        )

    named = one.article is not None or one.section is not None
    return named and place(one) == place(other) and bool(one.kinds & other.kinds)


def _fault(framework: Framework, place: Sequence[str | int], message: str, value: str = "") -> str:
    files = [framework.file] if framework.file else [Path(framework.id)]
    return toml_files.at(files, place, message, value)


def _read(file: Path, *, own: bool) -> Framework:
    data = toml_files.read(file)
    try:
        table = _FrameworkFile.model_validate(data)
    except ValidationError as error:
        found = toml_files.explain(error, _FrameworkFile, file)
        raise BadCheck("\n".join(found)) from error
    return Framework(
        id=table.id,
        sort=table.sort,
        names={"vi": table.vi.name, "en": table.en.name},
        titles={"vi": table.vi.title, "en": table.en.title},
        force=table.status,
        in_force_from=table.in_force_from,
        in_force_to=table.in_force_to,
        replaced_by=table.replaced_by,
        certainty=table.certainty,
        source=table.source,
        articles=tuple(_article(one, table.certainty) for one in table.articles),
        remark=_words(table.remark),
        own=own,
        file=file,
    )


def _words(table: _FrameworkWords | None) -> dict[str, str] | None:
    return None if table is None else {"vi": table.vi, "en": table.en}


def _article(table: _ArticleTable, certainty: Certainty) -> Article:
    return Article(
        checks=tuple(table.checks),
        article=table.article,
        clause=table.clause,
        point=table.point,
        section=table.section,
        kinds=frozenset(table.kinds),
        certainty=table.certainty or certainty,
        grace_until=table.grace_until,
        note=_words(table.note),
    )
