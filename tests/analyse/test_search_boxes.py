"""A box that searches the portal is known by its words, its button or its form."""

import pytest

from portal_audit.analyse.search_boxes import has_search_box
from portal_audit.evidence.answer import HttpResponse
from portal_audit.evidence.page import Form, Page
from portal_audit.parse.html import read_page

MENU = "<nav><a href=/a>Giới thiệu</a></nav>"


def read(body: str) -> Page:
    kind = (("Content-Type", "text/html; charset=utf-8"),)
    answer = HttpResponse(
        "http://xa.gov.test/", 200, kind, f"{MENU}{body}".encode(), False, 0, 0.0, "1.1"
    )
    page = read_page(answer, asked="http://xa.gov.test/")
    assert page is not None
    return page


@pytest.mark.parametrize(
    "body",
    [
        '<form action="/seek"><input name=q><button><i class="fa fa-search"></i></button></form>',
        '<input type=text class=form-control placeholder="Nhập từ khóa">',
        '<input class=o placeholder="Nhập nội dung cần tìm">',
        '<input type=text value="---Nhập từ tìm kiếm---"><input type=button onclick="go()">',
        "<form method=post action=default.aspx id=aspnetForm><input type=hidden name=__VIEWSTATE>"
        + "".join(f"<input type=hidden name=h{n}>" for n in range(60))
        + '<input name=ctl00$b title="Search"><a href="javascript:go()"><img alt="Search"></a>',
        "<form method=post><input name=txtTimKiem></form>",
        "<form role=search><input name=x></form>",
        '<input id=t><a href="javascript:;" title="Tìm kiếm">&nbsp;</a>',
        "<input type=search>",
        '<div style="display:none"><input placeholder="Tìm kiếm…"></div>',
        '<input id=key><img src=/a.png onclick="timkiem()">',
        "<label for=x1>Tìm kiếm</label><input id=x1 name=x1>",
        "<b>Từ khóa:</b> <input name=x1>",
        '<input name=x placeholder="Tra cứu thông tin">',
        '<div class=gcse-search></div><script src="https://cse.google.com/cse.js?cx=1"></script>',
    ],
)
def test_a_search_box_is_known(body: str) -> None:
    assert has_search_box(read(body))


@pytest.mark.parametrize(
    "body",
    [
        "",
        '<form action="/khieu-nai/tim"><input placeholder="Nhập mã đơn"><button>Tra cứu</button>',
        '<form><input placeholder="Số hồ sơ"><button>Tìm kiếm</button></form>',
        "<h3>Tra cứu</h3><input name=bn placeholder='Số biên nhận'><button>Tra cứu hồ sơ</button>",
        '<input name=email placeholder="Email nhận tin"><button>Đăng ký</button>',
        "<form method=post><input name=user><input type=password name=pass></form>",
        "Tra cứu đơn thư khiếu nại<input name=a><input type=button value='Tra cứu'>",
        '<input name=ten placeholder="Nhập tên thủ tục hành chính"><button>Tra cứu</button>',
        "<input name=so placeholder='Số thửa'><button>Tra cứu thông tin quy hoạch</button>",
        '<textarea name=s placeholder="Tìm kiếm"></textarea>',
        '<form method=get action="/bo-loc"><select name=nam><option>2026</option></select></form>',
    ],
)
def test_other_fields_search_nothing(body: str) -> None:
    assert not has_search_box(read(body))


def test_pages_read_before_fields_were_noted_are_told_by_their_forms() -> None:
    old = Page("http://xa.gov.test/", "http://xa.gov.test/", 200, forms=(Form("/", fields=("q",)),))
    assert has_search_box(old)
