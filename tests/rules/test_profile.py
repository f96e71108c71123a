"""Profiles: what each kind of portal is judged by, and how bad ones are refused."""

from pathlib import Path

import pytest

from portal_audit.errors import BadCheck
from portal_audit.model import Kind, Target
from portal_audit.rules import catalog
from portal_audit.rules.profile import LETTERS
from portal_audit.rules.profile_files import check_names, load, load_all

CATALOG = catalog.read()


def test_every_kind_of_portal_has_a_profile() -> None:
    assert set(load_all()) == {kind.value for kind in Kind}


@pytest.mark.parametrize("name", sorted(load_all()))
def test_built_in_profiles_name_what_exists(name: str) -> None:
    profile = load(name)
    assert {family for part in profile.parts.values() for family in part} == set(profile.families)
    check_names(profile, CATALOG)
    assert tuple(letter for letter, _ in profile.levels) == LETTERS


@pytest.mark.parametrize("name", [*sorted(load_all()), "older/nd42"])
def test_a_profile_lists_only_what_differs_from_the_checks_own_files(name: str) -> None:
    for check_id, override in load(name).checks.items():
        check = CATALOG.get(check_id)
        assert check is not None
        assert override.weight != check.weight, check_id
        assert override.severity != check.severity, check_id


@pytest.mark.parametrize("name", sorted(load_all()))
def test_the_caps_of_the_design_are_in_force(name: str) -> None:
    caps = {
        (cap.check or cap.family): cap.most
        for cap in load(name).caps
        if cap.below is None and not cap.outcomes
    }
    assert caps["tls.https"] == 40
    assert caps["tls.cert_trust"] == caps["tls.cert_host"] == 50
    assert caps["tls.versions"] == 70
    assert caps["content.injected_spam"] == caps["exposure"] == 30


@pytest.mark.parametrize("name", sorted(load_all()))
def test_caps_by_severity_are_in_force_and_those_on_duties_where_there_are_some(name: str) -> None:
    caps = load(name).caps_in_force
    by_severity = {
        (str(cap.severity), cap.count): cap.most for cap in caps if not (cap.check or cap.family)
    }
    assert by_severity[("critical", 1)] == by_severity[("high", 4)] == 54
    assert (by_severity[("high", 2)], by_severity[("high", 1)]) == (69, 84)
    duties = {cap.below: cap.most for cap in caps if cap.below is not None}
    with_duties = name in ("province", "department", "commune")
    assert duties == ({25: 54, 50: 69, 75: 84} if with_duties else {})


