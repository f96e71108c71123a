"""Injected spam that is no plain link: written, framed, redirected to, disguised."""

from base64 import b64encode
from collections.abc import Callable

import pytest

from portal_audit.api import Crawl, Finding
from tests.checks.conftest import URL, read

Ask = Callable[..., Finding]
OWN = "Ủy ban nhân dân xã An Phú thông báo lịch tiếp công dân, kết quả giải quyết hồ sơ. " * 4
SITE = "<html lang=vi><title>Xã An Phú</title><body><p>{}</p>{}</body></html>"


def judged(html: str, ask: Ask) -> Finding:
    pages = (read(SITE.format(OWN, ""), URL), read(SITE.format(OWN, html), URL + "tin"))
    return ask("content.injected_spam", Crawl(pages))


def quoted(html: str) -> str:
    return "".join(f"%u{ord(letter):04x}" for letter in html)


def encoded(text: str) -> str:
    return b64encode(text.encode("latin-1", "xmlcharrefreplace")).decode()


BET = "https://sunwin-xyz.example/"
SELLING = f'<a href="{BET}">sunwin</a> <a href="https://nhacai-1.example/">nhà cái uy tín</a>'
REVERSED = "/elpmaxe.niwnus//:sptth"


@pytest.mark.parametrize(
    ("html", "outcome", "place"),
    [
        (
            f"<script>document.write('<div style=\"display:none\">{SELLING}</div>')</script>",
            "hidden",
            "display-none",
        ),
        (f"<script>document.write('{SELLING}')</script>", "links", "body"),
        (f"<script>document.write(unescape('{quoted(SELLING)}'))</script>", "links", "body"),
        (f"<script>document.write(atob('{encoded(SELLING)}'))</script>", "links", "body"),
        (
            f"<script>if (/bot/.test(navigator.userAgent)) document.write('{SELLING}')</script>",
            "hidden",
            "script",
        ),
        (f"<noscript>{SELLING}</noscript>", "hidden", "noscript"),
        ("<iframe src='https://go88.example/' width=1 height=1></iframe>", "hidden", "frame"),
        ("<iframe src='https://go88.example/' style='display:none'></iframe>", "hidden", "frame"),
        (f"<iframe src='{BET}' width=600 height=400></iframe>", "links", "frame"),
        (f"<script src='{BET}ad.js'></script>", "hidden", "script"),
        (f"<script>window.open('{BET}')</script>", "redirect", "script-condition"),
        (
            f"<script>window.onpopstate=()=>{{location='{BET}'}}</script>",
            "redirect",
            "script-condition",
        ),
        (
            f"<script>var a=document.createElement('a');a.href='{BET}';a.textContent='nhà cái';"
            "document.body.append(a)</script>",
            "links",
            "body",
        ),
        (f"<noframes>{SELLING}</noframes>", "hidden", "noscript"),
        ("<a href='https://789bet.example/'><img src='/b.gif' alt=''></a>", "links", "body"),
        ("<a href='https://a.example/'>n.h.à c.á.i u.y t.í.n</a>", "links", "body"),
        (f"<script>window.location='{BET}'</script>", "redirect", "script"),
        (f"<script>document.location.href='{BET}'</script>", "redirect", "script"),
        (f"<script>window['loc'+'ation']['\\x68ref']='{BET}'</script>", "redirect", "script"),
        (f"<script>top['\\x6cocatio\\x6e']='{BET}'</script>", "redirect", "script"),
        (f"<body onload=\"location='{BET}'\">", "redirect", "script"),
        (f"<svg onload=\"location='{BET}'\"></svg>", "redirect", "script"),
        (
            f"<script>if (!document.cookie) window.open('{BET}', '_self')</script>",
            "redirect",
            "script-condition",
        ),
        ("<script>location='https://go88.example/'</script>", "redirect", "script"),
        ("<link rel=canonical href='https://kubet88.example/'>", "hidden", "head"),
        ("<link rel=alternate hreflang=vi href='https://fb88.example/'>", "hidden", "head"),
        (
            f'<iframe width=1 height=1 srcdoc="{SELLING.replace(chr(34), "&quot;")}"></iframe>',
            "hidden",
            "frame",
        ),
        (
            f"<script>location='{REVERSED}'.split('').reverse().join('')</script>",
            "redirect",
            "script",
        ),
        (
            f"<script>setTimeout(() => {{ top.location.href = atob('{encoded(BET)}') }})</script>",
            "redirect",
            "script",
        ),
        (
            f"<script>if (document.referrer.match(/google/)) location.href = '{BET}'</script>",
            "redirect",
            "script-condition",
        ),
        (f"<meta http-equiv=refresh content='3;url={BET}'>", "redirect", "refresh"),
        (
            '<script type="application/ld+json">{"name":"Kubet nhà cái uy tín"}</script>',
            "page-title",
            "json-ld",
        ),
        (
            f'<script type="application/ld+json">{{"@graph":[{{"sameAs":["{BET}"]}}]}}</script>',
            "page-title",
            "json-ld",
        ),
        ("<p>Truy cập sunwin-1.example và kubet-2.example</p>", "links", "text"),
        ("<p>Đăng ký nhận khuyến mãi tại https://sunwin-1.example/dk</p>", "links", "text"),
        (
            '<div style="display:none">t.à.i x.ỉ.u, nhà.cái, k-u-b-e-t</div>',
            "hidden",
            "display-none",
        ),
        ('<div style="display:none">nhà\u200b cái, tài\u200b xỉu</div>', "hidden", "display-none"),
        ('<div style="display:none">tebuk ,uỉx iàt</div>', "hidden", "display-none"),
    ],
)
def test_what_is_pushed_in_without_a_plain_link(
    html: str, outcome: str, place: str, ask: Ask
) -> None:
    seen = judged(html, ask)
    assert isinstance(seen.facts["traces_place"], list)
    assert (seen.outcome, seen.facts["traces_place"][:1]) == (outcome, [place])


