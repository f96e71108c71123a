"""A portal keeps its key when it moves to https, to www or to another port."""

from __future__ import annotations

import pytest

from portal_audit.inventory.identity import default_key, former_keys, keys_of
from portal_audit.model import Target


@pytest.mark.parametrize(
    "url",
    [
        "https://xa.example/",
        "http://xa.example/",
        "https://www.xa.example/",
        "https://xa.example:8443",
    ],
)
def test_scheme_www_and_port_make_no_new_portal(url: str) -> None:
    assert default_key(url) == "xa.example"


def test_portals_of_one_host_are_told_apart_by_their_path() -> None:
    assert default_key("https://tinh.example/so-y-te/") == "tinh.example/so-y-te"


def test_two_ports_of_one_host_are_two_portals() -> None:
    here = [Target("a", "https://x.example:1/"), Target("b", "https://x.example:2/")]
    assert keys_of(here) == {"a": "a", "b": "b"}


def test_a_key_of_the_inventory_counts() -> None:
    assert keys_of([Target("a", "https://x.example/", key="xa-moi")]) == {"a": "xa-moi"}


def test_two_communes_that_became_one_lead_to_it() -> None:
    merged = Target(
        "a",
        "https://moi.example/",
        formerly=("http://cu1.example/", "https://cu2.example/", "http://www.moi.example"),
    )
    assert former_keys([merged]) == {"cu1.example": "moi.example", "cu2.example": "moi.example"}
