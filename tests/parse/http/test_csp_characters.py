"""Which characters make browsers drop a directive (CSP Level 3, 2.2.1)."""

import pytest

from portal_audit.parse.http import csp

CASES = [
    ("default-src 'self'", ["default-src"], []),
    ("default-src ‘self’", [], ["default-src"]),
    ("default-src “self”", [], ["default-src"]),
    ("default-src 'self'; script-src ‘self’", ["default-src"], ["script-src"]),
    (
        "default-src 'self'; object-src ’none’; base-uri 'none'",
        ["default-src", "base-uri"],
        ["object-src"],
    ),
    ("default-src 'self' https://cổng.example", [], ["default-src"]),
    ("default-src 'self' https://xn--cng-vqa.example", ["default-src"], []),
    ("default‑src 'self'", [], ["default‑src"]),
    ("default-src\u00a0'self'", [], ["default-src\u00a0'self'"]),
    ("default-src 'self';\u00a0script-src 'self'", ["default-src"], ["\u00a0script-src"]),
    ("\ufeffdefault-src 'self'", [], ["\ufeffdefault-src"]),
    ("default-src 'self'; report-uri /báo-cáo", ["default-src"], ["report-uri"]),
    ("default-src 'self'；script-src 'self'", [], ["default-src"]),
    ("default-src\t'self'", ["default-src"], []),
    ("default-src\f'self';\fimg-src *", ["default-src", "img-src"], []),
    ("DEFAULT-SRC 'self'", ["default-src"], []),
    ("default-src 'nonce-ä'; script-src 'self'", ["script-src"], ["default-src"]),
]


@pytest.mark.parametrize(("value", "names", "dropped"), CASES)
def test_a_character_outside_ascii_drops_its_directive(
    value: str, names: list[str], dropped: list[str]
) -> None:
    policies = csp.parse(value)
    assert [name for policy in policies for name in policy.directives] == names
    if policies:
        assert list(policies[0].dropped) == dropped


def test_directives_that_no_browser_knows_are_named() -> None:
    policies = csp.parse("default-src 'self'; frame-acestors 'none'; object-src ‘none’")
    assert csp.ignored_directives(policies) == ["object-src", "frame-acestors"]