@pytest.mark.parametrize(
    "html",
    [
        "<noscript><iframe src='https://tags.example/' height=0 width=0></iframe></noscript>",
        "<noscript>Hãy bật JavaScript, <a href='https://help.example/'>xem tại đây</a></noscript>",
        "<iframe src='https://www.youtube.com/embed/x' width=1 height=1></iframe>",
        "<script>location.href = 'https://dichvucong.gov.vn/'</script>",
        "<script>if (screen.width < 700) location = 'https://m.xamau.example/'</script>",
        f"<script>function go() {{ location.href = '{BET}' }}</script>",
        f"<script>// location.href = '{BET}'</script>",
        f"<script>function go() {{ window.open('{BET}', '_blank') }}</script>",
        "<button onclick=\"location='https://portal.office365.com'\">Thư</button>",
        "<link rel=canonical href='https://xa.example.gov.vn/tin'>",
        "<link rel=alternate hreflang=en href='https://en.example.org/'>",
        "<meta http-equiv=refresh content='600'>",
        "<script type='application/ld+json'>{'broken'</script>",
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"headline":"Công an xã triệt phá tụ điểm tài xỉu, cảnh báo nhà cái kubet"}</script>',
        "<p>Công an cảnh báo: đừng vào sunwin-1.example và kubet-2.example, đó là lừa đảo.</p>",
        "<p>Thư gửi về xamau@example.com, xem example.com và office365.example</p>",
        "<p>Ông Nam làm việc tại nhà.Cái cầu mới xây.Đá gà con.</p>",
        "<script>document.write('<a href=\"https://www.facebook.com/xamau\">Facebook</a>')</script>",
        '<iframe src="https://outlook.office365.com/owa/x" width=1 height=1></iframe>',
        "<a href='https://xaclub2025.example/'>Hội thi</a>",
        '<div style="display:none"><a href="https://go.microsoft.com/fwlink/?LinkId=1">Help</a></div>',
    ],
)
def test_honest_scripts_frames_and_ribbons_are_no_finding(html: str, ask: Ask) -> None:
    assert judged(html, ask).outcome == "none"
