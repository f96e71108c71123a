"""Framework files: each fault is named with its file and place, and the built-in ones are sound."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portal_audit.errors import BadCheck
from portal_audit.model import Kind
from portal_audit.rules import catalog
from portal_audit.rules.framework import Force, Sort, Standing, citations
from portal_audit.rules.profile_files import load, load_all

CATALOG = catalog.read()
BY_ID = {framework.id: framework for framework in CATALOG.frameworks}
AS_OF = date(2026, 11, 22)
"""The day on which the status of every text was looked up."""
INSTRUMENTS = (
    *("nd224", "lcds", "tctt26", "nd13", "thdc", "nd73", "tt26", "pctn", "nd59", "tcd", "nd154"),
    *("nd244", "dd24", "nd49", "nd63", "nd115", "nd151", "vbqppl", "tt22", "tt32", "tt24", "tt39"),
    *("tt26_2020", "nkt", "nd43", "nd42"),
    # Named elsewhere in the study of the law.
    *("luat104", "luat116", "nd118", "nd331", "qd31", "qd38", "tt25_2010"),
    *("nd09", "nd64_2014", "tt343", "tt61"),
    # From own knowledge: reported, never scored.
    *("qd19", "nd30", "nd47"),
)
SOUND = """
id = "x"
status = "in-force"
certainty = "seen-full-text"
source = "somewhere"
vi = { name = "QĐ 1", title = "Quy chế" }
en = { name = "Decision 1", title = "Rules" }
[[articles]]
article = "7"
checks = ["headers.hsts"]
"""

Load = Callable[[str], catalog.Catalog]


@pytest.fixture
def load_text(tmp_path: Path) -> Load:
    """Read the catalog with a framework of one's own."""

    def read(text: str) -> catalog.Catalog:
        (tmp_path / "frameworks").mkdir(exist_ok=True)
        (tmp_path / "frameworks" / "x.toml").write_text(text, encoding="utf-8")
        return catalog.read([tmp_path])

    return read


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "x"', "id = ", "cannot be read as TOML"),
        ('"in-force"', "in-force", r"at line 3.*The line says: status = in-force – Put words in"),
        ('"in-force"', '"in-force"\nin_force_from = 15/09/2026', "at line 4.*2026-09-15"),
        ('["headers.hsts"]', '["headers.hsts"', "may have been left open further up"),
        ('id = "x"', 'id = "x"\nid = "y"', "A key or table may occur only once"),
        ('id = "x"', "id = “x”", "Use straight quotes"),
        ('id = "x"', 'nguồn = "x"', "a key is one word of plain letters"),
        ('id = "x"', "id = " + "[" * 5000, "brackets within brackets"),
        ('id = "x"', 'ID = "x"', "ID: there is no such key here. Did you mean id"),
        (
            "[[articles]]",
            "[articles]",
            r"articles: belongs in double square brackets, \[\[articles",
        ),
        ('article = "7"', 'article = "7"\nkinds = "commune"', "kinds: must be a list in square"),
        ('id = "x"', 'id = "X Y"', "id: X Y does not fit .* small letters without marks"),
        ('id = "x"', 'id = "nd224"', "the id nd224 is already taken by"),
        ('id = "x"\n', "", "id: is missing. Add it"),
        ('status = "in-force"', 'status = "valid"', "status: valid is none of in-force, expired"),
        ('status = "in-force"', 'status = "replaced"', "replaced_by does not say by what"),
        ('"in-force"', '"in-force"\nreplaced_by = "nd224"', 'status says "in-force"'),
        ('"in-force"', '"replaced"\nreplaced_by = "nd2240"', "nd2240: no such framework"),
        (
            '"in-force"',
            '"in-force"\nin_force_from = "soon"',
            "in_force_from: soon is no day. Write a day as",
        ),
        ('"in-force"', '"in-force"\nin_force_from = 2026-02-30', "cannot be read as TOML"),
        (
            '"in-force"',
            '"expired"\nin_force_from = 2026-07-01\nin_force_to = 2026-06-30',
            "in_force_to lies before in_force_from. Correct one of the two days",
        ),
        ('"seen-full-text"', '"sure"', "certainty: sure is none of seen-full-text"),
        ('source = "somewhere"\n', "", "source: is missing. Add it"),
        (
            'source = "somewhere"',
            'source = "a"\nsorce = "b"',
            "sorce: there is no such key here. Did you mean source",
        ),
        ('vi = { name = "QĐ 1", title = "Quy chế" }\n', "", "vi: is missing. Add it"),
        (
            '{ name = "Decision 1", title = "Rules" }',
            '{ name = "D" }',
            "en.title: is missing. Add it",
        ),
        (
            '[[articles]]\narticle = "7"\nchecks = ["headers.hsts"]',
            "",
            "articles: is missing. Add it",
        ),
        ('checks = ["headers.hsts"]', "", "articles.1.checks: is missing. Add it"),
        ("headers.hsts", "headers.htst", r"headers\.htst: .*Did you mean headers\.hsts"),
        ("headers.hsts", "headers.htst", r"x\.toml:10: articles\.1\.checks"),
        (
            '["headers.hsts"]',
            '["headers.hsts"]\n[[articles]]\narticle = "7"\nchecks = ["tls.https"]',
            r"articles\.2: Điều 7 QĐ 1 is in articles\.1 already",
        ),
        ("headers.hsts", "headers.htst", r"articles\.1\.checks: headers\.htst: no such check"),
        ('["headers.hsts"]', '["headers.hsts", "headers.hsts"]', "named twice: headers.hsts"),
        ('article = "7"', "article = 7", 'articles.1.article: must be text in quotes, such as "7"'),
        (
            'article = "7"',
            'articel = "7"',
            "articles.1.articel: there is no such key here. Did you mean article",
        ),
        ('article = "7"', 'clause = "1"', "articles.1: a clause belongs to an article"),
        ('article = "7"', 'article = "7"\npoint = "a"', "articles.1: a point belongs to a clause"),
        ('article = "7"', 'article = "7"\nsection = "1"', "articles.1: give an article or"),
        (
            'article = "7"',
            'article = "7"\nkinds = ["district"]',
            "articles.1.kinds.1: district is none of province",
        ),
        (
            'article = "7"',
            'article = "7"\nkinds = []',
            "articles.1.kinds: holds nothing. Name at least one",
        ),
        (
            'article = "7"',
            'article = "7"\nnote = "Đọc"',
            "articles.1.note: must be a table with keys",
        ),
        (
            'article = "7"',
            'article = "7"\ngrace_until = "1/3"',
            "articles.1.grace_until: 1/3 is no day",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(load_text: Load, old: str, new: str, message: str) -> None:
    assert old in SOUND
    with pytest.raises(BadCheck, match=message) as caught:
        load_text(SOUND.replace(old, new))
    assert "x.toml" in str(caught.value)


def test_an_article_may_stand_twice_for_other_kinds_of_portal(load_text: Load) -> None:
    first = SOUND.replace('article = "7"', 'article = "7"\nkinds = ["province"]')
    second = '[[articles]]\narticle = "7"\nkinds = ["commune"]\nchecks = ["tls.https"]\n'
    (own,) = [framework for framework in load_text(first + second).frameworks if framework.own]
    assert own.checks == ("headers.hsts", "tls.https")


@pytest.mark.parametrize(
    ("content", "message"),
    [('id = "x"\nvi = "Quy chế"'.encode("utf-16"), "Save it with the encoding UTF-8")],
)
def test_a_file_that_is_not_utf_8_says_how_to_save_it(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "x.toml").write_bytes(content)
    with pytest.raises(BadCheck, match=message):
        catalog.read([tmp_path])


def test_a_framework_in_the_wrong_place_is_told_where_it_belongs(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "law" / "frameworks"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "x.toml").write_text(SOUND, encoding="utf-8")
        with pytest.raises(BadCheck, match=r"x\.toml: this is a framework, .* in a folder frame"):
            catalog.read([folder])


def test_a_folder_that_is_named_like_a_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "frameworks" / "x.toml").mkdir(parents=True)
    with pytest.raises(BadCheck, match=r"no checks found .* and no frameworks"):
        catalog.read([tmp_path])


