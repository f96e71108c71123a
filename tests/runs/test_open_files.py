"""A run opens no more sites at once than the files it may open allow."""

import resource

import pytest

from portal_audit.runs import open_files


@pytest.mark.parametrize(
    ("limit", "asked", "at_once"),
    [(None, 100, 100), (65_536, 100, 100), (64, 100, 2), (20, 100, 1), (64, 1, 1), (256, 100, 26)],
)
def test_sites_at_once(
    monkeypatch: pytest.MonkeyPatch, limit: int | None, asked: int, at_once: int
) -> None:
    monkeypatch.setattr(open_files, "_open_now", lambda: 10)
    assert open_files.most_sites(limit, asked) == at_once


@pytest.mark.parametrize(
    ("soft", "hard", "reached"),
    [
        (64, 256, 256),
        (256, 256, 256),
        (1024, resource.RLIM_INFINITY, open_files.MOST),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, None),
    ],
)
def test_the_limit_is_raised_as_far_as_it_may_be(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, reached: int | None
) -> None:
    calls: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, limits: calls.append(limits))
    assert open_files.raise_limit() == reached
    assert calls == ([(reached, hard)] if reached not in (soft, None) else [])


def test_a_system_that_allows_less_than_it_says_keeps_its_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_kind: int, _limits: tuple[int, int]) -> None:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert open_files.raise_limit() == 256
