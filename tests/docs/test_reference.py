"""The reference pages say what the code says; ``make docs`` writes them anew."""

from __future__ import annotations

import re

import pytest

from portal_audit.cli.settings import NAMES, Settings

from . import commands
from .generate import DOCS, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_gives(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run `make docs`"


def test_every_setting_has_an_option_whose_help_names_default_and_variable() -> None:
    helps = {
        option.name: option.help
        for name, command in commands.commands()
        for option in command.params
        if name in ("portal-audit scan", "portal-audit gate") and option.name in NAMES
    }
    for name in NAMES:
        assert f"env: PORTAL_AUDIT_{name.upper()}]" in helps[name]
        default = Settings.model_fields[name].default
        if isinstance(default, int | float) and not isinstance(default, bool):
            assert f"default: {default:g};" in helps[name]


def test_every_command_of_the_interface_is_there() -> None:
    page = commands.reference()
    for name in ("demo", "scan", "report", "judge", "evidence", "gate"):
        assert f"## `portal-audit {name}`" in page
    for name in ("checks list", "checks explain", "checks test", "inventory check"):
        assert f"## `portal-audit {name}`" in page


def test_links_lead_to_headings() -> None:
    page = commands.reference()
    headings = {text.replace(" ", "-") for text in re.findall(r"^## `(.+)`$", page, re.MULTILINE)}
    assert set(re.findall(r"\]\(#(.+?)\)", page)) <= headings
