"""What the page tells phones and screen readers: viewport, lang."""

from collections.abc import Callable

import pytest

from portal_audit.api import Crawl, Exchange, Finding, Front, Page, PhoneView

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
NO_PAGE = Front((Exchange(URL, 200, (), 0.1),), None, True)
VIETNAMESE = "Ủy ban nhân dân xã thông báo lịch tiếp công dân định kỳ của lãnh đạo. " * 5
ENGLISH = "The people's committee of the commune announces when citizens are received. " * 5
UNMARKED = "UBND xa thong bao lich tiep cong dan. "


@pytest.mark.parametrize(
    ("contents", "outcome"),
    [
        ([], "missing"),
        (["width=device-width, initial-scale=1"], "fits"),
        (["WIDTH = device-width;initial-scale=1.0"], "fits"),
        (["initial-scale=1"], "fits"),
        (["width=device-width, maximum-scale=5"], "fits"),
        (["width=device-width, maximum-scale=-1"], "fits"),
        (["width=device-width, user-scalable=yes"], "fits"),
        (["width=device-width, user-scalable=no"], "zoom-disabled"),
        (["width=device-width, user-scalable=0"], "zoom-disabled"),
        (["width=device-width, maximum-scale=1.0"], "zoom-limited"),
        (["width=device-width, maximum-scale=1.99"], "zoom-limited"),
        (["width=1024"], "fixed-width"),
        (["chiều rộng"], "unreadable"),
        ([""], "unreadable"),
        (["width=1024", "width=device-width"], "fits"),
    ],
)
def test_viewport(contents: list[str], outcome: str, ask: Ask, see: See) -> None:
    page = Page(URL, URL, 200, meta=tuple(("viewport", content) for content in contents))
    assert ask("usability.viewport", *see(page=page)).outcome == outcome


@pytest.mark.parametrize(
    ("phone", "outcome"),
    [
        (PhoneView(URL, 200, ("width=device-width",)), "fits-phones"),
        (PhoneView(URL, 200, ("width=device-width, user-scalable=no",)), "missing"),
        (PhoneView(URL, 200), "missing"),
        (None, "missing"),
    ],
)
def test_a_portal_that_sends_phones_another_page(
    phone: PhoneView | None, outcome: str, ask: Ask
) -> None:
    front = Front((Exchange(URL, 200, (), 0.1),), Page(URL, URL, 200), True, phone=phone)
    assert ask("usability.viewport", front).outcome == outcome


@pytest.mark.parametrize(
    ("lang", "text", "outcome"),
    [
        ("vi", VIETNAMESE, "right"),
        ("vi-VN", VIETNAMESE, "right"),
        ("en", ENGLISH, "right"),
        ("en", UNMARKED, "right"),
        ("en-US", VIETNAMESE, "wrong"),
        ("vi", ENGLISH, "wrong"),
        (None, VIETNAMESE, "missing"),
        (" ", VIETNAMESE, "missing"),
        ("vn", VIETNAMESE, "invalid"),
        ("vietnamese", VIETNAMESE, "invalid"),
        ("vi_VN", VIETNAMESE, "invalid"),
    ],
)
def test_lang_of_the_home_page(
    lang: str | None, text: str, outcome: str, ask: Ask, see: See
) -> None:
    page = Page(URL, URL, 200, lang=lang, text=text)
    assert ask("usability.lang", *see(page=page)).outcome == outcome


@pytest.mark.parametrize(
    ("lang", "text", "outcome"),
    [
        ("en", ENGLISH, "right"),
        (None, VIETNAMESE, "inner-missing"),
        ("vn", VIETNAMESE, "inner-invalid"),
        ("en", VIETNAMESE, "inner-wrong"),
    ],
)
def test_lang_of_inner_pages(lang: str | None, text: str, outcome: str, ask: Ask, see: See) -> None:
    home = Page(URL, URL, 200, lang="vi", text=VIETNAMESE)
    inner = Page(URL + "en", URL + "en", 200, lang=lang, text=text)
    assert ask("usability.lang", *see(page=home, pages=(inner,))).outcome == outcome


def test_what_is_not_html_is_not_tested(ask: Ask) -> None:
    for check in ("usability.viewport", "usability.lang"):
        finding = ask(check, NO_PAGE, Crawl(()))
        assert (finding.outcome, finding.status) == ("not-html", "not-tested")
