"""X-Frame-Options is read as the HTML Standard has it, and as the web platform tests ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http.split_values import split_values
from portal_audit.parse.http.x_frame_options import read_x_frame_options

CASES = [
    ([], "absent"),
    (["DENY"], "nobody"),
    (["deny"], "nobody"),
    (["  DeNy\t"], "nobody"),
    (["DENY", "DENY"], "nobody"),
    (["DENY,deny"], "nobody"),
    (["SAMEORIGIN"], "same-origin"),
    (["sameOrigin"], "same-origin"),
    (["SAMEORIGIN", "SAMEORIGIN"], "same-origin"),
    (["SAMEORIGIN, SAMEORIGIN"], "same-origin"),
    (["SAMEORIGIN", "DENY"], "contradictory"),
    (["SAMEORIGIN,DENY"], "contradictory"),
    (["INVALID", "DENY"], "contradictory"),
    (["SAMEORIGIN", "INVALID"], "contradictory"),
    (["ALLOWALL", "INVALID"], "contradictory"),
    (["SAMEORIGIN,"], "contradictory"),
    (["", "SAMEORIGIN"], "contradictory"),
    (["ALLOWALL"], "ignored"),
    (["ALLOWALL", "ALLOWALL"], "ignored"),
    (["INVALID"], "ignored"),
    (["INVALID", "OTHER"], "ignored"),
    ([""], "ignored"),
    (["ALLOW-FROM https://a.example/"], "ignored"),
    (["SAMEORIGIN;"], "ignored"),
    (["DENY; x"], "ignored"),
    (['"DENY"'], "ignored"),
    (['"SAMEORIGIN,DENY"'], "ignored"),
    (["SAME ORIGIN"], "ignored"),
    (["SAME-ORIGIN"], "ignored"),
    (["none"], "ignored"),
]


@pytest.mark.parametrize(("values", "framing"), CASES)
def test_who_may_frame_the_page(values: list[str], framing: str) -> None:
    assert read_x_frame_options(values) == framing


@given(st.text(alphabet='ab,"\\ ', max_size=40))
def test_values_part_at_commas_outside_quotes(text: str) -> None:
    parts = split_values(text)
    assert ",".join(parts).replace(" ", "") == text.replace(" ", "")
    if '"' not in text:
        assert parts == [part.strip(" ") for part in text.split(",")]
