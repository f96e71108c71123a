"""What is read from a page: one small document per trap met on real portals."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.analyse.required_information.address_names import IMAGE_FILE
from portal_audit.collect.http.client import HttpResponse
from portal_audit.evidence.page import HiddenBlock, Link, Page
from portal_audit.parse.html import read_page
from tests.bounded_time import cpu_seconds

URL = "https://xa.example/vi/"


def answer(body: bytes | str, content_type: str = "text/html; charset=utf-8") -> HttpResponse:
    return HttpResponse(
        url=URL,
        status=200,
        headers=(("Content-Type", content_type),) if content_type else (),
        body=body.encode() if isinstance(body, str) else body,
        truncated=False,
        wire_bytes=0,
        elapsed=0.25,
        http_version="HTTP/1.1",
    )


def page(body: bytes | str, content_type: str = "text/html; charset=utf-8") -> Page:
    read = read_page(answer(body, content_type), asked=URL)
    assert read is not None
    return read


def link(body: str) -> Link:
    (found,) = page(body).links
    return found


def test_the_head_of_a_page() -> None:
    read = page(
        """<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title> Xã
        Ðông </title><meta name=Viewport content="width=device-width">
        <meta property="og:title" content="Xã Đông"><meta http-equiv=Refresh content="0;url=/x">
        <base href="/goc/"><link rel=canonical href="/c"><link rel=alternate hreflang=en href=/en>
        <link rel=stylesheet href=a.css integrity=sha384-x crossorigin></head><body>
        <a href=b#c>B</a></body></html>"""
    )
    assert (read.lang, read.title, read.base) == ("vi", "Xã Đông", "https://xa.example/goc/")
    assert read.meta_content("viewport") == "width=device-width"
    assert read.meta_content("og:title") == "Xã Đông"
    assert read.meta_content("refresh") == "0;url=/x"
    assert read.relations == (
        ("canonical", "https://xa.example/c"),
        ("alternate en", "https://xa.example/en"),
    )
    (sheet,) = read.stylesheets
    assert (sheet.url, sheet.integrity, sheet.crossorigin) == (
        "https://xa.example/goc/a.css",
        "sha384-x",
        "",
    )
    assert read.links[0].url == "https://xa.example/goc/b"
    assert (read.url, read.asked, read.status, read.elapsed) == (URL, URL, 200, 0.25)


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("a.html", "https://xa.example/vi/a.html"),
        ("/a.html#x", "https://xa.example/a.html"),
        ("../a", "https://xa.example/a"),
        ("//khac.example/a", "https://khac.example/a"),
        ("http://khac.example/a", "http://khac.example/a"),
        ("?p=1", "https://xa.example/vi/?p=1"),
        ("?loai=Góp ý", "https://xa.example/vi/?loai=Góp ý"),
        (" /a\n/b ", "https://xa.example/a/b"),
        ("\\a\\b", "https://xa.example/a/b"),
        ("https&amp;#x3a;&amp;#x2f;&amp;#x2f;sotttt&amp;#x2e;example", "https://sotttt.example"),
        ("", "https://xa.example/vi/"),
        ("#", "#"),
        ("#tab-2", "#tab-2"),
        ("javascript:void(0)", "javascript:void(0)"),
        ("mailto:a@xa.example", "mailto:a@xa.example"),
        ("tel:0240", "tel:0240"),
        ("http://[half", "http://[half"),
    ],
)
def test_addresses(raw: str, url: str) -> None:
    assert link(f'<a href="{raw}">x</a>').url == url


