"""The shapes in which portals show links to their sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from portal_audit.testbed.entries import Entry
from portal_audit.testbed.slugs import slug

Shape = Callable[[Sequence[Entry]], str]
"""Makes HTML of links."""
PICTURE = "/assets/o-vuong.svg"


def _list(rows: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def _link(entry: Entry, inside: str, more: str = "") -> str:
    return f'<a href="{escape(entry.url)}"{more}>{inside}</a>'


def plain(entries: Sequence[Entry]) -> str:
    """A list of words."""
    return _list([_link(entry, escape(entry.label)) for entry in entries])


def pictures_with_alt(entries: Sequence[Entry]) -> str:
    """Pictures with alternative texts."""
    return _list(
        [_link(one, f'<img src="{PICTURE}" alt="{escape(one.label)}">') for one in entries]
    )


def pictures_with_title(entries: Sequence[Entry]) -> str:
    """Pictures whose links have a title."""
    return _list(
        [
            _link(one, f'<img src="{PICTURE}" alt="">', f' title="{escape(one.label)}"')
            for one in entries
        ]
    )


def pictures_with_file_name(entries: Sequence[Entry]) -> str:
    """Pictures of which only the file's name tells what they show."""
    return _list(
        [
            _link(one, f'<img src="/images/{slug(one.label).replace("-", "")}.png" alt="">')
            for one in entries
        ]
    )


def pictures_by_style(entries: Sequence[Entry]) -> str:
    """Pictures that a style rule draws behind links without a word."""
    return _list(
        [
            _link(
                one,
                "",
                f' style="background-image:url(/images/{slug(one.label).replace("-", "")}.png)"',
            )
            for one in entries
        ]
    )


def pictures(entries: Sequence[Entry]) -> str:
    """Pictures that tell nothing: only the address they lead to does."""
    return _list([_link(one, f'<img src="{PICTURE}" alt="">') for one in entries])


def options(entries: Sequence[Entry]) -> str:
    """Options of a select box."""
    rows = "".join(
        f'<option value="{escape(one.url)}">{escape(one.label)}</option>' for one in entries
    )
    return (
        '<select onchange="if(this.value)location.href=this.value">'
        f'<option value="">--- Chọn chuyên mục ---</option>{rows}</select>'
    )


def accordion(entries: Sequence[Entry]) -> str:
    """Folded blocks under heads that lead nowhere (``#``)."""
    return "".join(
        '<div class="panel"><a href="#" data-toggle="collapse" '
        f'data-target="#c{number}">Nhóm {number}</a>'
        f'<div id="c{number}" class="collapse">{plain(entries[number - 1 :: 3])}</div></div>'
        for number in (1, 2, 3)
    )


def under_script_heads(entries: Sequence[Entry]) -> str:
    """Entries below heads that bear an item's name and run a script."""
    heads = ("Giới thiệu", "Công khai ngân sách", "Lịch tiếp dân")
    return "".join(
        f'<div><a href="javascript:void(0)" class="dropdown-toggle">{head}</a>'
        f"{plain(entries[number::3])}</div>"
        for number, head in enumerate(heads)
    )
