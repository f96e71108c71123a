"""Portals of which nothing can be read: nothing of them may be said to be missing."""

from __future__ import annotations

from portal_audit.testbed.reading.in_targets import WALL
from portal_audit.testbed.reading.trap import Trap, Twist, trap
from portal_audit.testbed.workshop.change import Change, Told

SCRIPTED = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<title>Trang thông tin điện tử xã Lũng Xanh</title></head>
<body><div id="app"></div><noscript>Vui lòng bật JavaScript để xem trang.</noscript>
<script src="/assets/app.js"></script></body></html>"""
MENU_BY_SCRIPT = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<title>Trang thông tin điện tử xã Lũng Xanh</title></head>
<body><header><p>Trang thông tin điện tử xã Lũng Xanh</p></header>
<div id="menu-dong">Đang tải...</div>
<script>$$.get('/api/menu', function (d) { $$('#menu-dong').html(d); });</script>
<main><p>Chào mừng bạn đến với trang thông tin điện tử của xã. Trang đăng tin hoạt động, văn bản
và thông tin phải công khai để người dân biết, bàn, làm, kiểm tra.</p></main></body></html>"""
KEPT_OUT = "User-agent: *\nDisallow: /\n"


def _whole(slug: str, vi: str, en: str, twist: Twist, change: Change, told: str) -> Trap:
    return trap(slug, vi, en, twist, told={"leaders": told}, change=change, unreadable=True)


UNREADABLE = (
    _whole(
        "whole-by-script",
        "Trang chủ không có chữ nào nếu không chạy JavaScript.",
        "The home page has no text without JavaScript.",
        Twist(place="nowhere"),
        Change(answers={"*": Told(SCRIPTED), "/": Told(SCRIPTED)}),
        "needs-browser",
    ),
    _whole(
        "whole-menu-by-script",
        "Trình đơn trang chủ do mã kịch bản nạp.",
        "The menu of the home page is filled by a script.",
        Twist(),
        Change(answers={"/": Told(MENU_BY_SCRIPT)}),
        "needs-browser",
    ),
    _whole(
        "whole-behind-wall",
        "Tường lửa từ chối mọi trang với mã 200.",
        "A firewall refuses every page with status 200.",
        Twist(),
        Change(answers={"/": Told(WALL), "*": Told(WALL)}),
        "blocked",
    ),
    _whole(
        "whole-robots",
        "robots.txt không cho đọc trang nào.",
        "robots.txt keeps the reader out of everything.",
        Twist(robots=KEPT_OUT),
        Change(),
        "unread",
    ),
)
