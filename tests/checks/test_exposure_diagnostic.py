"""exposure.diagnostic: technical errors on the pages met anyway."""

from collections.abc import Callable

import pytest

from portal_audit.api import Crawl, Exchange, Finding, Front, Page, Script

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
NO_PAGE = Front((Exchange(URL, 200, (), 0.1),), None, True)


def inner(**facts: object) -> Page:
    return Page(URL + "tin", URL + "tin", 200, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (inner(text="Thông báo lỗi khi nộp hồ sơ và cách khắc phục"), "none"),
        (inner(text="Bài viết: Warning: đường trơn in ấn tài liệu .php"), "none"),
        (inner(title="Server Error in '/' Application."), "trace"),
        (inner(text="Warning: mysqli_connect() in /var/www/html/db.php on line 12"), "trace"),
        (inner(text="Fatal error: Uncaught Error: Call to undefined function"), "trace"),
        (inner(text="java.lang.NullPointerException at vn.gov.Xa.tim(Xa.java:12)"), "trace"),
        (inner(text="You have an error in your SQL syntax; check the manual"), "trace"),
        (inner(text="ORA-00942: table or view does not exist"), "trace"),
        (inner(scripts=(Script(URL + "_debugbar/assets.js"),)), "debugger"),
    ],
)
def test_exposure_diagnostic(page: Page, outcome: str, ask: Ask, see: See) -> None:
    assert ask("exposure.diagnostic", *see(pages=(page,))).outcome == outcome


def test_without_a_page(ask: Ask) -> None:
    assert ask("exposure.diagnostic", NO_PAGE, Crawl(())).outcome == "not-html"
