"""The pages of one portal of the reading set: those of the sound one, with the portal's twist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from string import Template

from markupsafe import Markup

from portal_audit.testbed.entries import Entry
from portal_audit.testbed.reading.sections import Section, bodies, news, sections
from portal_audit.testbed.reading.shapes import plain
from portal_audit.testbed.reading.texts import said
from portal_audit.testbed.reading.trap import Trap
from portal_audit.testbed.workshop.pages import environment

HOME, NEWS, SITE_MAP = "/", "/tin-tuc.html", "/so-do-cong.html"
NAMELESS = "Nội dung chuyên mục"


class TrapPages:
    """Every page of one portal, by path. Texts keep their ``$…``, which the site fills."""

    def __init__(self, portal: Trap, today: date) -> None:
        """Take the portal and today's date."""
        self.portal = portal
        self.today = today
        self._twist = portal.twist

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Where pages are, the home page first."""
        return tuple(self._pages)

    def html(self, path: str) -> str:
        """Return the page at one of ``paths``."""
        return self._render(*self._pages[path], home=path == HOME)

    def lost(self) -> str:
        """Return the page for addresses that lead nowhere."""
        return self._render("Không tìm thấy trang", "<p>Mời bạn chọn một mục ở trên.</p>")

    @cached_property
    def _pages(self) -> Mapping[str, tuple[str, str]]:
        """Path → title and what the page says."""
        twist = self._twist
        pages = {HOME: ("Trang chủ", self._home()), NEWS: ("Tin tức", self._news_list())}
        pages |= {self._path(one): self._page(one) for one in self._sections if self._own(one)}
        pages |= {
            f"/tin-tuc/{one.slug}.html": (one.title, self._article(number, one.slug))
            for number, one in enumerate(news())
        }
        titles = {entry.url: entry.label for entry in twist.added}
        for path, body in twist.bodies.items():
            if path.startswith("/"):
                told = Template(body).safe_substitute(apart=self._drawn, home=self._home())
                pages[path] = (titles.get(path, NAMELESS), told)
        if twist.place != "nowhere":
            pages[SITE_MAP] = ("Sơ đồ cổng", plain(self._listed))
        return pages

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        return tuple(one for one in sections() if one.id not in self._twist.left_out)

    @property
    def _listed(self) -> tuple[Entry, ...]:
        """What the site map page lists."""
        everything = self._twist.place == "sitemap"
        chosen = tuple(one for one in self._sections if everything or not self._apart(one))
        articles = (Entry(one.title, f"/tin-tuc/{one.slug}.html") for one in news())
        return (Entry("Tin tức", NEWS), *self._entries(chosen), *articles)

    def _own(self, section: Section) -> bool:
        return section.id not in self._twist.links

    def _page(self, section: Section) -> tuple[str, str]:
        if self._twist.bodies.get(section.id) == "$home":
            return "Trang chủ", self._home()
        nameless = self._twist.nameless and self._apart(section)
        return NAMELESS if nameless else self._label(section), self._body(section)

    def _home(self) -> str:
        usual = said("welcome") + self._news_list()
        said_here = Template(self._twist.bodies.get("home", "$body"))
        return said_here.safe_substitute(body=usual, apart=self._drawn)

    def _body(self, section: Section) -> str:
        said = Template(self._twist.bodies.get(section.id, "$body"))
        return said.safe_substitute(body=bodies(self.today)[section.id], home=self._home())

    def _posted(self, number: int) -> str:
        age = self._twist.news_age + 2 * number
        return Template(self._twist.posted).safe_substitute(
            date=f"$ago_{age}", words=f"$words_{age}", spaced=f"$spaced_{age}"
        )

    def _news_list(self) -> str:
        rows = (
            f'<li><a href="/tin-tuc/{one.slug}.html">{one.title}</a> {self._posted(number)}</li>'
            for number, one in enumerate(news())
        )
        return f"<ul>{''.join(rows)}</ul>"

    def _article(self, number: int, slug: str) -> str:
        return f"<p>{self._posted(number)}</p>{bodies(self.today)[slug]}"

    def _label(self, section: Section) -> str:
        return self._twist.labels.get(section.id, section.label)

    def _path(self, section: Section) -> str:
        return self._twist.paths.get(section.id, section.path)

    def _apart(self, section: Section) -> bool:
        return "*" in self._twist.apart or section.id in self._twist.apart

    def _entries(self, chosen: tuple[Section, ...]) -> tuple[Entry, ...]:
        links = self._twist.links
        return tuple(Entry(self._label(one), links.get(one.id, self._path(one))) for one in chosen)

    @cached_property
    def menu(self) -> str:
        """The main menu in HTML."""
        twist = self._twist
        usual = self._entries(tuple(one for one in self._sections if not self._apart(one)))
        first = (Entry("Trang chủ", HOME), Entry("Tin tức", NEWS))
        last = () if twist.place == "nowhere" else (Entry("Sơ đồ cổng", SITE_MAP),)
        drawn = self._drawn if twist.place == "menu" else ""
        return plain((*first, *usual, *twist.added, *last)) + drawn

    @cached_property
    def _drawn(self) -> str:
        apart = tuple(one for one in self._sections if self._apart(one))
        return self._twist.shape(self._entries(apart)) if apart else ""

    def _render(self, title: str, body: str, *, home: bool = False) -> str:
        twist, change = self._twist, self.portal.change
        footer = said("footer") if twist.footer is None else twist.footer
        page = (
            environment()
            .get_template("reading.html.j2")
            .render(
                portal=self.portal,
                title=title,
                menu=(),
                nav=Markup(self.menu),
                body=Markup(twist.above + body),
                head=Markup(change.head if home else ""),
                extra=Markup(change.body if home else ""),
                everywhere=Markup(twist.everywhere),
                footer=Markup(footer + (self._drawn if twist.place == "footer" else "")),
            )
        )
        return page + twist.after if home else page
