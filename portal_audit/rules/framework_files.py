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
from portal_audit.texts import Message, place_of

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
            raise ValueError(Message("framework-file.no-clause"))
        if self.clause and not self.article:
            raise ValueError(Message("framework-file.no-article"))
        if self.section and self.article:
            raise ValueError(Message("framework-file.not-both"))
        if double := sorted({name for name in self.checks if self.checks.count(name) > 1}):
            raise ValueError(Message("framework-file.twice", names=", ".join(double)))
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
            raise ValueError(Message("framework-file.ends-first"))
        if self.status is Force.IN_FORCE and self.replaced_by:
            raise ValueError(Message("framework-file.replaced-in-force"))
        if self.status is Force.REPLACED and not self.replaced_by:
            raise ValueError(Message("framework-file.replaced-by-what"))
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
            faults.append(error.args[0])
    if faults:
        raise BadCheck(toml_files.together(faults))
    return found


def files(folder: Path) -> list[Path]:
    """Return the framework files of a pack."""
    return sorted(file for file in (folder / FOLDER).glob("*.toml") if file.is_file())


def faults(frameworks: Iterable[Framework], check_ids: Collection[str]) -> list[Message]:
    """Return what is wrong with them beside each other and the checks, each with its place."""
    found: list[Message] = []
    taken: dict[str, Framework] = {}
    frameworks = tuple(frameworks)
    for framework in frameworks:
        if (other := taken.setdefault(framework.id, framework)) is not framework:
            message = Message("check-file.taken", id=framework.id, file=other.file)
            found.append(_fault(framework, ("id",), message))
    for framework in frameworks:
        after = framework.replaced_by
        if after is not None and after not in taken and "/" not in after:
            hint = toml_files.guess(after, taken)
            message = Message("framework-file.unknown", name=after, hint=hint)
            found.append(_fault(framework, ("replaced_by",), message))
        found += _unknown_checks(framework, check_ids)
        found += _doubles(framework)
    return found


def _unknown_checks(framework: Framework, check_ids: Collection[str]) -> list[Message]:
    return [
        _fault(
            framework,
            ("articles", number, "checks"),
            Message("no-such-check", name=name, hint=toml_files.guess(name, check_ids)),
            name,
        )
        for number, article in enumerate(framework.articles)
        for name in article.checks
        if name not in check_ids
    ]


def _doubles(framework: Framework) -> list[Message]:
    """The same place twice for the same kind of portal: one of the two is a mistake."""
    found: list[Message] = []
    for number, article in enumerate(framework.articles):
        twin = next((n for n in range(number) if _same(framework.articles[n], article)), None)
        if twin is not None:
            text, other = where(framework, article, "vi"), place_of(("articles", twin))
            found.append(
                _fault(
                    framework,
                    ("articles", number),
                    Message("framework-file.same-place", place=text, twin=other),
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


def _fault(
    framework: Framework, place: Sequence[str | int], message: Message, value: str = ""
) -> Message:
    files = [framework.file] if framework.file else [Path(framework.id)]
    return toml_files.at(files, place, message, value)


def _read(file: Path, *, own: bool) -> Framework:
    data = toml_files.read(file)
    try:
        table = _FrameworkFile.model_validate(data)
    except ValidationError as error:
        found = toml_files.explain(error, _FrameworkFile, file)
        raise BadCheck(toml_files.together(found)) from error
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
