"""Who else marks the visitor's browser before anything is clicked."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from portal_audit.api import (
    Crawl,
    Exchange,
    Finding,
    Frame,
    Front,
    HttpFront,
    HttpsFront,
    Image,
    Page,
    Script,
)
from tests.checks.conftest import read

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
GTM = (
    "(function(w,d,i){var f=d.getElementsByTagName('script')[0],j=d.createElement('script');"
    "j.src='https://www.googletagmanager.com/gtm.js?id='+i;f.parentNode.insertBefore(j,f);"
    "})(window,document,'GTM-1');"
)
PIXEL = (
    "!function(f,b,e,v,t){if(f.fbq)return;t=b.createElement(e);t.src=v;b.body.appendChild(t)}"
    "(window,document,'script','//connect.facebook.net/en_US/fbevents.js');"
)
SHARE = (
    "function share(){ window.open('https://www.facebook.com/sharer/sharer.php?u=' + location) }"
)
SETTINGS = "var cfg = {fb: 'https://www.facebook.com/xa', yt: 'https://www.youtube.com/@xa'};"


def page(*scripts: Script, frames: tuple[str, ...] = (), images: tuple[str, ...] = ()) -> Page:
    return Page(
        URL + "tin",
        URL + "tin",
        200,
        scripts=scripts,
        frames=tuple(Frame(url) for url in frames),
        images=tuple(Image(url) for url in images),
    )


def script(host: str, kind: str = "") -> Script:
    return Script(f"https://{host}/x.js", type=kind)


@pytest.mark.parametrize(
    ("read", "outcome"),
    [
        (page(), "own"),
        (page(script("tinh.example.gov.vn"), Script(None, text="location='https://a.com'")), "own"),
        (page(script("cdn.example.com")), "perhaps"),
        (page(images=("https://img.example.com/x.png",)), "perhaps"),
        (page(images=("https://www.youtube.com/x.png",)), "perhaps"),
        (page(frames=("https://www.youtube-nocookie.com/embed/x",)), "perhaps"),
        (page(frames=("https://www.youtube.com/embed/x",)), "few"),
        (page(script("tiktok.com"), frames=("https://facebook.com/plugins/page.php",)), "few"),
        (
            page(
                frames=tuple(
                    f"https://{host}/"
                    for host in ("facebook.com", "youtube.com", "m.youtube.com", "www.tiktok.com")
                )
            ),
            "many",
        ),
        (page(script("www.google-analytics.com")), "tracker"),
        (read(f"<script>{GTM}</script>"), "tracker"),
        (read(f"<script type='text/javascript'>{PIXEL}</script>"), "tracker"),
        # Nothing is loaded before somebody clicks.
        (read(f"<script>{SHARE}</script><button onclick='share()'>Chia sẻ</button>"), "own"),
        (read(f"<script>{SETTINGS}</script>"), "own"),
        (read(f"<script>/* {PIXEL.replace('*', '')} */</script>"), "own"),
        # Held back until the visitor agrees.
        (read(f"<script type='text/plain'>{GTM}</script>"), "own"),
        (page(script("static.hotjar.com", "text/plain")), "own"),
        (page(script("static.hotjar.com", "application/javascript")), "tracker"),
        (page(script("static.hotjar.com", "text/javascript; charset=utf-8")), "own"),
    ],
)
def test_third_party_cookies(read: Page, outcome: str, ask: Ask, see: See) -> None:
    assert ask("cookies.third_party", *see(pages=(read,))).outcome == outcome


def test_a_foreign_host_in_the_chain_that_sets_a_cookie(ask: Ask, see: See) -> None:
    _, _, http, crawl, visit = see()
    hop = Exchange("https://sso.example.com/", 302, (("Set-Cookie", "a=1"),), 0.1)
    chain = (replace(hop, url=URL, headers=()), hop, Exchange(URL, 200, (), 0.1))
    home = Page(URL, URL, 200)
    pieces = (Front(chain, home, True), HttpsFront(URL, chain, page=home), http, crawl, visit)
    finding = ask("cookies.third_party", *pieces)
    assert (finding.outcome, finding.facts["hosts"]) == ("few", ["sso.example.com"])


def test_what_is_drawn_by_a_script_cannot_be_told(ask: Ask, see: See) -> None:
    front, https, http, crawl, visit = see()
    assert isinstance(crawl, Crawl)
    blind = replace(crawl, needs_browser=True)
    assert ask("cookies.third_party", front, https, http, blind, visit).outcome == "needs-browser"


def test_without_a_page(ask: Ask, see: See) -> None:
    *_, visit = see()
    front = Front((Exchange(URL, 200, (), 0.1),), None, True)
    pieces = (front, HttpsFront(URL), HttpFront("http://xa.example.gov.vn/"), Crawl(()), visit)
    assert ask("cookies.third_party", *pieces).outcome == "not-html"
