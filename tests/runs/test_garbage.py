"""What a process has read of one portal's texts does not pile up over a run."""

from functools import lru_cache

import pytest

from portal_audit.parse.http import urls
from portal_audit.runs.processes import garbage
from portal_audit.runs.processes.garbage import GarbageCollection


def remembered() -> int:
    return urls.host_of.cache_info().currsize


def test_texts_are_forgotten_after_so_many_portals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "FORGOTTEN", 3)
    collection, left = GarbageCollection(), []
    for portal in range(4):
        urls.host_of(f"https://p{portal}.example.test/?a=1")
        collection.finished()
        left.append(remembered() > 0)
    assert left == [True, True, False, True]


def test_what_is_small_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    small = lru_cache(maxsize=garbage.FEWEST - 1)(str)
    table = lru_cache(maxsize=None)(str)
    for name, memory in (("small", small), ("table", table)):
        monkeypatch.setattr(urls, name, memory, raising=False)
        memory("text")
    garbage.forget_texts()
    assert small.cache_info().currsize == table.cache_info().currsize == 1