@pytest.mark.parametrize(
    ("body", "text", "alt", "source"),
    [
        ("<a href=/a><b>G</b>iới <i>thiệu</i></a>", "Giới thiệu", "", "text"),
        ("<a href=/a><div>Giới</div><div>thiệu</div></a>", "Giới thiệu", "", "text"),
        ("<a href=/a><img src=/i/a.png alt='Công báo'></a>", "", "Công báo", "image"),
        (
            "<a href=/a><img src='/i/congkhaingansach.jpg?v=1' alt=''></a>",
            "",
            "congkhaingansach.jpg",
            "image",
        ),
        ("<a href=/a><img src=/i/a.png title='Công báo'></a>", "", "Công báo", "image"),
        ("<a href=/a><img src='/i/Hoi%20dap moi.png'></a>", "", "Hoi-dap-moi.png", "image"),
        (
            "<a href=/a><img data-src=/i/hoidap.png src='data:image/gif;base64,R0'></a>",
            "",
            "hoidap.png",
            "image",
        ),
        ("<a href=/a aria-label='Tiếng Anh'></a>", "", "Tiếng Anh", "empty"),
        ("<a class=lang_us href=/en></a>", "", "", "empty"),
        ("<a href=/a>B&amp;#7897; ph&#7853;n</a>", "Bộ phận", "", "text"),
        ("<a href=/a>A<script>x</script><style>y</style></a>", "A", "", "text"),
        ("<map><area href=/a alt='Sở Y tế'></map>", "", "Sở Y tế", "area"),
        ("<div onclick=\"location.href='/a'\">Hỏi đáp</div>", "Hỏi đáp", "", "text"),
        ("<a href=# onclick=\"location.href='/a'\">Hỏi đáp</a>", "Hỏi đáp", "", "text"),
        ("<a onclick=\"window.open('/a')\">Hỏi đáp</a>", "Hỏi đáp", "", "text"),
        ("<a href=\"javascript:window.open('/a','_blank')\">Hỏi đáp</a>", "Hỏi đáp", "", "text"),
        ("<input type=button value='Hỏi đáp' onclick=\"location='/a'\">", "Hỏi đáp", "", "text"),
        ("<frameset><frame src=/a></frameset>", "", "", "frame"),
        (
            "<select onchange='go()'><option>Chọn<option value=/a>Sở Y tế</select>",
            "Sở Y tế",
            "",
            "option",
        ),
    ],
)
def test_the_words_of_a_link(body: str, text: str, alt: str, source: str) -> None:
    found = link(body)
    assert (found.text, found.alt, found.source) == (text, alt, source)
    assert found.url in ("https://xa.example/a", "https://xa.example/en")


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("/so-y-te", "https://xa.example/so-y-te"),
        ("https://sotaichinh.hacson.gov.vn", "https://sotaichinh.hacson.gov.vn"),
        ("sotaichinh.hacson.gov.vn", "https://sotaichinh.hacson.gov.vn"),
        ("sotaichinh.hacson.gov.vn/a", "https://sotaichinh.hacson.gov.vn/a"),
        ("trang.aspx", "https://xa.example/vi/trang.aspx"),
        ("a.vn.html", "https://xa.example/vi/a.vn.html"),
    ],
)
def test_addresses_of_options(value: str, url: str) -> None:
    assert link(f"<select><option value='{value}'>Sở Tài chính</select>").url == url


@pytest.mark.parametrize("href", ["#", "#tab-2", "javascript:void(0)"])
def test_links_that_a_script_alone_understands(href: str) -> None:
    assert link(f'<a href="{href}" onclick="mo(2)">Hỏi đáp</a>').url == href


