"""Profiles: what each kind of portal is held to, and how bad ones are refused."""

from pathlib import Path

import pytest

from portal_audit.errors import BadCheck
from portal_audit.model import Kind
from portal_audit.rules import catalog
from portal_audit.rules.profile import check_names, load, load_all

CATALOG = catalog.read()


def test_every_kind_of_portal_has_a_profile() -> None:
    assert set(load_all()) == {kind.value for kind in Kind}


@pytest.mark.parametrize("name", sorted(load_all()))
def test_built_in_profiles_weigh_one_hundred_and_name_what_exists(name: str) -> None:
    profile = load(name)
    assert sum(profile.families.values()) == 100
    assert {family for part in profile.parts.values() for family in part} >= set(profile.families)
    check_names(profile, CATALOG)
    assert [letter for letter, _ in profile.levels] == ["A", "B", "C", "D", "E"]


@pytest.mark.parametrize("name", sorted(load_all()))
def test_the_caps_of_the_design_are_in_force(name: str) -> None:
    caps = {(cap.check or cap.family): cap.most for cap in load(name).caps}
    assert caps["tls.https"] == 40
    assert caps["tls.cert_trust"] == caps["tls.cert_host"] == 50
    assert caps["tls.versions"] == 70
    assert caps["content.injected_spam"] == caps["exposure"] == 30


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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "cannot be read as TOML"),
        ('name = "x"\nextends = "nobody"', "there is no such profile"),
        ('name = "x"\nextends = "web"\nfamilys = 1', "familys"),
        ('name = "x"\nextends = "web"\n[levels]\nA = 90', "lowest level must begin at 0"),
        ('name = "x"\nextends = "web"\n[[cap]]\nmost = 400', "cap.0.most"),
    ],
)
def test_a_bad_profile_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadCheck, match=message) as caught:
        load(file)
    assert "bad.toml" in str(caught.value)


def test_an_unknown_profile_says_which_there_are() -> None:
    with pytest.raises(BadCheck, match="commune, department, province, public-service, web"):
        load("nobody")


def test_a_profile_that_names_an_unknown_check_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "typo.toml"
    file.write_text('name = "typo"\nextends = "web"\nskip = ["headers.htst"]', encoding="utf-8")
    with pytest.raises(BadCheck, match=r"headers\.htst"):
        check_names(load(file), CATALOG)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.WEB])
def test_a_profile_names_what_counts_of_required_information(kind: Kind) -> None:
    profile = load(kind.value)
    counting = {
        check.id: check.weight
        for check in CATALOG
        if check.family == "information" and kind in check.kinds and check.weight
    }
    named = {name: one.weight for name, one in profile.checks.items()}
    assert named == counting, "a check's own file and the profile say the same"


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
    assert "information.statistics" not in weights, "it is asked of provinces and departments"
    assert weights["information.military-service"] == 1
    assert weights["information.leaders"] == 0
    assert weights["information.org-structure"] == 3
