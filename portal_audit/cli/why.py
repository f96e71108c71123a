"""``portal-audit why``: how a verdict on published information came about, from stored evidence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from portal_audit.analyse.required_information.item import ItemLimits
from portal_audit.analyse.required_information.trace import Step, Trace
from portal_audit.analyse.required_information.verdict import explain
from portal_audit.cli import options, prepare
from portal_audit.cli.evidence import find
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.errors import BadInput
from portal_audit.evidence import Crawl, Evidence, Front, Visit
from portal_audit.rules.check import Check, Texts
from portal_audit.store import Store
from portal_audit.texts import Message, did_you_mean

WORDS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
MOST_STEPS = 40


def why(
    run: options.RunArgument,
    check: Annotated[str, typer.Argument(metavar="CHECK", help="Id of a check of information.")],
    site: Annotated[str, typer.Option(metavar="ID|URL", help="Which site.")] = "",
    checks: options.Checks = None,
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Tell how a verdict came about: what was looked at, where it led, which rule decided.

    Example: portal-audit why latest information.leaders --site https://portal.example/
    """
    settings = Settings.gather(options.given(locals(), "run", "site", "check"))
    with Store.open(settings.store, create=False) as opened:
        info = opened.info(run)
        target = find(site, opened.targets(info.id), info.id)
        evidence = opened.evidence(info.id, target.id)
    catalog = prepare.rules(settings).catalog
    asked = catalog.get(check)
    limits = _limits(asked)
    if asked is None or limits is None:
        hint = did_you_mean(check, [one.id for one in catalog if _limits(one)])
        raise BadInput(Message("no-trace", check=check, hint=hint))
    if evidence is None:
        raise BadInput(Message("site-not-visited", url=target.url, run=info.id))
    trace = _explain(evidence, limits)
    if trace is None:
        raise BadInput(WORDS[settings.lang]["no-pages"].format(url=target.url))
    typer.echo("\n".join(lines(asked, trace, settings.lang)))


def _limits(check: Check | None) -> ItemLimits | None:
    """Return what an item of required information is asked with; ``None`` for other rules."""
    limits = getattr(check.rule, "keywords", {}).get("limits") if check is not None else None
    return limits if isinstance(limits, ItemLimits) else None


def _explain(evidence: Evidence, limits: ItemLimits) -> Trace | None:
    crawl, front, visit = evidence.get(Crawl), evidence.get(Front), evidence.get(Visit)
    if crawl is None or front is None or visit is None:
        return None
    return explain(crawl, front, visit, limits)


def lines(check: Check, trace: Trace, lang: str) -> Iterator[str]:
    """Yield the lines that a person reads."""
    say, texts = WORDS[lang], check.texts[lang]
    facts: Mapping[str, Any] = trace.facts
    status = words(lang).name("status", check.outcomes[trace.outcome].status.value)
    yield f"{check.id} – {texts.title}"
    yield f"{status} ({trace.outcome}): {texts.sentence(trace.outcome, facts)}"
    yield say["rule"].format(rule=_word(say, "rule", trace.rule))
    yield say["steps"].format(count=len(trace.steps), taken=len(trace.followed))
    for number, step in enumerate(trace.steps[:MOST_STEPS], start=1):
        yield ""
        yield from _step(number, step, say, texts)
    if len(trace.steps) > MOST_STEPS:
        yield say["more"].format(count=len(trace.steps) - MOST_STEPS)


def _step(number: int, step: Step, say: Mapping[str, str], texts: Texts) -> Iterator[str]:
    how = ", ".join(
        _word(say, group, code)
        for group, code in (
            ("by", step.by),
            ("evidence", step.evidence),
            ("region", step.region),
            ("strength", step.strength),
        )
        if code
    )
    yield f"{number:3}. “{step.label}” ({how})"
    if step.refused:
        yield f"     {say['refused'].format(why=_word(say, 'refused', step.refused))}"
        return
    kind = _word(say, "target", step.target)
    page = f", {_word(say, 'kind', step.page_kind)}" if step.page_kind else ""
    reason = f" ({texts.word('reason', step.reason)})" if step.reason else ""
    yield f"     → {step.url}: {kind}{page}{reason}"
    if step.found:
        yield f"     {say['found'].format(what=_listed(step.found, texts))}"
    if step.missing and step.page_kind:
        yield f"     {say['missing'].format(what=_listed(step.missing, texts))}"
    if step.outcome:
        yield f"     {say['outcome'].format(outcome=step.outcome)}"


def _word(say: Mapping[str, str], group: str, code: str) -> str:
    return say.get(f"{group}-{code}", code)


def _listed(fields: tuple[str, ...], texts: Texts) -> str:
    return ", ".join(texts.word("missing", name) for name in fields)
