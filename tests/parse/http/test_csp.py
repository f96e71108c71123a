"""Content-Security-Policy, read as browsers read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http import csp

SOURCES = ["'self'", "'none'", "*", "https:", "data:", "'unsafe-inline'", "'nonce-a'", "a.example"]
POLICY = st.lists(
    st.tuples(
        st.sampled_from([*sorted(csp.KNOWN), "unknown"]),
        st.lists(st.sampled_from(SOURCES), max_size=4),
    ),
    max_size=8,
).map(lambda parts: ";".join(" ".join([name, *sources]) for name, sources in parts))


def test_names_are_folded_and_values_kept_as_written() -> None:
    (policy,) = csp.parse("Default-SRC\t'self'   HTTPS://A.example/Path ;; img-src")
    assert dict(policy.directives) == {
        "default-src": ("'self'", "HTTPS://A.example/Path"),
        "img-src": (),
    }


def test_the_first_of_a_name_counts_and_later_ones_are_noted() -> None:
    (policy,) = csp.parse("script-src a; SCRIPT-src b; img-src c; script-src d")
    assert policy.directives["script-src"] == ("a",)
    assert policy.duplicates == ("script-src", "script-src")


def test_a_comma_parts_policies_and_empty_ones_are_dropped() -> None:
    policies = csp.parse("default-src 'self', , script-src a;")
    assert [tuple(policy.directives) for policy in policies] == [("default-src",), ("script-src",)]


def test_meta_elements_lose_what_browsers_ignore_there() -> None:
    (policy,) = csp.parse("frame-ancestors 'self'; sandbox; report-uri /x; img-src a", "meta")
    assert list(policy.directives) == ["img-src"]


def test_headers_come_before_metas() -> None:
    policies = csp.parse_all(["img-src a", "img-src b"], ["img-src c"])
    assert [policy.origin for policy in policies] == ["header", "header", "meta"]
    assert not csp.parse_all(["img-src a"], enforced=False)[0].enforced


@pytest.mark.parametrize(
    ("text", "directive", "sources"),
    [
        ("default-src a", "script-src-elem", ("a",)),
        ("default-src a; script-src b", "script-src-attr", ("b",)),
        ("default-src a; child-src b", "frame-src", ("b",)),
        ("script-src b", "worker-src", ("b",)),
        ("default-src a", "base-uri", None),
        ("script-src a", "style-src", None),
        ("script-src", "script-src", ()),
    ],
)
def test_fallback(text: str, directive: str, sources: tuple[str, ...] | None) -> None:
    assert csp.parse(text)[0].sources(directive) == sources


@pytest.mark.parametrize(
    ("sources", "allowed"),
    [
        ("'unsafe-inline'", True),
        ("'UNSAFE-INLINE' 'self'", True),
        ("'self'", False),
        ("'unsafe-inline' 'nonce-abc'", False),
        ("'unsafe-inline' 'sha384-ab+/='", False),
        ("'unsafe-inline' 'strict-dynamic'", False),
        ("'unsafe-inline' 'nonce-'", True),
        ("'unsafe-inline' nonce-abc", True),
    ],
)
def test_inline_scripts(sources: str, allowed: bool) -> None:
    assert csp.allows_inline(tuple(sources.split())) is allowed


@pytest.mark.parametrize(
    ("source", "broad"),
    [
        *((source, True) for source in ("*", "*:*", "*:443", "https:", "HTTP:", "data:")),
        *((source, True) for source in ("https://*", "https://*.*", "http://*:8080", "https://*/")),
        *(
            (source, False)
            for source in ("'self'", "*.example.vn", "https://a.vn", "a.vn", "blob:")
        ),
    ],
)
def test_broad_sources(source: str, broad: bool) -> None:
    assert csp.is_broad(source) is broad


def test_strict_dynamic_silences_hosts_of_scripts() -> None:
    sources = ("'strict-dynamic'", "'nonce-a'", "https:", "*")
    assert csp.host_sources(sources, script=True) == ()
    assert csp.host_sources(sources) == ("https:", "*")


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for policy in csp.parse(text):
        assert policy.directives
        assert all(name == name.lower() for name in policy.directives)


@given(POLICY, POLICY)
def test_a_second_policy_never_allows_more(one: str, two: str) -> None:
    alone, both = csp.parse_all([one]), csp.parse_all([one, two])
    for directive in csp.FALLBACK:
        if csp.allowed_by_all(both, directive, csp.allows_inline):
            assert csp.allowed_by_all(alone, directive, csp.allows_inline)


def test_floods_are_bounded() -> None:
    assert len(csp.parse("img-src a," * 100_000)) <= csp.MAX_POLICIES
    assert len(csp.parse_all(["img-src a"] * 1000)) == csp.MAX_POLICIES