@pytest.mark.parametrize(
    ("body", "alt"),
    [
        ("<a href=/a style='background-image:url(/i/gioi-thieu.png)'></a>", "gioi-thieu.png"),
        ("<a href=/a style='background:#fff URL( \"gt.png?v=2\" )'></a>", "gt.png"),
        ("<a href=/a style='background:#fff url(gioi-thieu.png?v=2) top'></a>", "gioi-thieu.png"),
        ("<a href=/a><i style='background:url(/i/hoi-dap.svg)'></i></a>", "hoi-dap.svg"),
        ("<style>.gt{background:url(gt.png)}</style><a href=/a class='m gt'></a>", "gt.png"),
        ("<style>#gt{background:url('gt.png')}</style><a href=/a id=gt></a>", "gt.png"),
        (
            "<style>a.m.gt:before{background:url(gt.png)}</style><a href=/a class='gt m'></a>",
            "gt.png",
        ),
        (
            "<style>ul li.gt > a{background:url(gt.png)}</style><li class=gt><a href=/a></a>",
            "gt.png",
        ),
        (
            "<style>/* x{ */ @media (min-width:9px){p,.gt i{background-image:url(gt.png)}}</style>"
            "<a href=/a class=gt><i></i></a>",
            "gt.png",
        ),
        ("<style>.b{color:red}.gt{background:url(gt.png)}</style><a href=/a class=b></a>", ""),
        ("<style>.m.gt{background:url(gt.png)}</style><a href=/a class=gt></a>", ""),
        ("<style>.gt{background:url(gt.png)}</style><div class=gt><a href=/a></a></div>", ""),
        ("<style>.gt:hover{background:url(gt.png)}</style><a href=/a class=gt></a>", ""),
        ("<a href=/a style='background:url(data:image/png;base64,AAAA)'></a>", ""),
        ("<a href=/a style='border-image:url(gt.png)'></a>", ""),
        ("<a href=/a style='background:url(gt.png)'>Giới thiệu</a>", ""),
        ("<a href=/a style='background:url(gt.png)'><img src=b.png alt=Bảng></a>", "Bảng"),
    ],
)
def test_pictures_that_style_rules_draw_behind_a_link(body: str, alt: str) -> None:
    found = link(body)
    assert found.alt == alt
    assert not alt or found.source == "image"


@pytest.mark.parametrize(
    "css",
    [
        "/*" * 500_000,
        ".a{background:url(" * 100_000,
        ".a" * 400_000 + "{background:url(x.png)}",
        ".a,.b{background:url(x.png)}" * 40_000,
        "".join(f".a{n}{{background:url(x.png)}}" for n in range(50_000)),
        ".a{background:" + "url (" * 200_000 + "}",
        ".a{background" + " " * 800_000 + ":url(x)}",
    ],
    ids=["comments", "open", "long", "many", "different", "spaces", "blank"],
)
def test_hostile_style_rules_take_no_time(css: str) -> None:
    with cpu_seconds(1.5):
        page(f"<style>{css}</style>" + "<a class='a a1 a2' href=/a><i class=a></i></a>" * 500)


@pytest.mark.parametrize(
    "opener",
    [
        "<a href=#t2 data-toggle=tab>{}</a>",
        "<a href='#t%32'>{}</a>",
        "<button role=tab aria-controls=t2>{}</button>",
        "<button class=accordion-button data-bs-toggle=collapse data-bs-target=#t2>{}</button>",
        "<div class=tab onclick=\"location.href='#t2'\">{}</div>",
    ],
)
@pytest.mark.parametrize(
    "panel",
    ["<div id=t2>{}</div>", "<div id=t2 style='display:none'><p>{}</p></div>"],
)
def test_tabs_and_accordions_with_their_content(opener: str, panel: str) -> None:
    read = page(opener.format("Sơ đồ tổ chức") + panel.format("Ban <b>lãnh đạo</b>"))
    assert [link.text for link in read.links] == ["Sơ đồ tổ chức"]
    assert read.links[0].url.startswith("#t")
    assert read.panels == (("t2", "Ban lãnh đạo"),)


def test_panels_are_few_and_short() -> None:
    body = "".join(f"<a href=#p{n}>x</a>" for n in range(90))
    body += "".join(f"<div id=p{n}>{'chữ ' * 600}</div>" for n in range(90))
    panels = page(body + "<div id=p0>lặp</div><div id=khac>x</div>").panels
    assert len(panels) == 40
    assert {len(text) <= 1_500 for _, text in panels} == {True}
    assert not page("<div id=t2>x</div>").panels


