"""A report takes the place of the one before when it is whole, and not before."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from portal_audit.output.swap import CAN_LOCK, finish, written_beside
from portal_audit.runs.processes.fork_server import can_fork


def filled(folder: Path, *names: str, text: str = "new") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def texts(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_text() for file in files}


def test_the_folder_is_exchanged_and_what_else_lay_in_it_stays(tmp_path: Path) -> None:
    out = tmp_path / "report"
    filled(out, "index.html", "sites/a.html", "mine/note.txt", text="old")
    with written_beside(out) as beside:
        filled(beside, "index.html", "sites/a.html")
        assert texts(out)["index.html"] == "old"
    assert texts(out) == {"index.html": "new", "sites/a.html": "new", "mine/note.txt": "old"}
    assert [each.name for each in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize("there", [True, False])
def test_what_breaks_off_leaves_the_old_report_as_it_was(tmp_path: Path, there: bool) -> None:
    out = tmp_path / "report"
    out.mkdir()
    if there:
        filled(out, "index.html", "sites/a.html", text="old")
    before = texts(out)

    def write() -> None:
        with written_beside(out) as beside:
            filled(beside, "index.html")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write()
    assert texts(out) == before
    assert [each.name for each in tmp_path.iterdir()] == ["report"]


def test_the_current_folder_is_written_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    filled(tmp_path, "index.html", "mine.txt", text="old")
    with written_beside(Path()) as beside:
        filled(beside, "index.html", "sites/a.html")
    assert texts(tmp_path) == {"index.html": "new", "sites/a.html": "new", "mine.txt": "old"}


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "report").symlink_to(tmp_path / "real")
    with written_beside(tmp_path / "report") as beside:
        filled(beside, "index.html")
    assert (tmp_path / "report").is_symlink()
    assert texts(tmp_path / "real") == {"index.html": "new"}


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def rename_once(folder: Path, target: Path) -> Path:
    """Rename as ever, and be killed at the second one."""
    Path.rename = die  # type: ignore[assignment,method-assign]
    os.rename(folder, target)  # noqa: PTH104  (that of Path kills)
    return target


POINTS: dict[str, tuple[Callable[[], None], str]] = {
    "while it is written": (die, "old"),
    "before the folders are exchanged": (lambda: setattr(Path, "rename", die), "old"),
    "between the two": (lambda: setattr(Path, "rename", rename_once), "new"),
    "before the old one is gone": (lambda: setattr(shutil, "rmtree", die), "new"),
}


@pytest.mark.skipif(not can_fork() or not CAN_LOCK, reason="no fork or no lock here")
@pytest.mark.parametrize("point", POINTS)
def test_what_a_killed_process_left_is_finished_by_the_next(tmp_path: Path, point: str) -> None:
    out, (prepare, shown) = tmp_path / "report", POINTS[point]
    filled(out, "index.html", "mine.txt", text="old")
    pid = os.fork()
    if pid == 0:
        try:
            with written_beside(out) as beside:
                filled(beside, "index.html")
                prepare()
        finally:
            os._exit(0)
    assert os.waitpid(pid, 0)[1] == signal.SIGKILL
    finish(out)
    assert texts(out) == {"index.html": shown, "mine.txt": "old"}
    assert [each.name for each in tmp_path.iterdir()] == ["report"]


@pytest.mark.skipif(not CAN_LOCK, reason="no lock here")
def test_what_another_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "report"
    with written_beside(out) as beside:
        finish(out)
        filled(beside, "index.html")
    assert texts(out) == {"index.html": "new"}
