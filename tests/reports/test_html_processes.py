"""Work shared by processes comes back whole and in order."""

import os
from collections.abc import Sequence
from typing import Any

import pytest

from portal_audit.rules.plugins import find


def processes() -> Any:
    pack = next(find("reports"))
    return pack.load(pack.folder / "html" / "processes.py")


@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 99, 260])
def test_every_number_is_worked_on_once_in_order(count: int) -> None:
    parts = processes().in_parts(list, count)
    assert [number for part in parts for number in part] == list(range(count))


def test_much_work_is_shared_and_little_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    module = processes()
    monkeypatch.setattr(module, "cores", lambda: 2)
    monkeypatch.setattr(module, "can_fork", lambda: True)  # other tests may have left threads

    def who(_: Sequence[int]) -> int:
        return os.getpid()

    assert set(module.in_parts(who, 50)) == {os.getpid()}
    assert os.getpid() not in set(module.in_parts(who, 200))


def test_a_fault_in_a_child_is_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    module = processes()
    monkeypatch.setattr(module, "cores", lambda: 2)

    def fail(_: Sequence[int]) -> None:
        raise OSError(28, "no space left")

    with pytest.raises(OSError, match="no space left"):
        list(module.in_parts(fail, 200))
