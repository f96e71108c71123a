"""headers.hsts: what was sent → what is said of it."""

from collections.abc import Callable

import pytest

from portal_audit.api import Finding

HSTS = "Strict-Transport-Security"


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ([], "missing"),
        (["max-age=31536000"], "strong"),
        (["MAX-AGE=63072000; includeSubDomains; preload"], "strong"),
        (['max-age="31536000"'], "strong"),
        (["max-age=31535999"], "short"),
        (["max-age=15552000"], "short"),
        (["max-age=15551999"], "too-short"),
        (["max-age=0"], "too-short"),
        (["max-age=99999999999999999999999"], "strong"),
        (["max-age=-1"], "unreadable"),
        (["max-age=một năm"], "unreadable"),
        (["max-age=²"], "unreadable"),
        (["includeSubDomains"], "unreadable"),
        ([""], "unreadable"),
        (["max-age=31536000", "max-age=1"], "strong"),
        (["max-age=1", "max-age=31536000"], "too-short"),
        (["max-age=31536000; max-age=31536000"], "repeated"),
        (["max-age=31536000; include SubDomains"], "unreadable"),
        (["max-age=31536000; includeSubDomains=true; preload=1"], "unreadable"),
        (["max-age=31536000, max-age=31536000"], "repeated"),
    ],
)
def test_over_https(
    values: list[str],
    outcome: str,
    ask: Callable[..., Finding],
    see: Callable[..., tuple[object, ...]],
) -> None:
    assert ask("headers.hsts", *see([(HSTS, value) for value in values])).outcome == outcome


@pytest.mark.parametrize(
    ("values", "outcome"), [([], "no-https"), (["max-age=31536000"], "only-http")]
)
def test_over_http(
    values: list[str],
    outcome: str,
    ask: Callable[..., Finding],
    see: Callable[..., tuple[object, ...]],
) -> None:
    pieces = see([(HSTS, value) for value in values], url="http://xa.example.gov.vn/")
    assert ask("headers.hsts", *pieces).outcome == outcome
