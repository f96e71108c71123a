"""The pages of a workshop portal: four, and the one that says there is none."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from portal_audit.testbed.content import PAGES
from portal_audit.testbed.workshop.change import Piece

HOME = "/"
LAST = "/lien-he"
LOST = "Trang bạn tìm không tồn tại hoặc đã được chuyển đi. Mời bạn chọn một mục ở trên."


@cache
def _sources() -> list[dict[str, str]]:
    table: dict[str, Any] = tomllib.loads((PAGES / "workshop.toml").read_text(encoding="utf-8"))
    return list(table.values())


@cache
def environment() -> Environment:
    """Return what makes pages of templates; undefined names are errors."""
    return Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def paths() -> tuple[str, ...]:
    """Return where pages are, the home page first."""
    return tuple(page["path"] for page in _sources())


def page(portal: Piece, path: str, head: str = "", extra: str = "") -> str:
    """Return the page at one of ``paths``; ``head`` and ``extra`` are our own HTML to add."""
    source = next(source for source in _sources() if source["path"] == path)
    return _render(portal, source["title"], source["body"], head, extra)


def lost(portal: Piece) -> str:
    """Return the page for addresses that lead nowhere."""
    return _render(portal, "Không tìm thấy trang", f"<p>{LOST}</p>")


def _render(portal: Piece, title: str, body: str, head: str = "", extra: str = "") -> str:
    template = environment().get_template("workshop.html.j2")
    return template.render(
        portal=portal,
        title=title,
        menu=_sources(),
        body=Markup(body),
        head=Markup(head),
        extra=Markup(extra),
    )
