"""Frameworks: what a check rests on, on which day, and how it is said."""

from dataclasses import replace
from datetime import date

import pytest

from portal_audit.model import Kind
from portal_audit.rules.framework import (
    Article,
    Certainty,
    Force,
    Framework,
    Sort,
    Standing,
    basis,
    citations,
    graces,
    translations,
)

NOW = date(2026, 11, 22)
ARTICLE = Article(("information.leaders",), "9", "1", "b")
LAW = Framework(
    id="nd224",
    sort=Sort.LAW,
    names={"vi": "Nghị định số 224/2026/NĐ-CP", "en": "Decree 224/2026/NĐ-CP"},
    titles={"vi": "Cổng", "en": "Portals"},
    force=Force.IN_FORCE,
    in_force_from=date(2026, 7, 1),
    in_force_to=None,
    replaced_by=None,
    certainty=Certainty.FULL_TEXT,
    source="somewhere",
    articles=(ARTICLE,),
)
RFC = replace(
    LAW,
    id="rfc6797",
    sort=Sort.STANDARD,
    names={"vi": "RFC 6797", "en": "RFC 6797"},
    in_force_from=None,
    articles=(Article(("information.leaders",), section="6.1.2"),),
)


def said(framework: Framework, lang: str = "vi", on: date | None = NOW, held: str = "nd224") -> str:
    (one,) = citations("information.leaders", [framework], on, [held])
    return one.text(lang)


