"""Refresh is read as the HTML Standard has it, and as the web platform tests ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http.refresh import Refresh, parse_refresh

CASES = [
    ("0", (0, "")),
    ("5", (5, "")),
    (" 5 ", (5, "")),
    ("0;", (0, "")),
    ("0,", (0, "")),
    ("0; /a", (0, "/a")),
    ("0, /a", (0, "/a")),
    ("0 /a", (0, "/a")),
    ("0;/a", (0, "/a")),
    ("0;url=/a", (0, "/a")),
    ("0;URL=/a", (0, "/a")),
    ("0; url = /a ", (0, "/a")),
    ("0 url=/a", (0, "/a")),
    ("0,url=/a", (0, "/a")),
    ("0; url='/a'", (0, "/a")),
    ('0; url="/a" x', (0, "/a")),
    ("0; '/a'b", (0, "/a")),
    ("0; url='/a", (0, "/a")),
    ("0; url=/a'", (0, "/a'")),
    ("0;url", (0, "url")),
    ("0;url /a", (0, "url /a")),
    ("0;ur=/a", (0, "ur=/a")),
    ("0;urlx=/a", (0, "urlx=/a")),
    ("0;;/a", (0, ";/a")),
    ("0,,/a", (0, ",/a")),
    ("1.5; /a", (1, "/a")),
    ("1.; /a", (1, "/a")),
    (".5; /a", (0, "/a")),
    ("1..2; /a", (1, "/a")),
    ("\n\t0 ;\tu", (0, "u")),
    ("0x; /a", None),
    ("-1; /a", None),
    ("+1; /a", None),
    ("; /a", None),
    ("", None),
    ("url=/a", None),
    ("a; /a", None),
    ("1a", None),
    ("٣; /a", None),
]


@pytest.mark.parametrize(("value", "refresh"), CASES)
def test_a_value_and_what_browsers_make_of_it(value: str, refresh: tuple[int, str] | None) -> None:
    assert parse_refresh(value) == (refresh and Refresh(*refresh))


@given(st.text(max_size=100))
def test_any_text_is_read(value: str) -> None:
    refresh = parse_refresh(value)
    assert refresh is None or refresh.seconds >= 0
