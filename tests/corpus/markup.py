"""The short marks in which texts of the corpus are written, made HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

_LINK = re.compile(r"\[([^\]]*)\]\(([^)]+)\)")
_FACT = re.compile(r"\{(\w+)\}")
FORM = (
    '<form action="{action}" method="post" class="form-gop-y">'
    '<input name="hoten" placeholder="Họ tên"><input name="dienthoai">'
    '<textarea name="noidung"></textarea><button>Gửi</button></form>'
)
SEARCH = (
    '<form class="search-form" action="{action}" method="get"><input type="text" name="q" '
    'placeholder="Nhập từ khóa"><button type="submit">Tìm kiếm</button></form>'
)


class Markup:
    """Turns texts into HTML.

    ``# `` heading, ``- `` list, ``| a | b |`` table row, ``* title | date | words`` an entry that
    leads to an article of those words (or to a file, where they are ``pdf``, ``docx`` …),
    ``!form``, ``!search``, ``!picture name``; ``<`` begins plain HTML; ``[label](target)`` links.
    """

    def __init__(
        self,
        facts: dict[str, str],
        href: Callable[[str, str], str],
        article: Callable[[str, str, str], str],
    ) -> None:
        """Resolve targets with *href* (target, label) and articles with *article*."""
        self._facts, self._href, self._article = facts, href, article

    def fill(self, text: str) -> str:
        """Put facts in the place of their names."""
        return _FACT.sub(lambda match: self._facts[match[1]], text)

    def html(self, text: str) -> str:
        """Return a text as HTML."""
        blocks: list[str] = []
        group: list[str] = []
        kind = ""
        for line in filter(None, map(str.strip, self.fill(text).splitlines())):
            found, piece = self._line(line)
            if found != kind and group:
                blocks.append(_close(kind, group))
                group = []
            group.append(piece)
            kind = found
        return "\n".join([*blocks, _close(kind, group)] if group else blocks)

    def _line(self, line: str) -> tuple[str, str]:
        mark, _, rest = line.partition(" ")
        if line.startswith("<"):
            return "raw", self._links(line, plain=True)
        if mark == "#":
            return "raw", f"<h2>{self._links(rest)}</h2>"
        if mark == "-":
            return "ul", f"<li>{self._links(rest)}</li>"
        if mark == "*":
            return "news", self._entry(rest)
        if mark == "|":
            cells = [self._links(cell.strip()) for cell in rest.strip("| ").split("|")]
            return "table", "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        if line == "!form":
            return "raw", FORM.format(action=self._href("send", "gui y kien"))
        if line == "!search":
            return "raw", SEARCH.format(action=self._href("send", "tim kiem"))
        if mark == "!picture":
            return "raw", f'<p><img src="/images/{escape(rest)}" alt=""></p>'
        return "raw", f"<p>{self._links(line)}</p>"

    def _entry(self, rest: str) -> str:
        title, date, words = (*(part.strip() for part in rest.split(" | ")), "", "")[:3]
        file = re.fullmatch(r"pdf|docx?|xlsx?|zip", words)
        url = self._href(words, title) if file else self._article(title, date, words)
        day = f' <span class="ngay">({escape(date)})</span>' if date else ""
        return f'<li><a href="{escape(url)}">{escape(title)}</a>{day}</li>'

    def _links(self, text: str, *, plain: bool = False) -> str:
        return "".join(self._pieces(text, plain))

    def _pieces(self, text: str, plain: bool) -> Iterator[str]:
        at = 0
        for match in _LINK.finditer(text):
            yield text[at : match.start()] if plain else escape(text[at : match.start()])
            url = self._href(match[2], match[1])
            yield f'<a href="{escape(url)}">{escape(match[1])}</a>'
            at = match.end()
        yield text[at:] if plain else escape(text[at:])


def _close(kind: str, group: list[str]) -> str:
    inside = "".join(group)
    if kind == "news":
        return f'<ul class="ds-tin">{inside}</ul>'
    return {"ul": f"<ul>{inside}</ul>", "table": f"<table>{inside}</table>"}.get(kind, inside)
