"""A portal of the corpus made a site: every address, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup as Safe

from tests.corpus.addresses import file_of, path_of, slug
from tests.corpus.letters import written
from tests.corpus.markup import Markup
from tests.corpus.portal import HERE, Entry, Menu, Portal
from tests.fixtures.reading.files import scan
from tests.fixtures.reading.letters import as_entities

FILES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Served:
    """What an address answers."""

    status: int
    content_type: str
    body: bytes


class Site:
    """Renders the pages of one portal, each once, as links to them turn up."""

    def __init__(self, portal: Portal) -> None:
        """Render everything that can be reached from the home page."""
        self.portal = portal
        self.answers: dict[str, Served] = {}
        self._paths: dict[tuple[str, str], str] = {}
        self._waiting: list[tuple[str, str, str]] = []
        self._markup = Markup(dict(portal.facts), self._href, self._article)
        self._shown = {where: self._menus(where) for where in ("top", "side", "bottom", "hidden")}
        self._footer = self._markup.html(portal.texts.get(portal.footer, portal.footer))
        home = Safe("\n").join([self._menus("home"), Safe(self._markup.html(portal.home))])
        self._keep("/", "", home, home=True)
        while self._waiting:
            path, title, text = self._waiting.pop(0)
            if path not in self.answers:
                self._keep(path, title, Safe(self._markup.html(text)))
        if portal.platform == "frames":
            self._frames(home)
        if portal.robots:
            self.answers["/robots.txt"] = Served(200, "text/plain", portal.robots.encode())

    def _frames(self, home: Safe) -> None:
        """The three pages that the frame set of the home page shows."""
        shown = {"menu": self._shown["top"], "chinh": home, "cuoi": Safe(self._footer)}
        for name, body in shown.items():
            self._keep(f"/khung_{name}.htm", "", body)

    def get(self, url: str) -> Served:
        """Return what an address of the site answers, 404 included."""
        path = url.removeprefix(self.portal.url.rstrip("/")) or "/"
        if path in self.answers:
            return self.answers[path]
        if self.portal.platform == "react":
            return self.answers["/"]
        body = "<html><head><title>404</title></head><body>Not Found</body></html>"
        return Served(404, "text/html", body.encode())

    def _href(self, target: str, label: str) -> str:
        if target == "home":
            return "/"
        if ":" in target or target.startswith(("#", "/")):
            return target
        if target in FILES:
            path = file_of(self.portal.platform, label, target)
            self.answers.setdefault(path, Served(200, FILES[target], scan()))
            return path
        if target in ("gone", "send"):
            return path_of(self.portal.platform, label, 900 + len(label))
        text = self.portal.texts.get(target.removeprefix("="))
        if text is None:
            raise ValueError(f"{self.portal.id}: no text “{target}” for “{label}”")
        return self._page(target if target.startswith("=") else label, label, text, target)

    def _article(self, title: str, date: str, words: str) -> str:
        day = f"<p class='ngay-dang'>Ngày đăng: {date}</p>\n" if date else ""
        return self._page(title, title, f"{day}{words or title + '.'}", "")

    def _page(self, key: str, label: str, text: str, target: str) -> str:
        known = self._paths.get((key, target))
        if known is None:
            known = path_of(self.portal.platform, label, len(self._paths) + 1)
            while known in self._paths.values():
                known += "-1" if "?" not in known else "1"
            self._paths[key, target] = known
            self._waiting.append((known, label, text))
        return known

    def _menus(self, where: str) -> Safe:
        shapes = _environment().get_template("menus.html.j2").module
        menus = [menu for menu in self.portal.menus if menu.where == where]
        return Safe("\n").join(Safe(self._menu(menu, shapes)) for menu in menus)

    def _menu(self, menu: Menu, shapes: object) -> str:
        entries = [self._entry(entry) for entry in menu.entries]
        shown = getattr(shapes, menu.shape.replace("-", "_"))(entries)
        return str(shown)

    def _entry(self, entry: Entry) -> dict[str, object]:
        return {
            "label": self._label(entry.label),
            "href": self._href(entry.target, entry.label),
            "file": slug(entry.label, "drop" if "liferay" in self.portal.platform else "d"),
            "children": [self._entry(child) for child in entry.children],
        }

    def _label(self, label: str) -> Safe:
        options = self.portal.options
        label = label.upper() if "upper" in options else label
        label = label.title() if "title" in options else label
        if "double-entities" in options:
            return Safe(as_entities(label, twice=True))
        return Safe(escape(label))

    def _keep(self, path: str, title: str, body: Safe, *, home: bool = False) -> None:
        portal = self.portal
        template = _environment().get_template(f"{portal.platform.partition('-')[0]}.html.j2")
        shown: Mapping[str, object] = {
            "portal": portal,
            "options": portal.options,
            "title": title,
            "is_home": home,
            "body": body,
            "footer": Safe(self._footer),
            "side": Safe(self._markup.html(portal.texts.get("side", ""))),
            **{f"{where}_menu": menu for where, menu in self._shown.items()},
        }
        text = str(body)
        html = text if text.startswith("<!whole>") else template.render(shown)
        content, charset = written(html.removeprefix("<!whole>"), portal.options)
        kind = "text/html" + (f"; charset={charset}" if charset else "")
        status = 403 if "<!403>" in text else 200
        self.answers[path] = Served(status, kind, content)


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "platforms"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