def test_the_file_name_of_a_picture_is_known_for_one() -> None:
    for name in ("lichtiepcongdan.jpg", "/images/banner 1.PNG?v=2", "o-vuong.svg"):
        assert IMAGE_FILE.fullmatch(link(f'<a href=/a><img src="{name}" alt=""></a>').alt)


def test_what_a_link_asks_of_the_browser() -> None:
    found = link('<a href=/a title="Cấp ủy" rel="NoOpener nofollow" target=_blank>Mời họp</a>')
    assert (found.title, found.rel, found.target) == ("Cấp ủy", "noopener nofollow", "_blank")


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("<nav><a href=/a>x</a></nav>", "nav"),
        ("<div role=navigation><a href=/a>x</a></div>", "nav"),
        ("<ul id=main-menu><li><a href=/a>x</a></ul>", "nav"),
        ("<div class='navbar navbar-expand'><a href=/a>x</a></div>", "nav"),
        ("<header><div class=nav><a href=/a>x</a></div></header>", "nav"),
        ("<header><a href=/a>x</a></header>", "header"),
        ("<div id=banner><a href=/a>x</a></div>", "header"),
        ("<div class=header-top><a href=/a>x</a></div>", "header"),
        ("<footer><nav><a href=/a>x</a></nav></footer>", "footer"),
        ("<div class=site-footer><a href=/a>x</a></div>", "footer"),
        ("<div class=copyright><a href=/a>x</a></div>", "footer"),
        ("<div class=card-footer><a href=/a>x</a></div>", "body"),
        ("<div class=news-header><a href=/a>x</a></div>", "body"),
        ("<article><header><a href=/a>x</a></header></article>", "body"),
        ("<div class=canvas><a href=/a>x</a></div>", "body"),
        ("<div class=unavailable><a href=/a>x</a></div>", "body"),
        ("<body class=has-menu><a href=/a>x</a></body>", "body"),
        ("<main><a href=/a>x</a></main>", "body"),
    ],
)
def test_regions(body: str, region: str) -> None:
    assert link(body).region == region


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("<div style='display: none'>{}</div>", "display-none"),
        ("<div style='DISPLAY:NONE !important'>{}</div>", "display-none"),
        ("<div style='visibility:hidden'>{}</div>", "visibility"),
        ("<div style='position:absolute;left:-9999px'>{}</div>", "off-screen"),
        ("<div style='text-indent:-9999px'>{}</div>", "off-screen"),
        ("<div style='font-size:0'>{}</div>", "zero-size"),
        ("<div style='font-size:0px;color:red'>{}</div>", "zero-size"),
        ("<div style='height:0;overflow:hidden'>{}</div>", "zero-size"),
        ("<div style='width:1px;height:1px;overflow:hidden'>{}</div>", "zero-size"),
        ("<marquee style='height:0'>{}</marquee>", "zero-size"),
        ("<marquee width=1 height=1>{}</marquee>", "zero-size"),
        ("<div hidden>{}</div>", "hidden"),
        ("<div class='x hidden'>{}</div>", "hidden"),
        ("<div class=d-none>{}</div>", "hidden"),
        ("<div class=hide><p><b>{}</b></p></div>", "hidden"),
    ],
)
def test_hidden_blocks(body: str, how: str) -> None:
    read = page("<p>Thấy</p>" + body.format("<a href=https://x.example/>tài xỉu</a>"))
    assert read.hidden == (HiddenBlock(how, "tài xỉu", ("https://x.example/",)),)
    assert read.links[0].hidden
    assert (read.links[0].text, read.text, read.main_text) == ("tài xỉu", "Thấy", "Thấy")


