"""What another organisation publishes is not credited to a portal that only leads there."""

import pytest

from portal_audit.analyse.required_information.foreign_home import is_foreign
from portal_audit.api import Page, Target

OLD = "https://xasuoinga.gov.vn/"
SUOI_NGA = Target("x", OLD, name="Trang thông tin điện tử xã Suối Ngà")


def home(url: str, **facts: object) -> Page:
    return Page(url, OLD, 200, **facts)  # type: ignore[arg-type]


OTHERS = home("https://hacson.gov.vn/", title="Cổng thông tin điện tử tỉnh Hạc Sơn")


@pytest.mark.parametrize(
    ("page", "target", "foreign"),
    [
        (OTHERS, SUOI_NGA, True),
        (home("https://www.xasuoinga.gov.vn/", title="Trang chủ"), SUOI_NGA, False),
        (home("https://suoinga.hacson.gov.vn/", title="Trang chủ"), SUOI_NGA, False),
        (home("https://moi.vn/", title="UBND XÃ SUỐI NGÀ"), SUOI_NGA, False),
        (home("https://moi.vn/", footer_text="Bản quyền: xã Suối Ngà"), SUOI_NGA, False),
        (OTHERS, Target("x", OLD), False),
        (OTHERS, Target("x", OLD, name="Cổng thông tin điện tử"), False),
    ],
)
def test_a_home_page_is_foreign_where_nothing_on_it_names_the_portal(
    page: Page, target: Target, foreign: bool
) -> None:
    assert is_foreign(page, target) is foreign
