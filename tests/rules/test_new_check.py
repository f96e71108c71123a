"""``make new-check``: the files it writes load, and their test fails until the work is done."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from portal_audit.rules import catalog
from portal_audit.rules.promises import broken

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Load the script, which is no part of a package."""
    spec = spec_from_file_location("new_check", ROOT / "tools" / "new_check.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_writes_a_rule_texts_and_a_test(script: ModuleType, tmp_path: Path) -> None:
    files = script.write("headers.foo_bar", tmp_path)
    assert [str(file.relative_to(tmp_path)) for file in files] == [
        "checks/headers/foo_bar.py",
        "checks/headers/foo_bar.toml",
        "tests/checks/test_headers_foo_bar.py",
    ]


def test_what_it_writes_loads_but_is_not_finished(script: ModuleType, tmp_path: Path) -> None:
    script.write("headers.foo_bar", tmp_path)
    read = catalog.read([tmp_path / "checks"])
    (check,) = [each for each in read if each.id == "headers.foo_bar"]
    faults = [str(fault) for fault in broken([check], read)]
    assert any("foo_bar.toml:11: vi.title: is not finished" in fault for fault in faults)
    assert any("outcome.found: the rule never returns it" in fault for fault in faults)


def test_its_test_fails_until_the_rule_is_written(script: ModuleType, tmp_path: Path) -> None:
    *_, test = script.write("headers.foo_bar", tmp_path)
    mine = tmp_path / "mine"
    mine.mkdir()
    test = test.rename(mine / test.name)
    # The test asks for the repository's catalog, which this folder joins for once.
    (mine / "conftest.py").write_text(
        "from pathlib import Path\n"
        "import pytest\n"
        "from portal_audit.rules import catalog\n"
        "from tests.checks.conftest import ask, see\n"
        "@pytest.fixture(scope='session')\n"
        "def rules():\n"
        f"    return catalog.read([Path({str(tmp_path / 'checks')!r})])\n",
        encoding="utf-8",
    )
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    line += ["--import-mode=importlib", str(test), "--rootdir", str(tmp_path)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout


@pytest.mark.parametrize("name", ["foo", "headers.foo-bar", "Headers.foo", "headers.", "../x.y"])
def test_a_name_that_can_be_no_id_is_refused(script: ModuleType, tmp_path: Path, name: str) -> None:
    with pytest.raises(SystemExit, match=r"a check is called family\.name"):
        script.write(name, tmp_path)


def test_a_check_that_exists_is_not_overwritten(script: ModuleType, tmp_path: Path) -> None:
    script.write("headers.foo", tmp_path)
    with pytest.raises(SystemExit, match="is there already"):
        script.write("headers.foo", tmp_path)
