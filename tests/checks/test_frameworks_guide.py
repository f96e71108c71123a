"""The decree in ``docs/frameworks.md`` works exactly as it is printed there: without Python."""

import re
from pathlib import Path

import pytest

from tests.command_line import portal_audit

GUIDE = Path(__file__).parents[2] / "docs" / "frameworks.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write every block that the guide gives a file name to."""
    blocks = re.findall(r"`my-law/([^`]+)`\n\n```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.S)
    assert [name for name, _ in blocks] == ["frameworks/qd-12.toml"]
    for name, content in blocks:
        file = tmp_path / "my-law" / name
        file.parent.mkdir(parents=True)
        file.write_text(content, encoding="utf-8")
    return tmp_path / "my-law"


def run(*arguments: str) -> str:
    done = portal_audit("checks", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["test"], "qd-12-2026: QĐ 12/2026/QĐ-UBND (2 điều khoản, 3 tiêu chí)"),
        (
            ["explain", "information.leaders", "--checks"],
            "điểm a khoản 2 Điều 7 QĐ 12/2026/QĐ-UBND [commune]",
        ),
        (
            ["explain", "headers.hsts", "--lang", "en", "--checks"],
            "Decision 12/2026/QĐ-UBND, art. 9 (full text not read)\n    Read in a bulletin.",
        ),
    ],
)
def test_the_commands_of_the_guide_know_the_decree(
    folder: Path, arguments: list[str], said: str
) -> None:
    assert said in run(*arguments, str(folder))


def test_ours_are_tested_without_a_folder() -> None:
    assert re.fullmatch(r"\d+ tiêu chí, \d+ văn bản căn cứ: đều đọc được, .*\n", run("test"))


def test_a_slip_is_named_with_its_place(folder: Path) -> None:
    file = folder / "frameworks" / "qd-12.toml"
    file.write_text(file.read_text("utf-8").replace("headers.hsts", "headers.htst"), "utf-8")
    done = portal_audit("checks", "test", str(folder))
    assert done.returncode == 2
    assert (
        "articles.2.checks: headers.htst: không có tiêu chí này. Có phải ý bạn là headers.hsts"
        in " ".join(done.stderr.split())
    )
