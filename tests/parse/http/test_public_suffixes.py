"""Public suffixes, by the list that came with the library."""

import pytest

from portal_audit.parse.http.public_suffixes import is_public_suffix


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("vn", True),
        ("gov.vn", True),
        ("dcs.vn", True),
        ("localhost", True),
        ("hanoi.gov.vn", False),
        ("sotuphap.hanoi.gov.vn", False),
        ("127.0.0.1", False),
        ("a..b", False),
        ("", True),
    ],
)
def test_suffix(name: str, answer: bool) -> None:
    assert is_public_suffix(name) is answer
