"""``tasks.toml``: who can fix what, by when, what is fixed in one go; refused where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal_audit.errors import BadCheck
from portal_audit.model import Severity
from portal_audit.rules import catalog, remedies
from portal_audit.rules.check import Doer

CATALOG = catalog.read()
CHECK = """
id = "hotline.mine"
rule = "headers.xcto"
severity = "low"
weight = 1
basis = ["A rule of our own"]
{key}
"""


def pack(folder: Path, key: str, tasks: str = "") -> Path:
    """Return a folder with one check, over the texts of another, and perhaps a ``tasks.toml``."""
    (folder / "hotline").mkdir()
    (folder / "hotline" / "mine.toml").write_text(CHECK.format(key=key), encoding="utf-8")
    if tasks:
        (folder / remedies.FILE).write_text(tasks, encoding="utf-8")
    return folder


def test_every_family_and_severity_of_ours_is_told() -> None:
    assert set(CATALOG.families) <= set(CATALOG.remedies.doers)
    assert set(CATALOG.remedies.days) == {*Severity} - {Severity.INFO}


def test_every_remedy_has_checks() -> None:
    named = {check.remedy for check in CATALOG}
    named |= {rule.remedy for check in CATALOG for rule in check.outcomes.values() if rule.remedy}
    assert set(CATALOG.remedies.names) == named - {""}


def test_faults_of_one_remedy_can_be_fixed_by_the_same_people() -> None:
    doers: dict[str, set[Doer]] = {}
    for check in CATALOG:
        if check.remedy:
            doers.setdefault(check.remedy, set()).add(CATALOG.remedies.doer(check))
    assert {remedy: who for remedy, who in doers.items() if len(who) > 1} == {}


def test_a_pack_may_have_families_and_remedies_of_its_own(tmp_path: Path) -> None:
    tasks = """
    [doers]
    hotline = "editor"
    [remedies.hotline]
    vi = "Có {n} lỗi về tổng đài"
    en = "{n} faults of the hotline"
    """
    read = catalog.read([pack(tmp_path, 'remedy = "hotline"', tasks)])
    check = read.get("hotline.mine")
    assert check is not None
    assert read.remedies.doer(check) is Doer.EDITOR
    assert check.remedy_of("missing") == "hotline"


def test_a_family_that_nobody_names_falls_to_the_administrator(tmp_path: Path) -> None:
    read = catalog.read([pack(tmp_path, "")])
    check = read.get("hotline.mine")
    assert check is not None
    assert read.remedies.doer(check) is Doer.ADMINISTRATOR


@pytest.mark.parametrize(
    ("key", "tasks", "said"),
    [
        ('remedy = "certificat"', "", "mine.toml:7: remedy: there is no remedy 'certificat'"),
        ('doer = "boss"', "", "mine.toml:7: doer:"),
        ("", '[doers]\nhotline = "boss"', "tasks.toml:2: doers.hotline:"),
        ("", '[remedies.x]\nvi = "Có {n} lỗi"', "tasks.toml:1: remedies.x.en: is missing"),
    ],
)
def test_what_is_not_right_is_refused_with_its_place(
    tmp_path: Path, key: str, tasks: str, said: str
) -> None:
    with pytest.raises(BadCheck) as refused:
        catalog.read([pack(tmp_path, key, tasks)])
    assert said in str(refused.value)
