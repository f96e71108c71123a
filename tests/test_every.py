"""The one test for many files names each that fails, and refuses to look at none."""

import pytest

from tests.every import every


def test_each_fault_is_named() -> None:
    @every(["good", "bad", "worse"])
    def test_it(name: str) -> None:
        assert name == "good", "not good"

    with pytest.raises(AssertionError) as raised:
        test_it()
    assert "bad: not good" in str(raised.value)
    assert "worse: not good" in str(raised.value)


def test_nothing_to_look_at_is_a_fault() -> None:
    @every([])
    def test_it(name: str) -> None: ...

    with pytest.raises(AssertionError):
        test_it()
