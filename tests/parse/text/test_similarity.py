"""How much of one text stands in another."""

import pytest

from portal_audit.parse.text.similarity import similarity


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("", "", 1.0),
        ("một", "một", 1.0),
        ("một", "hai", None),
        ("một hai ba", "", None),
        ("một hai ba bốn", "Một HAI ba", 0.5),
        ("một hai ba", "bốn năm sáu", 0.0),
    ],
)
def test_likeness(one: str, other: str, alike: float | None) -> None:
    assert similarity(one, other) == alike
