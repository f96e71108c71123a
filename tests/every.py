"""One test for many files: each is looked at, and all that fail are named together.

A test of its own for each of a thousand files costs more than what it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from tests.imports import place

Thing = TypeVar("Thing")


def every(things: Iterable[Thing]) -> Callable[[Callable[[Thing], None]], Callable[[], None]]:
    """Make a test of an assertion that has to hold for each of *things*, files or names."""
    listed = list(things)

    def test_of(holds: Callable[[Thing], None]) -> Callable[[], None]:
        def test() -> None:
            assert listed
            faults = [fault for thing in listed if (fault := _fault(holds, thing))]
            assert not faults, "\n".join(faults)

        test.__name__ = test.__qualname__ = holds.__name__
        test.__doc__ = holds.__doc__
        return test

    return test_of


def _fault(holds: Callable[[Thing], None], thing: Thing) -> str:
    try:
        holds(thing)
    except AssertionError as error:
        return f"{place(thing) if isinstance(thing, Path) else thing}: {error}"
    return ""
