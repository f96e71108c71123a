"""The ranking on a terminal: compact, and deaf to what a site's name tells the terminal to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from portal_audit.cli.ranking import print_ranking
from portal_audit.model import Cause, Criteria, Kind, Run, SiteResult, State
from portal_audit.rules.catalog import Catalog
from portal_audit.scoring.rank import rank

SITE = SiteResult(
    id="a",
    url="https://a.example/",
    name="UBND xã An Phú",
    kind=Kind.COMMUNE,
    organisation="",
    province="",
    state=State.SCANNED,
    score=73.4,
    level="B",
    coverage=0.94,
)
RUN = Run(
    id="r",
    started_at=datetime(2026, 11, 22, tzinfo=UTC),
    finished_at=None,
    complete=True,
    criteria=Criteria("2026.1", "sha256:0"),
    sites=(
        SITE,
        replace(SITE, id="b", name="\x1b]0;owned\x07[red]Xấu[/red]\u202e", score=40.0, level="D"),
        replace(SITE, id="c", name="Xa", level="N", coverage=0.3),
        replace(SITE, id="d", name="Chết", state=State.NOT_SCANNED, cause=Cause.DNS, level="N"),
    ),
)


def printed(lang: str, run: Run = RUN) -> str:
    stream = StringIO()
    catalog = Catalog((), {}, "sha256:0")
    print_ranking(rank(run), catalog, lang, Console(file=stream, width=140))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", ["Xã, phường, đặc khu", "73,4", "94%", "Tên miền không phân giải", "30%"]),
        ("en", ["Communes, wards", "73.4", "94%", "does not resolve", "Too little data"]),
    ],
)
def test_ranked_and_unranked_are_told_apart(lang: str, said: list[str]) -> None:
    text = printed(lang)
    assert [words for words in said if words not in text] == []
    assert text.index("UBND xã An Phú") < text.index("Xấu") < text.index("Chết")


def test_scanned_text_cannot_drive_the_terminal() -> None:
    text = printed("vi")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "⟨U+001B⟩]0;owned⟨U+0007⟩[red]Xấu[/red]⟨U+202E⟩" in text


def test_the_side_that_was_not_read_is_named() -> None:
    half = replace(SITE, level="N", part_coverage={"security": 1.0, "publication": 0.1})
    assert "công khai và khả năng tiếp cận: 10%" in printed("vi", replace(RUN, sites=(half,)))


def test_an_empty_run_prints_nothing() -> None:
    assert printed("vi", replace(RUN, sites=())) == ""