@pytest.mark.parametrize(
    "body",
    [
        "<div aria-hidden=true>{}</div>",
        "<div class='sm:block hidden'>{}</div>",
        "<div class='d-none d-md-block'>{}</div>",
        "<div style='font-size:0.9em'>{}</div>",
        "<div style='height:0'>{}</div>",
        "<div style='left:-20px'>{}</div>",
        "<div style='width:100%;overflow:hidden'>{}</div>",
        "<div class=hidden-xs>{}</div>",
        "<span class=sr-only>{}</span>",
        "<body style='display:none'>{}</body>",
        "<details><summary>x</summary>{}</details>",
        "<div role=tabpanel hidden>{}</div>",
        "<div role=tabpanel class=d-none style='display:none'>{}</div>",
    ],
)
def test_shown_blocks(body: str) -> None:
    read = page(body.format("<a href=/a>Công khai</a>"))
    assert not read.hidden
    assert not read.links[0].hidden
    assert "Công khai" in read.text


@pytest.mark.parametrize(
    "body",
    [
        "<h3><a href='#'>Năm 2025</a></h3><div style='display:none'>{}</div>",
        "<p class=hoi onclick='mo(this)'>Ai tiếp dân?</p> <p class='dap hidden'>{}</p>",
        "<dl><dt><button>Quý I</button><dd hidden>{}</dl>",
        "<b><a href='javascript:void(0)'>Xem</a></b><table style='display:none'><td>{}</table>",
    ],
)
def test_what_a_click_on_the_line_before_unfolds_is_shown(body: str) -> None:
    read = page(body.format("<a href=/a>Công khai</a>"))
    assert "Công khai" in read.main_text
    assert not next(one for one in read.links if one.text == "Công khai").hidden
    assert [block.text for block in read.hidden] == ["Công khai"]  # whoever looks for spam sees it


@pytest.mark.parametrize(
    "body",
    [
        "<h3>Năm 2025</h3><div style='display:none'>{}</div>",
        "<a href='#'></a><div style='display:none'>{}</div>",
        "<a href=/van-ban>Văn bản</a><div style='display:none'>{}</div>",
        "<a href='#'>Xem</a><ul style='display:none'><li>{}</ul>",
        "<a href='#'>Xem</a><div style='position:absolute;left:-9999px'>{}</div>",
        "<div><a href='#'>Xem</a>" + "Đồng lúa chín vàng. " * 12 + "</div><div hidden>{}</div>",
        "<nav><a href='#'>Xem</a><div style='display:none'>{}</div></nav>",
    ],
)
def test_what_no_click_unfolds_is_not(body: str) -> None:
    read = page(body.format("<a href=/a>Công khai</a>"))
    assert "Công khai" not in read.text


def test_what_follows_the_end_of_the_document() -> None:
    read = page(
        "<html><body><p>Xã</p></body></html>\n<!-- x --><div><a href=//b.example>b</a></div>"
    )
    assert read.hidden == (HiddenBlock("after-html", "b", ("https://b.example",)),)
    assert "b" in read.text  # browsers show it


@pytest.mark.parametrize(
    "tail",
    [
        "\n",
        "<!-- made in 0.1 s -->",
        "<script>var a = 1;</script>",
    ],
)
def test_harmless_tails(tail: str) -> None:
    assert not page(f"<html><body>Xã</body></html>{tail}").hidden


def test_an_end_tag_in_a_script_is_no_end() -> None:
    assert not page("<body><script>w('</body></html>')</script><p><a href=/a>x</a>").hidden


def test_text_is_what_a_visitor_sees() -> None:
    read = page(
        """<header>Cổng <nav>Trang chủ</nav></header><main><h1>Tin
        tức</h1><p>Một<br>hai</p><table><tr><td>a<td>b</table>
        <script>không</script><style>không</style><noscript>không</noscript>
        <template>không</template><textarea>không</textarea><select><option>không</select>
        <!-- không --><svg><text>không</text></svg></main><footer>Địa chỉ: 1</footer>"""
    )
    assert read.text == "Cổng Trang chủ Tin tức Một hai a b Địa chỉ: 1"
    assert read.main_text == "Tin tức Một hai a b"
    assert read.footer_text == "Địa chỉ: 1"
    assert read.headings == ("Tin tức",)