def test_the_mark_that_notepad_sets_does_no_harm(load_text: Load) -> None:
    assert "x" in {framework.id for framework in load_text("\ufeff" + SOUND).frameworks}


def test_all_faults_are_told_at_once(load_text: Load) -> None:
    with pytest.raises(BadCheck) as caught:
        load_text(SOUND.replace("somewhere", "").replace('name = "QĐ 1"', 'nam = "QĐ 1"'))
    assert {"source", "vi.name", "vi.nam"} <= set(
        re.findall(r"x\.toml:\d+: ([\w.]+):", str(caught.value))
    )


def test_a_folder_may_hold_frameworks_alone(load_text: Load) -> None:
    read = load_text(SOUND)
    assert {check.id for check in read} == {check.id for check in CATALOG}
    assert read.fingerprint != CATALOG.fingerprint
    (own,) = [framework for framework in read.frameworks if framework.own]
    assert own.file is not None
    [hsts] = [c for c in load("web").select(read, Kind.WEB, AS_OF) if c.id == "headers.hsts"]
    assert "Điều 7 QĐ 1" in hsts.basis


def test_a_word_changed_in_a_framework_changes_the_fingerprint(load_text: Load) -> None:
    assert load_text(SOUND).fingerprint != load_text(SOUND.replace("Quy chế", "Luật")).fingerprint


def test_a_check_that_rests_on_nothing_is_refused(tmp_path: Path) -> None:
    ours = CATALOG.get("usability.viewport")
    assert ours is not None
    assert ours.source is not None
    (tmp_path / "usability").mkdir()
    text = re.sub(r"(?m)^(basis|id) = .*\n", "", ours.source.read_text("utf-8"))
    rule = ours.source.with_suffix(".py").read_text("utf-8")
    (tmp_path / "usability" / "bare.toml").write_text(f'id = "usability.bare"\n{text}', "utf-8")
    (tmp_path / "usability" / "bare.py").write_text(rule, "utf-8")
    with pytest.raises(BadCheck, match=r"bare\.toml: basis: it rests on nothing"):
        catalog.read([tmp_path])


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_of_the_law_has_a_file(name: str) -> None:
    framework = BY_ID[name]
    assert framework.file is not None
    assert framework.file.stem == name
    assert framework.sort is Sort.LAW


