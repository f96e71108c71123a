"""The example in ``checks/README.md`` works exactly as it is printed there."""

import re
from dataclasses import fields
from datetime import UTC, datetime
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from portal_audit.analyse.required_information.fields import RECOGNISERS
from portal_audit.api import Crawl, Exchange, Front, Kind, Link, Page, Target, Visit
from portal_audit.errors import BadCheck
from portal_audit.evidence import Evidence
from portal_audit.model import Status
from portal_audit.rules import catalog
from portal_audit.rules.profile_files import load
from portal_audit.scoring.judge import judge
from tests.command_line import portal_audit

README = Path(__file__).parents[2] / "checks" / "README.md"
HOME = "https://anphu.hacson.gov.vn/"
MARKET = (
    "Lịch chợ phiên năm 2026: họp chợ ngày 2 và ngày 7. "
    "Địa điểm: sân vận động thôn Đông, xã An Phú."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write every block that the README gives a file name to."""
    text = README.read_text(encoding="utf-8")
    blocks = re.findall(r"`my-checks/([^`]+)`:?\n\n```\w+\n(.*?)```", text, re.S)
    assert [name for name, _ in blocks] == [
        "usability/hotline.py",
        "usability/hotline.toml",
        "test_hotline.py",
    ]
    for name, content in blocks:
        file = tmp_path / "my-checks" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return tmp_path / "my-checks"


def test_the_example_joins_the_catalog(folder: Path) -> None:
    check = catalog.read([folder]).get("usability.hotline")
    assert check is not None
    assert check.source == folder / "usability" / "hotline.toml"
    assert check.texts["vi"].sentence("missing", {"number": "1022"}) == (
        "Trang chủ không có số 1022."
    )


def test_the_examples_own_test_passes(folder: Path) -> None:
    spec = spec_from_file_location("test_hotline", folder / "test_hotline.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    [cases] = [mark.args[1] for mark in module.test_hotline.pytestmark]
    assert len(cases) == 3
    for text, outcome in cases:
        module.test_hotline(text, outcome)


@pytest.mark.parametrize("command", [["test"], ["explain", "usability.hotline", "--checks"]])
def test_the_commands_of_the_readme_know_it(folder: Path, command: list[str]) -> None:
    done = portal_audit("checks", *command, str(folder))
    assert done.returncode == 0, done.stderr
    assert "usability.hotline: Trang chủ có số tổng đài" in done.stdout


@pytest.fixture
def items(tmp_path: Path) -> Path:
    """Write the item that needs no Python."""
    text = README.read_text(encoding="utf-8")
    ((name, content),) = re.findall(r"`my-items/([^`]+)`\n\n```toml\n(.*?)```", text, re.S)
    file = tmp_path / "my-items" / name
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    return tmp_path / "my-items"


@pytest.mark.parametrize(
    ("text", "status", "outcome"),
    [
        (MARKET, Status.PASS, "found"),
        (MARKET.partition(" Địa điểm")[0], Status.PARTIAL, "incomplete"),
        ("Đang cập nhật", Status.FAIL, "placeholder"),
        (None, Status.FAIL, "missing"),
    ],
)
def test_an_item_of_ones_own_is_judged_and_scored(
    items: Path, text: str | None, status: Status, outcome: str
) -> None:
    rules = catalog.read([items])
    (check,) = [
        one
        for one in load("commune").select(rules, Kind.COMMUNE)
        if one.id == "information.market-days"
    ]
    words = ("Trang chủ", "Tin tức", "Văn bản mới nhất", "Thư viện ảnh", "Thông báo")
    menu = [Link(f"{HOME}muc-{n}", label, region="nav") for n, label in enumerate(words)]
    own = [] if text is None else [Link(HOME + "cho", "Lịch chợ phiên", region="nav")]
    home = Page(HOME, HOME, 200, text="Tin của xã. " * 30, links=(*menu, *own))
    behind = Page(HOME + "cho", HOME + "cho", 200, text=text or "", main_text=text or "")
    crawl = Crawl((home, *([behind] if own else [])))
    front = Front((Exchange(HOME, 200, (), 0.1),), home, https=True)
    visit = Visit(Target("x", HOME), datetime(2026, 11, 22, tzinfo=UTC))
    (finding,) = judge([check], Evidence(crawl, front, visit))
    assert (finding.status, finding.outcome) == (status, outcome)
    assert finding.basis == ("Điều 8 QĐ 12/2026/QĐ-UBND",)


def test_the_guide_names_every_limit_of_an_item_and_every_recogniser(items: Path) -> None:
    check = catalog.read([items]).get("information.market-days")
    assert check is not None
    assert isinstance(check.rule, partial)
    named = set(re.findall(r"`([a-z_-]+)`", README.read_text(encoding="utf-8")))
    limits = {field.name for field in fields(check.rule.keywords["limits"]) if field.init} - {
        "fields"
    }
    assert limits | set(RECOGNISERS) <= named


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('rule = "_item"', 'rule = "_itm"', "its rule _itm.py is not beside it"),
        ("labels = [", "label = [", "limits.label: there is no such key. Did you mean labels?"),
        (
            'has = ["address"]',
            'has = ["adress"]',
            "unknown recogniser adress; known: accounts-year, address",
        ),
        ('has = ["address"]', "", "has neither words nor a recogniser"),
        ('kinds = ["commune"]', 'kinds = ["xã"]', "kinds.1: xã is none of province"),
        ("weight = 1", 'weight = "one"', "weight: must be a number, without quotes"),
        ("[en]\n", "[english]\n", "english: there is no such key here"),
        ('basis = ["Điều 8 QĐ 12/2026/QĐ-UBND"]\n', "", "basis: it rests on nothing"),
        ('labels = ["Lịch chợ phiên", "Chợ phiên"]\n', "", "limits.labels: is missing"),
        ("information.market-days", "information.leaders", "information.leaders is already taken"),
    ],
)
def test_a_slip_in_an_item_is_named_with_its_file_and_place(
    items: Path, old: str, new: str, message: str
) -> None:
    file = items / "information" / "market-days.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadCheck) as caught:
        catalog.read([items])
    assert message in str(caught.value)
    assert str(file) in str(caught.value)
