"""Platforms: two independent signs recognise one, a copied theme does not."""

import re
from typing import Any

import pytest

from portal_audit.analyse.platform import KINDS, fingerprints, recognise, strategy_of
from portal_audit.collect.http.client import HttpResponse
from portal_audit.evidence import Form, Image, Link, Page, Platform, Script, Stylesheet
from portal_audit.parse.html import read_page
from tests.bounded_time import cpu_seconds
from tests.corpus.build import Site
from tests.corpus.portal import portals

HOME = "https://xa.hacson.gov.vn/"

GENERATOR, ASSET, LINK, BODY, HEADER, FIELD = (
    "generator",
    "asset",
    "link",
    "body",
    "header",
    "field",
)


def page(*signs: tuple[str, str], **more: Any) -> Page:
    """Return a page that bears signs: (where, what)."""

    def of(where: str) -> list[str]:
        return [what for kind, what in signs if kind == where]

    return Page(
        HOME,
        HOME,
        200,
        meta=tuple((GENERATOR, what) for what in of(GENERATOR)),
        scripts=tuple(Script(_url(what)) for what in of(ASSET))
        + tuple(Script(None, text=what) for what in of(BODY)),
        links=tuple(Link(_url(what), "Mục") for what in of(LINK)),
        headers=tuple((name, value) for name, _, value in (h.partition(": ") for h in of(HEADER))),
        forms=(Form(HOME, "post", fields=tuple(of(FIELD))),),
        **more,
    )


def _url(what: str) -> str:
    return f"https:{what}" if what.startswith("//") else HOME.rstrip("/") + what


@pytest.mark.parametrize(
    ("signs", "name"),
    [
        ([(GENERATOR, "NukeViet v4.5"), (ASSET, "/themes/egov/css/s.css")], "NukeViet"),
        ([(BODY, 'var nv_base_siteurl="/"'), (LINK, "/index.php?nv=page")], "NukeViet"),
        ([(BODY, "Liferay.ThemeDisplay = {}"), (LINK, "/web/guest/home")], "Liferay"),
        ([(BODY, "Liferay.Browser"), (ASSET, "/html/js/barebone.jsp?browserId=x")], "Liferay 6"),
        ([(HEADER, "Liferay-Portal: CE 7"), (ASSET, "/o/frontend-js-web/l.js")], "Liferay 7"),
        ([(BODY, "Liferay.Portlet"), (LINK, "/tin/-/cms-icbt/1/bai-viet/2")], "Liferay (VNPT)"),
        ([(LINK, "/a?x=CmsViewEcoITportlet"), (BODY, "Liferay.Portlet")], "Liferay (EcoIT)"),
        ([(GENERATOR, "Microsoft SharePoint"), (ASSET, "/_layouts/15/init.js")], "SharePoint"),
        ([(HEADER, "MicrosoftSharePointTeamServices: 15"), (LINK, "/Trang/a.aspx")], "SharePoint"),
        ([(LINK, "/vn/chuyen-muc/12/x.aspx"), (FIELD, "__VIEWSTATE")], "bizportal"),
        ([(LINK, "/Default.aspx?tabid=9"), (FIELD, "__dnnVariable")], "DotNetNuke"),
        ([(LINK, "/webcenter/portal/a"), (BODY, "AdfPage.PAGE")], "Oracle WebCenter / Portal"),
        ([(LINK, "/wps/portal/a"), (HEADER, "IBM-Web2-Location: /wps")], "IBM WebSphere Portal"),
        ([(GENERATOR, "Drupal 7"), (LINK, "/node/12")], "Drupal"),
        ([(LINK, "/index.php?option=com_content"), (BODY, "Joomla.JText")], "Joomla"),
        ([(ASSET, "/wp-content/a.js"), (LINK, "/?page_id=4")], "WordPress"),
        ([(HEADER, "Set-Cookie: laravel_session=abc; Path=/"), (ASSET, "/js/app.js")], "Laravel"),
        ([(HEADER, "X-AspNetMvc-Version: 5"), (LINK, "/LichLamViec/Lich/DonVi")], "ASP.NET MVC"),
        ([(ASSET, "//static.mediacdn.vn/a.css"), (LINK, "/a-20241003083820222.htm")], "VCCorp"),
        (
            [(ASSET, "//cdn.haiphong.gov.vn/gov-hpg/1/a.png"), (LINK, "/thu-tuc-76761")],
            "gov-xxx (CDN dùng chung)",
        ),
        # What is more than ASP.NET is called by its own name; what is no more, by that.
        (
            [(HEADER, "X-Powered-By: ASP.NET"), (FIELD, "__VIEWSTATE"), (LINK, "/Pages/a.aspx"),
             (BODY, "var _spPageContextInfo")],
            "SharePoint",
        ),
        ([(HEADER, "X-Powered-By: ASP.NET"), (FIELD, "__VIEWSTATE")], "ASP.NET"),
    ],
)  # fmt: skip
def test_two_signs_of_different_kinds(signs: list[tuple[str, str]], name: str) -> None:
    found = recognise(page(*signs))
    assert found.name == name
    assert len({kind for kind, _ in found.signs}) >= 2