def test_without_a_marked_footer_the_last_part_stands_for_it() -> None:
    read = page("<p>" + "chữ " * 1000 + "</p><p>Địa chỉ: số 1</p>")
    assert read.footer_text.endswith("Địa chỉ: số 1")
    assert len(read.footer_text) < len(read.text) / 5


def test_scripts_frames_images_and_forms() -> None:
    read = page(
        """<script src=/a.js integrity=sha256-x crossorigin=anonymous nonce=n></script>
        <script type=module>let a = 1</script><iframe src=//v.example title=Bản></iframe>
        <img src=/a.png srcset="/b.png 2x, /c.png 3x"><video poster=/p.jpg><source src=/v.mp4>
        </video>
        <form method=POST action=/login><input name=u><input type=PASSWORD name=p></form>
        <form><input name=q></form><object data=/o.pdf></object><embed src=/e.svg>
        <embed src=/e.swf>"""
    )
    outer, inline = read.scripts
    assert (outer.url, outer.raw, outer.integrity, outer.crossorigin, outer.nonce) == (
        "https://xa.example/a.js",
        "/a.js",
        "sha256-x",
        "anonymous",
        True,
    )
    assert (inline.url, inline.type, inline.text) == (None, "module", "let a = 1")
    assert [(frame.tag, frame.url) for frame in read.frames] == [
        ("iframe", "https://v.example"),
        ("object", "https://xa.example/o.pdf"),
        ("embed", "https://xa.example/e.svg"),
    ]
    assert [image.url.rpartition("/")[2] for image in read.images] == [
        "a.png",
        "b.png",
        "c.png",
        "p.jpg",
        "v.mp4",
    ]
    login, search = read.forms
    assert (login.action, login.method, login.password, login.fields) == (
        "https://xa.example/login",
        "post",
        True,
        ("u", "p"),
    )
    assert (search.action, search.method, search.password) == (URL, "get", False)


LIST = "?p_p_id=vb_WAR_vbportlet&p_p_lifecycle=2&p_p_resource_id=loadPage"


@pytest.mark.parametrize(
    ("script", "resources"),
    [
        (f"$.ajax({{url: '/web/guest/vb{LIST}'}})", [f"/web/guest/vb{LIST}"]),
        (f'var u="https://xa.example/vb{LIST}&x=1";', [f"/vb{LIST}&x=1"]),
        ("u='/vb" + LIST.replace("&", "\\x26").replace("=", "\\x3d") + "'", [f"/vb{LIST}"]),
        ("u='\\/vb" + LIST.replace("&", "\\u0026") + "'", [f"/vb{LIST}"]),
        ("u='/vb" + LIST.replace("&", "&amp;") + "'", [f"/vb{LIST}"]),
        (f"a('/vb{LIST}');b('/vb{LIST}')", [f"/vb{LIST}"]),
        ("".join(f"a('/{n}{LIST}');" for n in range(9)), [f"/{n}{LIST}" for n in range(5)]),
        ("var p_p_resource_id = 'loadPage'", []),
        ("u = '/vb?p_p_id=' + id", []),
        ("'" * 200_000 + "p_p_resource_id", []),
        ("'a" * 200_000 + "p_p_resource_id", []),
    ],
)
def test_lists_that_scripts_fetch(script: str, resources: list[str]) -> None:
    found = page(f"<script>{'/* */' * 200}{script}</script>").resources
    assert [url.removeprefix("https://xa.example") for url in found] == resources


def test_event_attributes_are_counted() -> None:
    body = """<body onload=a()><p>onclick= <a href=# OnClick="b()" onmouseover=c() one=1>x</a>
        <script>x.onclick = 1</script><b data-onclick=1>"""
    assert page(body).inline_handlers == 3


def test_a_password_outside_every_form() -> None:
    (form,) = page("<input type=password name=p>").forms
    assert (form.action, form.password, form.fields) == (URL, True, ("p",))


