"""Facts made quickly are made as ``dataclasses`` makes them."""

from dataclasses import FrozenInstanceError, asdict, dataclass, replace

import pytest

from portal_audit.evidence.made_quickly import made_quickly


@dataclass(frozen=True, slots=True)
class Plain:
    url: str
    text: str = "none"
    hidden: bool = False


@made_quickly
@dataclass(frozen=True, slots=True)
class Quick:
    url: str
    text: str = "none"
    hidden: bool = False


@pytest.mark.parametrize("given", [("/a",), ("/a", "b"), ("/a", "b", True)])
def test_fields_are_those_given_and_defaults_of_the_rest(given: tuple[str, ...]) -> None:
    assert asdict(Quick(*given)) == asdict(Plain(*given))  # type: ignore[arg-type]


def test_fields_are_given_by_name_too() -> None:
    assert asdict(Quick(hidden=True, url="/a")) == asdict(Plain(hidden=True, url="/a"))
    assert replace(Quick("/a"), text="b") == Quick("/a", "b")


def test_it_stays_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Quick("/a").url = "/b"  # type: ignore[misc]


@pytest.mark.parametrize("named", [{}, {"url": "/a", "other": 1}])
def test_a_field_that_is_missing_or_unknown_is_an_error(named: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Quick(**named)  # type: ignore[arg-type]
