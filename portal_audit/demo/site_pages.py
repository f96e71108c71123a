"""The pages of one portal, rendered from templates and content when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import CodeType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

from portal_audit.demo import content
from portal_audit.demo.calendar import Calendar, vietnamese
from portal_audit.demo.entries import Heading, MenuEntry, NewsEntry, Style
from portal_audit.demo.pdf import pdf
from portal_audit.demo.province import Portal
from portal_audit.demo.slugs import SlugStyle, path, slug
from portal_audit.model import Kind
from portal_audit.texts.compiled_templates import CompiledTemplates

STALE_DAYS = 75
"""By how much the portal with old news is behind; the limit for "old" is 60 days."""
PLACEHOLDERS = frozenset(
    {
        "local-history-culture",
        "development-plan",
        "public-investment",
        "land-use-plan",
        "inspection-conclusions",
    }
)
"""Items that say only "being updated" on the portal with that fault."""
PLACEHOLDER = "<p>Nội dung đang được cập nhật.</p>"
NOT_INJECTED = frozenset({"contact", "citizen-reception", "leaders"})
"""Pages that the gambling links did not reach."""
_COMPILED = CompiledTemplates(__file__)
"""Each portal has its environment; what is compiled is the same for all."""
_BODIES: dict[str, CodeType] = {}
"""Body of an item or article → what it was compiled to: portals share their texts."""


class Pages:
    """Every page of one portal, by path."""

    def __init__(
        self, portal: Portal, base: str, province: str, portals: Mapping[str, str], today: date
    ) -> None:
        """Lay out the paths; nothing is rendered yet."""
        self.portal = portal
        self.base = base
        self.today = today
        self.calendar = Calendar(today, STALE_DAYS if portal.fault == "stale-news" else 0)
        self.place = content.place(portal.slug)
        self.style = Style(self.place["menu"], SlugStyle(self.place["slugs"]))
        self.items = {item.id: item for item in content.items(portal.kind)}
        self.articles = content.articles(portal.kind, portal.slug)
        self._documents: dict[str, str] = {}
        self._html: dict[str, str] = {}
        self._globals = {"province_url": province + "/", "portals": portals}
        section = {
            item.id: path(self.style.slugs, item.section, item.label)
            for item in self.items.values()
        }
        self.urls: dict[str, str] = section | self._fixed()
        self.paths = {"/": "home"} | {url: key for key, url in self.urls.items()} | self._news_paths

    def _fixed(self) -> dict[str, str]:
        """Return paths of pages every portal has."""
        style = self.style.slugs
        fixed = {
            "news": path(style, "tin-tuc", "Tin tức - Sự kiện"),
            "sitemap": path(style, "cong", "Sơ đồ cổng"),
            "rss": path(style, "cong", "Kênh RSS"),
        }
        if self.portal.kind is Kind.PROVINCE:
            fixed["english"] = "/en"
        return fixed

    @cached_property
    def _news_paths(self) -> dict[str, str]:
        style = self.style.slugs
        return {
            path(style, "tin-tuc", entry.title): f"news:{entry.slug}" for entry in self.articles
        }

    @cached_property
    def news(self) -> tuple[NewsEntry, ...]:
        """News, the latest first."""
        return tuple(
            NewsEntry(article.title, url, article.age)
            for article, url in zip(self.articles, self._news_paths, strict=True)
        )

    @cached_property
    def menu(self) -> tuple[Heading, ...]:
        """The main menu."""
        extra = {"tin-tuc": (MenuEntry("Tin tức - Sự kiện", self.urls["news"]),)}
        headings = []
        for section in content.sections():
            entries = extra.get(section.id, ()) + tuple(
                MenuEntry(item.label, self.urls[item.id])
                for item in self.items.values()
                if item.section == section.id
            )
            if entries:
                headings.append(Heading(section.label, entries))
        return tuple(headings)

    @property
    def listed(self) -> list[tuple[str, date]]:
        """What sitemap.xml lists: path and the day of the last change."""
        if self.portal.fault == "javascript-only":
            return [("/", self.calendar.posted(1))]
        return [(url, self.calendar.posted(self._age(key))) for url, key in self.paths.items()]

    @property
    def feed(self) -> list[tuple[str, str, date]]:
        """What the RSS feed lists: path, title and day."""
        return [(entry.url, entry.label, self.calendar.posted(entry.age)) for entry in self.news]

    def _age(self, key: str) -> int:
        if key in self.items:
            return self.items[key].updated
        return next((entry.age for entry in self.articles if key == f"news:{entry.slug}"), 1)

    def html(self, where: str) -> str:
        """Return the page at one of ``paths``."""
        if where not in self._html:
            self._html[where] = self._render(where)
        return self._html[where]

    def shell(self) -> str:
        """Return the page that has no content unless its script fetches some."""
        return self._template("scripted").render(portal=self.portal)

    def document(self, where: str) -> bytes | None:
        """Return the PDF that some page links to at this path."""
        if where.startswith("/tai-lieu/") and where not in self._documents:
            for path in self.paths:
                self.html(path)
        title = self._documents.get(where)
        if title is None:
            return None
        lines = (self.portal.organisation.upper(), "", title, "", *self.place["document"])
        return pdf(lines)

    def search(self, query: str) -> str:
        """Return the page with what was found for a query."""
        wanted = query.casefold().strip()
        entries = [MenuEntry(item.label, self.urls[item.id]) for item in self.items.values()]
        found = [entry for entry in (*entries, *self.news) if wanted in entry.label.casefold()]
        intro = f"Có {len(found)} kết quả cho “{query[:80]}”." if wanted else "Hãy nhập từ khóa."
        groups = [Heading("", tuple(found) if wanted else ())]
        return self._page("list", "Tìm kiếm", "/tim-kiem", intro=intro, groups=groups)

    def not_found(self) -> str:
        """Return the page for addresses that lead nowhere."""
        intro = "Trang bạn tìm không tồn tại hoặc đã được chuyển đi. Mời bạn xem các mục dưới đây."
        return self._page("list", "Không tìm thấy trang", "/", intro=intro, groups=self.menu)

    def _render(self, where: str) -> str:
        key = self.paths[where]
        if key == "home":
            return self._page("home", self.portal.name, "/", is_home=True)
        if key == "news":
            return self._page("list", "Tin tức - Sự kiện", where, groups=[Heading("", self.news)])
        if key == "sitemap":
            groups = (*self.menu, Heading("Tiện ích", self._tools()))
            return self._page("list", "Sơ đồ cổng", where, groups=groups)
        if key == "rss":
            intro = "Thêm địa chỉ dưới đây vào phần mềm đọc tin để nhận tin mới của trang."
            feeds = [Heading("", (MenuEntry("Tin tức - Sự kiện", "/rss.xml"),))]
            return self._page("list", "Kênh RSS", where, intro=intro, groups=feeds)
        if key == "english":
            return self._page("english", "Hạc Sơn Province", where, lang="en")
        if key in self.items:
            return self._item(self.items[key], where)
        return self._article(key.removeprefix("news:"), where)

    def _tools(self) -> tuple[MenuEntry, ...]:
        tools = [MenuEntry("Tìm kiếm", "/tim-kiem"), MenuEntry("Kênh RSS", self.urls["rss"])]
        if "english" in self.urls:
            tools.append(MenuEntry("English", self.urls["english"]))
        return tuple(tools)

    def _item(self, item: content.DemoItem, where: str) -> str:
        empty = self.portal.fault == "placeholder-sections" and item.id in PLACEHOLDERS
        body = Markup(PLACEHOLDER) if empty else self.body(item.body)
        labels = {section.id: section.label for section in content.sections()}
        return self._page(
            "item",
            item.label,
            where,
            body=body,
            updated=item.updated,
            section_label=labels[item.section],
            clean=item.id in NOT_INJECTED,
        )

    def _article(self, wanted: str, where: str) -> str:
        article = next(entry for entry in self.articles if entry.slug == wanted)
        return self._page(
            "article",
            article.title,
            where,
            body=self.body(article.body),
            updated=article.age,
            category=article.category,
        )

    def body(self, source: str) -> Markup:
        """Render the body of an item or article: our own HTML with facts of the place."""
        environment = self._environment
        if (code := _BODIES.get(source)) is None:
            code = _BODIES[source] = environment.compile(source)
        template = Template.from_code(environment, code, environment.make_globals(None))
        return Markup(template.render())

    def _page(self, template: str, title: str, where: str, **more: Any) -> str:
        spam = self.portal.fault == "injected-gambling" and not more.get("clean")
        return self._template(template).render(
            title=title, canonical=self.base + where, spam=spam, **more
        )

    def _template(self, name: str) -> Template:
        return self._environment.get_template(f"{name}.html.j2")

    def _doc(self, title: str) -> Markup:
        """Return a link to a PDF with this title."""
        where = f"/tai-lieu/{slug(title)[:80]}.pdf"
        self._documents[where] = title
        return Markup('<a href="{}">{} (PDF)</a>').format(where, title)

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(content.PAGES),
            bytecode_cache=_COMPILED,
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        calendar = self.calendar
        environment.globals |= self._globals | {
            "portal": self.portal,
            "p": self.place,
            "style": self.style,
            "menu": self.menu,
            "urls": self.urls,
            "labels": {item.id: item.label for item in self.items.values()},
            "news": self.news,
            "is_home": False,
            "doc": self._doc,
            "ago": lambda age: vietnamese(calendar.posted(age)),
            "iso": lambda age: calendar.posted(age).isoformat(),
            "day": vietnamese,
            "year": calendar.year,
            "months": calendar.months,
            "quarters": calendar.quarters,
            "mondays": calendar.mondays,
        }
        return environment