@pytest.mark.parametrize(
    ("article", "vi", "en"),
    [
        (
            {},
            "điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP",
            "Decree 224/2026/NĐ-CP, art. 9(1)(b)",
        ),
        (
            {"point": None},
            "khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP",
            "Decree 224/2026/NĐ-CP, art. 9(1)",
        ),
        (
            {"point": None, "clause": None},
            "Điều 9 Nghị định số 224/2026/NĐ-CP",
            "Decree 224/2026/NĐ-CP, art. 9",
        ),
        (
            {"article": None, "clause": None, "point": None},
            "Nghị định số 224/2026/NĐ-CP",
            "Decree 224/2026/NĐ-CP",
        ),
        (
            {"article": None, "clause": None, "point": None, "section": "2.7"},
            "mục 2.7 Nghị định số 224/2026/NĐ-CP",
            "Decree 224/2026/NĐ-CP, item 2.7",
        ),
        (
            {"certainty": Certainty.SECONDARY},
            "điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP (chưa đối chiếu toàn văn)",
            "Decree 224/2026/NĐ-CP, art. 9(1)(b) (full text not read)",
        ),
        (
            {"certainty": Certainty.OWN_KNOWLEDGE},
            "điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP (chưa đối chiếu toàn văn)",
            "Decree 224/2026/NĐ-CP, art. 9(1)(b) (full text not read)",
        ),
        (
            {"certainty": Certainty.ORIGINAL_TEXT},
            "điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP (chưa đối chiếu văn bản sửa đổi)",
            "Decree 224/2026/NĐ-CP, art. 9(1)(b) (amendments not read)",
        ),
        (
            {"grace_until": date(2027, 3, 1)},
            "điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP (cho thời hạn đến 01/03/2027)",
            "Decree 224/2026/NĐ-CP, art. 9(1)(b) (gives time until 2027-03-01)",
        ),
    ],
)
def test_an_article_is_cited(article: dict[str, object], vi: str, en: str) -> None:
    law = replace(LAW, articles=(replace(ARTICLE, **article),))  # type: ignore[arg-type]
    assert (said(law), said(law, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("section", "text"),
    [("6.1.2", "RFC 6797 §6.1.2"), ("cookies", "RFC 6797: cookies"), (None, "RFC 6797")],
)
def test_a_standard_is_cited_without_articles(section: str | None, text: str) -> None:
    rfc = replace(RFC, articles=(Article(("information.leaders",), section=section),))
    assert (said(rfc), said(rfc, "en")) == (text, text)


ENDED = " (đã hết hiệu lực, thông lệ tốt)"
COMING = " (chưa có hiệu lực, thông lệ tốt)"
PRACTICE = " (thông lệ tốt)"
UNSURE = " (chưa kiểm chứng hiệu lực)"


@pytest.mark.parametrize(
    ("changes", "on", "held", "mark"),
    [
        ({}, NOW, "nd224", ""),
        ({}, NOW, "nd42", PRACTICE),
        ({"own": True}, NOW, "nd42", ""),
        ({}, date(2026, 7, 1), "nd224", ""),
        ({}, date(2026, 6, 30), "nd224", COMING),
        ({"in_force_to": date(2026, 11, 22)}, NOW, "nd224", ""),
        ({"in_force_to": date(2026, 11, 21)}, NOW, "nd224", ENDED),
        ({"in_force_from": None}, date(2001, 1, 1), "nd224", ""),
        ({"force": Force.EXPIRED}, NOW, "nd224", ENDED),
        ({"force": Force.REPLACED, "in_force_to": date(2026, 8, 31)}, NOW, "nd224", ENDED),
        (
            {"force": Force.REPLACED, "in_force_to": date(2026, 8, 31)},
            date(2026, 8, 31),
            "nd224",
            "",
        ),
        ({"force": Force.UNVERIFIED}, NOW, "nd224", UNSURE),
        ({"force": Force.UNVERIFIED}, NOW, "x", " (thông lệ tốt; chưa kiểm chứng hiệu lực)"),
        ({"force": Force.UNVERIFIED, "own": True}, None, "x", UNSURE),
        ({"force": Force.REPLACED, "in_force_to": date(2030, 1, 1)}, None, "nd224", ENDED),
        ({"sort": Sort.STANDARD}, NOW, "x", ""),
        ({"sort": Sort.STANDARD, "force": Force.REPLACED}, NOW, "x", ENDED),
    ],
)
def test_only_law_in_force_that_a_profile_names_is_cited_as_law(
    changes: dict[str, object], on: date | None, held: str, mark: str
) -> None:
    law = replace(LAW, **changes)  # type: ignore[arg-type]
    assert said(law, on=on, held=held) == f"điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP{mark}"


def test_law_stands_first_as_the_profile_names_it_and_good_practice_last() -> None:
    old = replace(LAW, id="nd42", force=Force.EXPIRED)
    second = replace(LAW, id="lcds")
    cited = citations("information.leaders", [old, RFC, second, LAW], NOW, ["nd224", "lcds"])
    assert [one.framework.id for one in cited] == ["nd224", "lcds", "rfc6797", "nd42"]
    assert [one.standing for one in cited] == [
        Standing.LAW,
        Standing.LAW,
        Standing.STANDARD,
        Standing.ENDED,
    ]
    said = basis(cited, ["Nguồn khác"])
    assert said[0] == "điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP"
    assert said[-2:] == ("Nguồn khác", said[0] + ENDED)


def test_an_article_speaks_of_some_kinds_of_portal() -> None:
    law = replace(LAW, articles=(replace(ARTICLE, kinds=frozenset({Kind.DEPARTMENT})),))
    assert citations("information.leaders", [law], NOW, [law.id], Kind.DEPARTMENT)
    assert citations("information.leaders", [law], NOW, [law.id])
    assert not citations("information.leaders", [law], NOW, [law.id], Kind.COMMUNE)
    assert not citations("headers.hsts", [law], NOW, [law.id])


def test_time_that_a_law_gives_is_cited_until_it_is_over() -> None:
    law = replace(LAW, articles=(replace(ARTICLE, grace_until=date(2027, 3, 1)),))
    assert citations("information.leaders", [law], date(2027, 3, 1))
    assert not citations("information.leaders", [law], date(2027, 3, 2))
    assert graces([LAW, law]) == {"information.leaders": date(2027, 3, 1)}


def test_every_form_of_a_citation_can_be_told_in_english() -> None:
    known = translations("information.leaders", (LAW,), "en")
    assert known["điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP" + ENDED] == (
        "Decree 224/2026/NĐ-CP, art. 9(1)(b) (no longer in force, good practice)"
    )
    assert set(map(said, [LAW, replace(LAW, force=Force.EXPIRED)])) <= set(known)
