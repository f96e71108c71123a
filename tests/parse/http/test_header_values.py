"""Strict-Transport-Security and Referrer-Policy, read as browsers read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http import hsts, referrer


@pytest.mark.parametrize(
    ("headers", "metas", "policy"),
    [
        (["origin, unsafe-url"], [], "unsafe-url"),
        (["origin, nonsense"], [], "origin"),
        (["ORIGIN "], [], "origin"),
        ([], ["never"], "no-referrer"),
        (["same-origin"], ["origin"], "origin"),
        (["nonsense"], ["nonsense"], None),
    ],
)
def test_referrer(headers: list[str], metas: list[str], policy: str | None) -> None:
    assert referrer.parse(headers, metas) == policy


@given(st.lists(st.text(max_size=100), max_size=3))
def test_any_text_is_read(values: list[str]) -> None:
    hsts.parse(values)
    assert referrer.parse(values, values) in {None, *referrer.POLICIES}