def test_dates_by_where_they_stand() -> None:
    read = page(
        """<header>Thứ Hai, 05/10/2026</header><p>Ngày đăng: 01/09/2026</p><p>12/08/2026</p>
        <time datetime=2026-07-01>hôm qua</time>
        <script type=application/ld+json>{"datePublished": "2026-04-01T00:00:00Z"}</script>
        <footer>Giấy phép ngày 08/12/2010. Cập nhật: 02/09/2026</footer>"""
    )
    assert {(dated.date, dated.source) for dated in read.dates} == {
        ("2026-10-05", "header"),
        ("2026-09-01", "posted"),
        ("2026-08-12", "text"),
        ("2026-07-01", "time"),
        ("2026-04-01", "posted"),
        ("2026-09-02", "posted"),
    }


def test_days_in_addresses_of_pictures_and_of_other_pages_do_not_date_a_page() -> None:
    body = "<a href=/tin-20260601083820222.htm>x</a><img src=/uploads/news/2026_05/a.jpg>"
    assert page(body).dates == ()


def test_when_something_was_changed_is_not_when_it_was_posted() -> None:
    body = """<meta property="article:modified_time" content="2026-07-03T08:00:00+07:00">
    <script type=application/ld+json>{"dateModified": "2026-07-03T08:00:00Z"}</script><p>Tin</p>"""
    assert page(body).dates == ()


def test_the_title_of_a_drawing_names_the_link_around_it() -> None:
    (link,) = page("<a href=/x><svg><title>Lịch tiếp công dân</title><path/></svg></a>").links
    assert link.alt == "Lịch tiếp công dân"


def test_an_impossible_day_does_not_hide_the_day_behind_it() -> None:
    (dated,) = page("<p>31/2/2024 05/09/2024</p>").dates
    assert dated.date == "2024-09-05"


def test_the_day_in_its_own_address_dates_a_page() -> None:
    url = "https://xa.example/tin-20260601083820222.htm"
    read = read_page(replace(answer("<p>Tin</p>"), url=url), asked=url)
    assert read is not None
    assert [(dated.date, dated.source) for dated in read.dates] == [("2026-06-01", "url")]


@pytest.mark.parametrize(
    ("body", "content_type", "is_page"),
    [
        ("<p>x", "text/html", True),
        ("<p>x", "TEXT/HTML;charset=utf-8", True),
        ("<p>x", "application/xhtml+xml", True),
        ("", "text/html", True),
        ("<!doctype html><p>x", "", True),
        ("<!-- x --><HTML>", "", True),
        ("xin chào", "", False),
        ("<p>x", "text/plain", False),
        ("{}", "application/json", False),
        ("%PDF-1.7", "text/html", False),
        ("{\\rtf1 x}", "text/html", False),
    ],
)
def test_what_is_a_page(body: str, content_type: str, is_page: bool) -> None:
    assert (read_page(answer(body, content_type), asked=URL) is not None) is is_page


@pytest.mark.parametrize(
    ("body", "repaired"),
    [
        ("<html><body><p>Xã</p></body></html>", False),
        ("<p>X\0ã</p>", True),
        ("<html><body>Xã</body></html><html><body><a href=/b>b</a></body></html>", True),
        ("<!--[if IE]><html class=ie><![endif]--><html><body>Xã", False),
        ("<html><script>w('<html>')</script>Xã", False),
    ],
)
def test_repair(body: str, repaired: bool) -> None:
    read = page(body)
    assert read.repaired is repaired
    assert "Xã" in read.text


def test_a_page_that_needs_a_browser() -> None:
    assert page("<div id=root></div><script src=/app.js></script>").needs_browser
    assert not page("<p>Xã</p>").needs_browser


def test_old_encodings() -> None:
    read = page("<p>Lịch tiếp công dân</p>".encode("utf-16"), "text/html")
    assert (read.text, read.encoding) == ("Lịch tiếp công dân", "utf-16")


