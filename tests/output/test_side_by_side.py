"""Formats of a report are written by processes of their own, and nothing of that shows."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial

import pytest

from portal_audit.output import side_by_side as module
from portal_audit.output.side_by_side import side_by_side
from portal_audit.runs.processes.fork_server import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="needs a system that can fork safely")


@pytest.fixture(autouse=True)
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "cores", lambda: 2)
    monkeypatch.setattr(module, "can_fork", lambda: True)  # other tests may have left threads


def test_each_piece_but_the_first_has_a_process_of_its_own_and_keeps_its_place() -> None:
    def who(number: int) -> tuple[int, int]:
        return number, os.getpid()

    done = side_by_side([partial(who, number) for number in range(3)])
    assert [number for number, _ in done] == [0, 1, 2]
    assert done[0][1] == os.getpid()
    assert len({process for _, process in done}) == 3


@pytest.mark.parametrize("at", [0, 1])
def test_a_fault_is_raised_here_wherever_it_happens(at: int) -> None:
    def full() -> int:
        raise OSError(28, "no space left")

    works: list[Callable[[], int]] = [int, int]
    works[at] = full
    with pytest.raises(OSError, match="no space left"):
        side_by_side(works)


def test_work_whose_process_dies_is_done_here() -> None:
    here = os.getpid()

    def killed_elsewhere() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    works: list[Callable[[], int]] = [int, killed_elsewhere]
    assert side_by_side(works) == [0, here]


def test_one_processor_does_all_of_it_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "cores", lambda: 1)
    assert side_by_side([os.getpid, os.getpid]) == [os.getpid()] * 2
