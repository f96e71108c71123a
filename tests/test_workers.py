"""Workers run each test once, tell what happened, and are not missed where they die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portal_audit.runs.processes.fork_server import can_fork
from tests.imports import ROOT
from tests.workers import matters

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely")

QUICK = ("-p", "no:hypothesispytest", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", ".")
FILES = {
    "test_one.py": """
import pathlib, pytest

@pytest.fixture(scope="module")
def note():
    yield lambda word: print(word, file=pathlib.Path("ran.txt").open("a"))
    print("ended", file=pathlib.Path("ran.txt").open("a"))

@pytest.mark.parametrize("number", range(3))
def test_number(note, number):
    note(number)

def test_that_fails(note):
    print("words of a test")
    assert note is None

@pytest.mark.skip(reason="of no use")
def test_that_is_skipped():
    pass
""",
    "test_two.py": """
import os, signal

def test_before():
    pass

def test_that_dies():
    os.kill(os.getpid(), signal.SIGKILL)

def test_after():
    pass
""",
    "test_three.py": "def test_elsewhere():\n    pass\n",
}

Run = subprocess.CompletedProcess[str]


def run(folder: Path, *options: str) -> Run:
    """Run the tests of the files in two workers."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    line = [sys.executable, "-m", "pytest", *QUICK, "-p", "tests.workers", "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*line, *options], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workers")


@pytest.fixture(scope="module")
def done(folder: Path) -> Run:
    return run(folder)


def test_each_test_runs_once_and_fixtures_end(done: Run, folder: Path) -> None:
    assert "3 failed, 5 passed, 1 skipped in" in done.stdout
    assert "words of a test" in done.stdout
    assert (folder / "ran.txt").read_text().split() == ["0", "1", "2", "ended"]
    assert done.returncode == pytest.ExitCode.TESTS_FAILED


def test_what_a_worker_that_died_had_left_has_failed(done: Run) -> None:
    for test in ("test_that_dies", "test_after"):
        said = f"test_two.py::{test} - the process that was to run it died: -{signal.SIGKILL:d}"
        assert said in done.stdout


def test_the_first_failure_ends_all_where_that_is_asked_for(tmp_path: Path) -> None:
    done = run(tmp_path, "-x", "-k", "test_one")
    assert "stopping after 1 failures" in done.stdout
    assert (tmp_path / "ran.txt").read_text().split() == ["0", "1", "2", "ended"]
    assert "1 failed, 3 passed" in done.stdout


@pytest.mark.parametrize("when", ["setup", "call", "teardown"])
@pytest.mark.parametrize("outcome", ["passed", "failed", "skipped"])
def test_only_a_fixture_that_worked_is_not_told(when: str, outcome: str) -> None:
    report = pytest.TestReport("t", ("t", 0, "t"), {}, outcome, None, when)  # type: ignore[arg-type]
    assert matters(report) == (when == "call" or outcome != "passed")