def test_facts_are_bounded() -> None:
    read = page(
        "<nav>"
        + "".join(f"<a href=/{n}>{n}</a>" for n in range(2_000))
        + "</nav>"
        + "<script></script>" * 500
        + "chữ " * 20_000
        + "<footer><a href=/last>last</a></footer>"
    )
    assert len(read.links) == 600
    assert read.links[-1].region == "footer"
    assert len(read.scripts) == 200
    assert len(read.text) <= 20_000
    assert len(read.main_text) <= 12_000


def test_the_same_menu_twice_does_not_use_up_the_bound() -> None:
    menu = "".join(f"<a href=/{n}>{n}</a>" for n in range(400))
    assert len(page(f"<nav>{menu}</nav><nav>{menu}</nav>").links) == 400


@pytest.mark.parametrize(
    "body",
    ["<div>" * 50_000, "<b>" * 300_000, "<ul><li>" * 25_000, "<p>x" * 300_000],
)
def test_nested_or_endless_documents_are_cut(body: str) -> None:
    assert page(body).truncated


@pytest.mark.parametrize(
    "attributes",
    [
        " ".join(f"a{n}" for n in range(60_000)),
        " ".join(f'a{n}="<>"' for n in range(60_000)),
        "/".join(f"a{n}" for n in range(60_000)),
    ],
)
@pytest.mark.parametrize("before", ["", "<!-->", "<!-- <b x=' -->", '<script>"<b x=\'"</script>'])
def test_tags_with_thousands_of_attributes_are_dropped(before: str, attributes: str) -> None:
    read = page(f"<p>Một</p>{before}<a {attributes} href=/x>hai</a><p>ba</p>")
    assert read.truncated
    assert read.text == "Một hai ba"


def test_a_large_embedded_image_is_no_such_tag() -> None:
    read = page(f'<img alt=Ảnh src="data:image/png;base64,{"Ab/+" * 100_000}"><p>Xã</p>')
    assert (len(read.images), read.text, read.truncated) == (1, "Xã", False)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=20_000))
def test_any_bytes_are_read(body: bytes) -> None:
    first = read_page(answer(body, "text/html"), asked=URL)
    assert first == read_page(answer(body, "text/html"), asked=URL)


SOUP = r"""
<a href= /x # javascript: '>' " <div style=display:none> <div hidden> </div> <nav> </nav> <footer>
</html> <html> <body> <table> <td> <select><option value=/y> <form> <input type=password name=x>
<script> </script> <!-- --> <svg> <frameset> <frame src=z> <base href= http://[ > &#0; &#xd800;
&amp;#7897; <template> <math> <title> <time datetime=2026-01-01> 01/02/2026 Đ <
"""
PIECES = st.sampled_from([*SOUP.split(), "\0", "\ud800"])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_tag_soup_is_read(pieces: list[str]) -> None:
    read_page(answer(" ".join(pieces).encode("utf-8", "replace"), "text/html"), asked=URL)
    read_page(answer("".join(pieces).encode("utf-8", "surrogatepass"), ""), asked=URL)


@pytest.mark.parametrize(
    ("head", "body", "policies"),
    [
        ('<meta http-equiv="Content-Security-Policy" content="default-src *">', "", 1),
        ("", '<div><meta http-equiv="Content-Security-Policy" content="x"></div>', 0),
        ('<meta name="Content-Security-Policy" content="x">', "", 0),
    ],
)
def test_a_policy_counts_in_the_head_only(head: str, body: str, policies: int) -> None:
    source = f"<!doctype html><html><head>{head}</head><body><p>a</p>{body}</body></html>"
    metas = page(source).meta
    assert [name for name, _ in metas].count("content-security-policy") == policies


def test_an_area_that_is_not_kept_names_no_other_link() -> None:
    links = "".join(f"<a href=/{number}>a</a>" for number in range(3_000))
    found = page(f"{links}<map><area href=/x alt='Sở Y tế'></map>").links
    assert {link.alt for link in found} == {""}