def test_nothing_in_force_has_ended() -> None:
    assert [
        law.id
        for law in CATALOG.frameworks
        if law.force is Force.IN_FORCE and law.in_force_to and law.in_force_to < AS_OF
    ] == []
    assert [
        law.id
        for law in CATALOG.frameworks
        if law.force in (Force.EXPIRED, Force.REPLACED) and law.in_force(AS_OF)
    ] == []


def test_what_replaced_a_text_began_when_it_ended() -> None:
    for law in CATALOG.frameworks:
        after = BY_ID.get(law.replaced_by or "")
        if after and after.in_force_from and law.in_force_to:
            assert (after.in_force_from - law.in_force_to).days == 1, law.id


def test_every_item_of_information_is_cited() -> None:
    cited = {name for framework in CATALOG.frameworks for name in framework.checks}
    bare = {c.id for c in CATALOG if c.family == "information" and c.id not in cited}
    assert bare == {"information.rss"}, "no text was seen that asks for it"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_scored_item_is_cited_for_every_kind_it_is_asked_of(kind: Kind) -> None:
    asked = load_all()[kind].select(CATALOG, kind, AS_OF)
    assert [check.id for check in asked if not check.basis] == []


def test_no_check_repeats_what_a_framework_says() -> None:
    names = tuple(re.escape(framework.names["vi"]) for framework in CATALOG.frameworks)
    repeated = re.compile(rf"(?:{'|'.join(names)})(?![\w.])")
    assert [(c.id, source) for c in CATALOG for source in c.basis if repeated.match(source)] == []


def test_no_profile_holds_a_portal_to_what_has_ended() -> None:
    for profile in load_all(CATALOG).values():
        for name in profile.frameworks:
            assert BY_ID[name].standing(AS_OF, profile.frameworks) is Standing.LAW


def test_articles_are_named_once() -> None:
    for law in CATALOG.frameworks:
        places = [
            (
                one.article,
                one.clause,
                one.point,
                one.section,
                one.kinds,
                one.grace_until,
                *one.checks,
            )
            if one.article is None
            else (one.article, one.clause, one.point, one.kinds, one.grace_until)
            for one in law.articles
        ]
        assert len(places) == len(set(places)), law.id


@pytest.mark.parametrize(
    ("profile", "kind", "on", "check", "first"),
    [
        (
            "department",
            Kind.DEPARTMENT,
            AS_OF,
            "information.leaders",
            "điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP",
        ),
        (
            "commune",
            Kind.COMMUNE,
            AS_OF,
            "information.leaders",
            "điểm c khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP",
        ),
        (
            "commune",
            Kind.COMMUNE,
            AS_OF,
            "information.footer-contact",
            "điểm c khoản 3 Điều 16 Thông tư số 32/2017/TT-BTTTT (đã hết hiệu lực, thông lệ tốt)",
        ),
        (
            "province",
            Kind.PROVINCE,
            AS_OF,
            "information.site-search",
            "khoản 3 Điều 11 Luật Tiếp cận thông tin số 01/2026/QH16",
        ),
        (
            "older/nd42",
            Kind.PROVINCE,
            date(2026, 6, 30),
            "information.site-search",
            "Điều 7 Nghị định số 42/2022/NĐ-CP (chưa đối chiếu toàn văn)",
        ),
        (
            "older/nd42",
            Kind.PROVINCE,
            AS_OF,
            "information.print-and-archive",
            "Điều 7 Nghị định số 42/2022/NĐ-CP "
            "(đã hết hiệu lực, thông lệ tốt; chưa đối chiếu toàn văn)",
        ),
    ],
)
def test_findings_cite_the_article_for_the_kind_and_the_day(
    profile: str, kind: Kind, on: date, check: str, first: str
) -> None:
    [asked] = [c for c in load(profile).select(CATALOG, kind, on) if c.id == check]
    assert asked.basis[0] == first


def test_the_older_profile_scores_what_older_rules_asked() -> None:
    older = {c.id: c for c in load("older/nd42").select(CATALOG, Kind.COMMUNE, AS_OF)}
    assert older["information.q-and-a"].weight > 0
    assert "information.satisfaction-rating" not in older


def test_the_grace_period_is_that_of_the_law() -> None:
    (grace,) = [one for one in BY_ID["tctt26"].articles if one.grace_until]
    assert (grace.article, grace.clause, grace.grace_until) == ("31", "3", date(2027, 3, 1))
    assert len(grace.checks) == 12
    for check in grace.checks:
        cited = citations(check, CATALOG.frameworks, AS_OF, ["tctt26"])
        assert any("thời hạn đến 01/03/2027" in one.text("vi") for one in cited)
        found = CATALOG.get(check)
        assert found is not None
        assert found.rule.keywords["limits"].grace_until == "2027-03-01"  # type: ignore[attr-defined]
