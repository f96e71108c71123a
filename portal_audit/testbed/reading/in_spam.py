"""Portals with pushed-in advertising, and portals that only look so. A row is a portal."""

from __future__ import annotations

from portal_audit.testbed.entries import Entry
from portal_audit.testbed.reading.trap import Trap, Twist, trap
from portal_audit.testbed.workshop.change import Change

SPAM = "content.injected_spam"
ADS = (
    '<a href="https://taixiu-88.example/">Tài xỉu đổi thưởng uy tín</a> '
    '<a href="https://nhacai-567.example/">Nhà cái cá độ bóng đá</a>'
)
GUIDE = """<p>Đăng ký ngay để nhận khuyến mai, nạp rút nhanh. Cách chơi tài xỉu online, nổ hũ đổi
thưởng và xóc đĩa online cho người mới: chọn nhà cái uy tín, tải app, nhận giftcode.</p>"""
ADDRESSES = tuple(
    f"/viewspace-{number}-{words}.html"
    for number, words in enumerate(
        ("tai-xiu-online-uy-tin", "nha-cai-uy-tin", "no-hu-doi-thuong", "game-bai-doi-thuong"), 469085
    )
)
POLICE = """<p>Công an xã vừa phối hợp với công an tỉnh triệt phá một ổ cờ bạc dưới hình thức tài xỉu,
bắt giữ tám người cùng tang vật. Các đối tượng dùng nhà cái trên mạng để cá độ bóng đá, ghi lô đề.
Công an cảnh báo người dân không tham gia đánh bạc trái phép, không vay nóng để đánh bài.</p>"""
LOTTERY = """<p>Công ty Xổ số kiến thiết tỉnh Hạc Sơn trao mười suất quà cho học sinh của xã. Kết quả
xổ số kiến thiết được quay công khai vào chiều thứ Sáu; doanh thu nộp ngân sách để xây trường học,
trạm y tế. Xem tại <a href="https://xosohacson.example/">trang của công ty</a>.</p>"""
COLLISIONS = """<p>Nhiều hộ dân lo đẽ gọt, lo để dành gỗ làm nhà cải tạo; nợ hư được ngân hàng cơ cấu
lại. Con gái ông đã gả chồng xa, đàn da gà ngoài vườn vẫn khỏe. Bạn cá ở chợ phiên, xác định đĩa
bay là chuyện đùa.</p>"""
UNMARKED = """<p>Tin vắn: NHA CAI TAO cho ho ngheo da xong; lo de phong bao lut; no hu hong duoc xoa.</p>"""
VENDOR = '<div class="hidden"><a href="https://phan-mem-mau.example/">Thiết kế web</a></div>'


def _block(slug: str, vi: str, en: str, block: str) -> Trap:
    """Return the portal whose home page has a block of advertising at its end."""
    return trap(slug, vi, en, Twist(), lost={SPAM: "hidden"}, change=Change(body=block))


def _page(slug: str, vi: str, en: str, title: str, body: str, outcome: str = "") -> Trap:
    """Return the portal with one more page, which news would be. Without *outcome* it is honest."""
    twist = Twist(
        added=(Entry(title, "/tin-tuc/bai-moi.html"),), bodies={"/tin-tuc/bai-moi.html": body}
    )
    if outcome:
        return trap(slug, vi, en, twist, lost={SPAM: outcome})
    return trap(slug, vi, en, twist, passes={SPAM: "none"})


SPAMMED = (
    _block(
        "spam-display-none",
        "Khối liên kết cờ bạc bị giấu bằng display:none.",
        "A block of gambling links is hidden by display:none.",
        f'<div style="display:none">{ADS}</div>',
    ),
    _block(
        "spam-off-screen",
        "Khối liên kết cờ bạc bị đẩy ra ngoài màn hình.",
        "A block of gambling links stands off the screen.",
        f'<div style="position:absolute; left:-9999px">{ADS}</div>',
    ),
    _block(
        "spam-zero-size",
        "Khối liên kết cờ bạc có cỡ chữ bằng không.",
        "A block of gambling links has no size.",
        f'<marquee width="0" height="0"><span style="font-size:0">{ADS}</span></marquee>',
    ),
    trap(
        "spam-after-html",
        "Liên kết cờ bạc đứng sau thẻ </html>.",
        "Gambling links stand after the end of the page.",
        Twist(after=f"<div>{ADS}</div>"),
        lost={SPAM: "hidden"},
    ),
    _page(
        "spam-doorway",
        "Một trang của cổng quảng cáo cờ bạc.",
        "A page of the portal's own advertises gambling.",
        "Cách chơi tài xỉu online đổi thưởng",
        GUIDE,
        "doorway",
    ),
    trap(
        "spam-sitemap",
        "sitemap.xml đầy địa chỉ cờ bạc.",
        "sitemap.xml is full of gambling addresses.",
        Twist(listed=ADDRESSES),
        lost={SPAM: "indexed"},
    ),
    _page(
        "honest-police",
        "Bài báo về việc công an triệt phá ổ cờ bạc.",
        "An article on police breaking a gambling ring.",
        "Công an xã triệt phá ổ cờ bạc, cá độ bóng đá",
        POLICE,
    ),
    _page(
        "honest-lottery",
        "Bài báo về công ty xổ số kiến thiết.",
        "An article on the state lottery company.",
        "Công ty Xổ số kiến thiết trao quà cho học sinh",
        LOTTERY,
    ),
    _page(
        "honest-collisions",
        "Bài có chữ trùng với từ cờ bạc khi bỏ dấu (lo đẽ, nợ hư, da gà).",
        "An article whose words look like gambling without their marks (lo đẽ, nợ hư, da gà).",
        "Nhà cải tạo cho hộ nghèo đã xong",
        COLLISIONS + UNMARKED,
    ),
    trap(
        "vendor-link",
        "Liên kết của nhà cung cấp phần mềm bị giấu.",
        "A hidden link of the software's vendor.",
        Twist(),
        told={SPAM: "hidden-link"},
        change=Change(body=VENDOR),
    ),
)
