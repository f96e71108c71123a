"""Portals with pushed-in advertising, and portals that only look so. A row is a portal."""

from __future__ import annotations

from portal_audit.testbed.entries import Entry
from portal_audit.testbed.reading.texts import said
from portal_audit.testbed.reading.trap import Trap, Twist, trap
from portal_audit.testbed.workshop.change import Change

SPAM = "content.injected_spam"
ADS = (
    '<a href="https://taixiu-88.example/">Tài xỉu đổi thưởng uy tín</a> '
    '<a href="https://nhacai-567.example/">Nhà cái cá độ bóng đá</a>'
)
ADDRESSES = (
    "/viewspace-469085-tai-xiu-online-uy-tin.html",
    "/viewspace-469086-nha-cai-uy-tin.html",
    "/viewspace-469087-no-hu-doi-thuong.html",
    "/viewspace-469088-game-bai-doi-thuong.html",
)
SOLD = "<h1>Cách chơi tài xỉu online đổi thưởng</h1>"
FOREIGN = (
    "<p>สล็อตเว็บตรง คาสิโนออนไลน์ บาคาร่า แทงบอล สมัครวันนี้ รับโบนัส ฝากถอนไม่มีขั้นต่ำ</p>"
    '<p><a href="https://slot-888.example/">สมัครสล็อต</a></p>'
)
UNMARKED = '<p><a href="https://xay-nha.example/">NHA CAI TAO CHO HO NGHEO DA XONG</a></p>'
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
        said("guide"),
        "doorway",
    ),
    trap(
        "spam-sitemap",
        "sitemap.xml đầy địa chỉ cờ bạc.",
        "sitemap.xml is full of gambling addresses.",
        Twist(listed=ADDRESSES),
        lost={SPAM: "indexed"},
    ),
    trap(
        "spam-orphan",
        "Trang cờ bạc không trang nào dẫn tới, chỉ sitemap.xml kể tên.",
        "A gambling page that no page links to: only sitemap.xml names it.",
        Twist(
            listed=("/uploads/2026/tai-xiu-online-uy-tin-469085.html",),
            bodies={"/uploads/2026/tai-xiu-online-uy-tin-469085.html": SOLD + said("guide")},
        ),
        lost={SPAM: "doorway"},
    ),
    _page(
        "spam-foreign",
        "Một trang của cổng viết bằng chữ Thái, quảng cáo cờ bạc.",
        "A page of the portal's own advertises gambling in Thai.",
        "สล็อตเว็บตรง คาสิโนออนไลน์",
        FOREIGN,
        "doorway",
    ),
    _page(
        "honest-police",
        "Bài báo về việc công an triệt phá ổ cờ bạc.",
        "An article on police breaking a gambling ring.",
        "Công an xã triệt phá ổ cờ bạc, cá độ bóng đá",
        said("police"),
    ),
    _page(
        "honest-lottery",
        "Bài báo về công ty xổ số kiến thiết.",
        "An article on the state lottery company.",
        "Công ty Xổ số kiến thiết trao quà cho học sinh",
        said("lottery"),
    ),
    _page(
        "honest-collisions",
        "Bài có chữ trùng với từ cờ bạc khi bỏ dấu (lo đẽ, nợ hư, da gà).",
        "An article whose words look like gambling without their marks (lo đẽ, nợ hư, da gà).",
        "Nhà cải tạo cho hộ nghèo đã xong",
        said("collisions") + UNMARKED,
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