@pytest.mark.parametrize(
    ("cap", "complaint"),
    [
        ("below = 50\nmost = 69", "needs the family"),
        ('coverage = 0.8\ncheck = "tls.https"\nmost = 69', "do not go together"),
        ("coverage = 0.8\nuntested_family = true\nmost = 69", "do not go together"),
        ('family = "information"\nbelow = 50\nseverity = "high"\nmost = 69', "not go together"),
        ("count = 0\nmost = 69", "must be at least 1"),
    ],
)
def test_a_cap_of_which_half_would_count_for_nothing_is_refused(
    tmp_path: Path, cap: str, complaint: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(f'name = "own"\nextends = "web"\n[[cap]]\n{cap}\n', encoding="utf-8")
    with pytest.raises(BadCheck, match=complaint):
        load(file)


def test_a_profile_of_ones_own_extends_a_built_in_one(tmp_path: Path) -> None:
    file = tmp_path / "strict.toml"
    file.write_text(
        'name = "strict"\nextends = "commune"\nskip = ["usability"]\n'
        '[checks."headers.hsts"]\nweight = 20\nseverity = "critical"\n',
        encoding="utf-8",
    )
    profile = load(file)
    [hsts] = [c for c in profile.select(CATALOG, Kind.COMMUNE) if c.id == "headers.hsts"]
    assert (hsts.weight, hsts.severity.value) == (20, "critical")
    assert profile.families == load("commune").families
    assert not [c for c in profile.select(CATALOG, Kind.COMMUNE) if c.family == "usability"]
    assert profile.fingerprint != load("commune").fingerprint


BASE = 'name = "x"\nextends = "web"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "cannot be read as TOML"),
        ('name = "x"\nextends = "weeb"', r":2: extends: weeb: no such profile\. Did you mean web"),
        (BASE + "familys = 1", r":3: familys: there is no such key here\. Did you mean .*families"),
        (BASE + "[levels]\nA = 90", r":3: levels: the lowest level must begin at 0"),
        (BASE + "[levels]\nA = 90\nF = 0", r":5: levels\.F: F: no such level.*A, B, C, D, E"),
        (BASE + "[levels]\nA = 50\nB = 70\nE = 0", r":4: levels\.A: must begin above B \(70\)"),
        (BASE + "[levels]\nA = 850\nE = 0", r":4: levels\.A: .*must be at most 100"),
        (BASE + "[families]\ntls = -1", r":4: families\.tls: .*must be at least 0"),
        (BASE + "[[cap]]\nmost = 400", r":4: cap\.1\.most"),
        (BASE + '[[cap]]\nmost = 40\ncheck = "tls.https"\n[[cap]]\nmst = 1', r":7: cap\.2\.mst"),
        (BASE + 'kind = "communes"', r":3: kind: communes is none of .*Did you mean commune"),
        (BASE + '[checks]\n"tls.https" = { wait = 1 }', r":4: checks\.tls\.https\.wait"),
    ],
)
def test_a_bad_profile_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadCheck, match=message) as caught:
        load(file)
    assert "bad.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[families]\ntls = 80\nheadres = 20",
            r":5: families\.headres: headres: no such family\. Did you mean headers\?",
        ),
        ("[families]\nmine = 20", r":3: families: no family has a weight"),
        (
            '[parts]\nsecurty = ["tls"]',
            r":4: parts\.securty: securty: no such part\. Did you mean s",
        ),
        (
            '[parts]\nsecurity = [\n  "tls",\n  "cokies",\n]',
            r":6: parts\.security: cokies: no such family\. Did you mean cookies",
        ),
        (
            'skip = ["headers.htst"]',
            r":3: skip: headers\.htst: no such .*Did you mean headers\.hsts",
        ),
        (
            'frameworks = ["nd2244"]',
            r":3: frameworks: nd2244: no such framework\. Did you mean .*nd224",
        ),
        ('[checks."headers.htst"]\nweight = 2', r":3: checks\.headers\.htst: .*headers\.hsts"),
        ('[checks]\n"tls.htps".weight = 2', r":4: checks\.tls\.htps: .*tls\.https"),
        ('[[cap]]\nmost = 4\ncheck = "tls.htps"', r":5: cap\.1\.check: tls\.htps: .*tls\.https"),
        ('[[cap]]\nmost = 4\nfamily = "tsl"', r":5: cap\.1\.family: tsl: .*Did you mean tls"),
        (
            '[[cap]]\nmost = 4\ncheck = "tls.https"\noutcomes = ["slient"]',
            r":6: cap\.1\.outcomes: slient: no such outcome\. Did you mean silent",
        ),
        (
            '[[cap]]\nmost = 4\nfamily = "headers"\noutcomes = ["mising"]',
            r":6: cap\.1\.outcomes: mising: no such outcome\. Did you mean missing",
        ),
    ],
)
def test_a_profile_that_names_what_does_not_exist_is_refused_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "typo.toml"
    file.write_text(BASE + text, encoding="utf-8")
    with pytest.raises(BadCheck, match=message) as caught:
        check_names(load(file), CATALOG)
    assert "typo.toml" in str(caught.value)


def test_all_faults_of_a_profile_are_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "typo.toml"
    file.write_text(BASE + 'skip = ["x.y"]\n[families]\nhedders = 1\ntls = 1', encoding="utf-8")
    with pytest.raises(BadCheck) as caught:
        check_names(load(file), CATALOG)
    assert [line.split(": ")[1] for line in str(caught.value).splitlines()] == [
        "families.hedders",
        "skip",
    ]


def test_an_unknown_profile_says_which_there_are() -> None:
    with pytest.raises(BadCheck, match="commune, department, province, public-service, web"):
        load("nobody")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.WEB])
def test_a_built_in_profile_takes_the_weights_of_the_checks_own_files(kind: Kind) -> None:
    for check in load(kind.value).select(CATALOG, kind):
        own = CATALOG.get(check.id)
        assert own is not None
        assert check.weight == own.weight


def test_a_site_of_no_stated_kind_is_judged_as_the_profile_s(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('name = "mine"\nextends = "commune"', encoding="utf-8")
    url = Target("x", "https://xa.example/")
    assert load("commune").judged_as(url).kind is Kind.COMMUNE
    assert load(mine).judged_as(url).kind is Kind.COMMUNE
    assert load("web").judged_as(url).kind is Kind.WEB
    stated = Target("x", "https://so.example/", kind=Kind.DEPARTMENT)
    assert load("commune").judged_as(stated).kind is Kind.DEPARTMENT


def test_an_item_counts_as_soon_as_a_profile_gives_it_weight(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'name = "mine"\nextends = "commune"\n[checks]\n'
        '"information.statistics" = { weight = 2 }\n'
        '"information.military-service" = { weight = 1 }\n'
        '"information.leaders" = { weight = 0 }\n',
        encoding="utf-8",
    )
    weights = {check.id: check.weight for check in load(file).select(CATALOG, Kind.COMMUNE)}
    assert "information.statistics" not in weights, "it applies to provinces and departments"
    assert weights["information.military-service"] == 1
    assert weights["information.leaders"] == 0
    assert weights["information.org-structure"] == 3
