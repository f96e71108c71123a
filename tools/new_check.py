"""Write the files of a new check: its rule, its texts, and a test that fails until both are done.

python tools/new_check.py headers.foo
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAME = re.compile(r"[a-z]+\.[a-z][a-z0-9_]*")
RULE = '''"""TODO: what the rule looks at, and the standard that says so (RFC 0000 §0)."""

from portal_audit.api import Front, Outcome


def judge(front: Front) -> Outcome:
    """TODO: how the evidence is read. The parameters say which evidence the rule needs."""
    return Outcome("missing", where=[front.url])
'''
TEXTS = """id = "{id}"
severity = "low"
weight = 0 # only reported; give it a weight once its verdicts are known to be right
basis = ["TODO: the standard; or leave basis out and name the check in a file of frameworks/"]

[outcome]
found = {{ status = "pass" }}
missing = {{ status = "fail" }}

[vi]
title = "TODO: tên tiêu chí"
fault = "TODO: tên lỗi khi chưa đạt"
want = "TODO: yêu cầu, một câu."
why = "TODO: vì sao quan trọng với người dân và cơ quan."
fix = "TODO: các bước khắc phục, ngắn gọn."
found = "TODO: câu cho kết quả đạt."
missing = "TODO: câu cho kết quả không đạt."

[en]
title = "TODO: name of the check"
fault = "TODO: name of the fault where it is not met"
want = "TODO: the requirement, in one sentence."
why = "TODO: why it matters to citizens and to the office."
fix = "TODO: short steps that put it right."
found = "TODO: the sentence of the outcome that passes."
missing = "TODO: the sentence of the outcome that fails."
"""
TEST = '''"""{id}: evidence → outcome."""

import pytest

from tests.checks.conftest import Ask, See


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({{}}, "missing"),
        ({{"X-TODO": "what passes"}}, "found"),
    ],
)
def test_{name}(ask: Ask, see: See, headers: dict[str, str], outcome: str) -> None:
    assert ask("{id}", *see(headers)).outcome == outcome
'''


def write(check_id: str, root: Path) -> list[Path]:
    """Write the three files and return them; refuse a name that is taken or cannot be an id."""
    if not NAME.fullmatch(check_id):
        raise SystemExit(
            f"{check_id}: a check is called family.name, in small letters; words of the name are "
            "joined by _ (a dash is for items of information that are data alone)."
        )
    family, _, name = check_id.partition(".")
    files = {
        root / "checks" / family / f"{name}.py": RULE,
        root / "checks" / family / f"{name}.toml": TEXTS.format(id=check_id),
        root / "tests" / "checks" / f"test_{family}_{name}.py": TEST.format(id=check_id, name=name),
    }
    for file in files:
        if file.exists():
            raise SystemExit(f"{file.relative_to(root)} is there already: choose another name.")
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return list(files)


def main(arguments: list[str]) -> None:
    """Write the files of the check that is named, and say what comes next."""
    if len(arguments) != 1:
        raise SystemExit("Usage: make new-check NAME=headers.foo")
    files = [file.relative_to(ROOT) for file in write(arguments[0], ROOT)]
    print("\n".join(f"wrote {file}" for file in files))
    print(f"Now: pytest {files[-1]} fails. Write the rule and the texts until it passes, and until")
    print("`portal-audit checks test` finds nothing; CONTRIBUTING.md says what else a check takes.")


if __name__ == "__main__":
    main(sys.argv[1:])