@pytest.mark.parametrize(
    "signs",
    [
        [],
        [(GENERATOR, "NukeViet v4.5")],
        # Several signs of one kind: a theme that was copied from SharePoint.
        [(ASSET, "/_layouts/15/a.js"), (ASSET, "/SiteAssets/a.js"), (HEADER, "X-Powered-By: PHP")],
        # A sign of the base alone beside nothing of its own.
        [(FIELD, "__VIEWSTATE")],
        # Pictures and links of another site.
        [(GENERATOR, "WordPress 6"), (ASSET, "//khac.gov.vn/wp-content/a.js")],
        [(BODY, "AdfPage"), (LINK, "//khac.gov.vn/webcenter/portal/a")],
        # As much of one system as of another.
        [(GENERATOR, "WordPress"), (ASSET, "/wp-content/a.js"), (GENERATOR, "Joomla"),
         (BODY, "Joomla.Text")],
        # The value of a cookie is anybody's.
        [(HEADER, "Set-Cookie: a=laravel_session="), (ASSET, "/js/app.js")],
    ],
)  # fmt: skip
def test_less_is_unknown(signs: list[tuple[str, str]]) -> None:
    assert recognise(page(*signs)) == Platform()


def test_a_page_that_only_scripts_fill() -> None:
    sheet = (Stylesheet(HOME + "a.css"),)
    empty = Page(
        HOME, HOME, 200, scripts=(Script(HOME + "static/js/main.4f2a.js"),), stylesheets=sheet
    )
    assert recognise(empty).name == "React / Vue"


def test_what_was_seen_is_told() -> None:
    found = recognise(page((GENERATOR, "NukeViet v4.5"), (BODY, "x" * 500 + ' nv_lang_data="vi"')))
    assert found.signs == (
        ("generator", "NukeViet v4.5"),
        ("body", "x" * 19 + ' nv_lang_data="vi"'),
    )


def test_ways_to_go_about_a_platform() -> None:
    assert strategy_of(Platform("Liferay (VNPT)")) == strategy_of(Platform("Liferay"))
    assert strategy_of(Platform("Liferay 7")).lists
    assert strategy_of(Platform("WordPress")).sitemap_files[0] == "/wp-sitemap.xml"
    for name in ("", "Chưa biết"):
        nothing = strategy_of(Platform(name))
        assert (nothing.site_maps, nothing.sitemap_files, nothing.lists) == ((), (), False)


@pytest.mark.parametrize("key", fingerprints())
def test_every_fingerprint_can_recognise_something(key: str) -> None:
    each = fingerprints()[key]
    base = fingerprints()[each.base].signs if each.base else {}
    assert set(each.signs) <= set(KINDS)
    assert len({*each.signs, *base}) >= 2
    assert all(path.startswith("/") for path in (*each.site_maps, *each.sitemap_files))
    assert [one.name for one in fingerprints().values()].count(each.name) == 1
    assert re.search(r"\w", each.name)


CALLED = {
    "vnpt": "Liferay (VNPT)",
    "liferay6": "Liferay 6",
    "liferay7": "Liferay 7",
    "sharepoint": "SharePoint",
    "dotnetnuke": "DotNetNuke",
    "nukeviet": "NukeViet",
    "oracle": "Oracle WebCenter / Portal",
    "gov": "gov-xxx (CDN dùng chung)",
    "react": "React / Vue",
    "mvc": "ASP.NET MVC",
    "vccorp": "VCCorp",
}
"""Platform of the corpus → its name here; the others are spelt alike."""


def test_no_portal_of_the_corpus_is_taken_for_another() -> None:
    recognised = 0
    for portal in portals("development"):
        served = Site(portal).get(portal.url)
        kind = (("Content-Type", served.content_type),)
        home = read_page(
            HttpResponse(portal.url, 200, kind, served.body, False, 0, 0.1, "HTTP/1.1"),
            asked=portal.url,
        )
        family = portal.platform.partition("-")[0]
        name = recognise(home).name if home is not None else ""
        assert name.lower() in ("", CALLED.get(family, family).lower()), portal.id
        recognised += bool(name)
    assert recognised >= 18


def test_hostile_pages_take_no_time() -> None:
    long = "/Pages/" * 250 + "Lists/" * 20
    links = tuple(Link(f"{HOME}{n}{long}") for n in range(600))
    scripts = tuple(Script(None, text="vnpt" * 125) for _ in range(200))
    images = tuple(Image(f"{HOME}{n}{long}") for n in range(400))
    page = Page(HOME, HOME, 200, links=links, scripts=scripts, images=images, text="a" * 20_000)
    with cpu_seconds(0.5):
        recognise(page)
