"""Portals of the workshop that lead astray: redirects and missing pages."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, Told, piece

SORRY = (
    "<!doctype html><html lang='vi'><title>Xin lỗi</title>"
    "<p>Trang bạn tìm không có ở đây. Mời bạn thử lại sau hoặc hỏi bộ phận tiếp dân.</p></html>"
)
WAITING = (
    "<!doctype html><html lang='vi'><title>Cổng</title>"
    '<meta http-equiv="refresh" content="0; url=$https/"><p>Đang chuyển sang trang mới.</p></html>'
)

REDIRECTS = (
    piece(
        "redirect-late",
        "HTTP chuyển sang một địa chỉ HTTP khác trước, rồi mới sang HTTPS.",
        "HTTP leads to another HTTP address first, and only then to HTTPS.",
        {"headers.redirect_https": "late"},
        Change(plain={"/": Told(status=301, location="$http/trang-chu")}),
    ),
    piece(
        "redirect-off-host",
        "HTTP chuyển thẳng sang tên miền khác trước khi về đúng tên miền.",
        "HTTP leads to another host name before it comes back to this one.",
        {"headers.redirect_https": "off-host"},
        Change(plain={"/": Told(status=301, location="https://www.$host:$port/")}),
    ),
    piece(
        "redirect-meta",
        "HTTP chuyển sang HTTPS bằng thẻ meta trong trang.",
        "HTTP leads to HTTPS by an element of the page.",
        {"headers.redirect_https": "meta-refresh"},
        Change(plain={"/": Told(WAITING)}),
    ),
    piece(
        "redirect-odd",
        "HTTP chuyển sang HTTPS bằng mã 303.",
        "HTTP leads to HTTPS with the status 303.",
        {"headers.redirect_https": "odd-status"},
        Change(plain={"/": Told(status=303, location="$https/")}),
    ),
    piece(
        "redirect-stays",
        "HTTP chuyển sang một trang HTTP khác rồi dừng ở đó.",
        "HTTP leads to another page over HTTP and ends there.",
        {"headers.redirect_https": "ends-on-http"},
        Change(
            plain={"/": Told(status=301, location="$http/trang-chu"), "/trang-chu": Told(SORRY)}
        ),
    ),
    piece(
        "redirect-loop",
        "HTTP chuyển về chính nó mãi.",
        "HTTP leads to itself for ever.",
        {"headers.redirect_https": "loop"},
        Change(plain={"/": Told(status=302, location="$http/")}),
    ),
    piece(
        "http-error",
        "Địa chỉ HTTP trả lời bằng trang lỗi.",
        "The HTTP address answers with an error page.",
        {"headers.redirect_https": "error-page"},
        Change(plain={"/": Told(SORRY, 404)}),
    ),
)

MISSING = (
    piece(
        "soft-404",
        "Địa chỉ không tồn tại được trả lời như trang bình thường (200).",
        "An address that does not exist is answered like a page (200).",
        {"exposure.soft_404": "found"},
        Change(answers={"*": Told(SORRY)}),
    ),
    piece(
        "lost-goes-home",
        "Địa chỉ không tồn tại được chuyển về trang chủ.",
        "An address that does not exist leads to the home page.",
        {"exposure.soft_404": "home-again"},
        Change(answers={"*": Told(status=302, location="/")}),
    ),
    piece(
        "lost-server-error",
        "Địa chỉ không tồn tại làm máy chủ báo lỗi 500.",
        "An address that does not exist makes the server fail (500).",
        {"exposure.soft_404": "server-error"},
        Change(answers={"*": Told(SORRY, 500)}),
    ),
    piece(
        "lost-bad-request",
        "Địa chỉ không tồn tại được trả lời là yêu cầu sai (400).",
        "An address that does not exist is answered as a bad request (400).",
        {"exposure.soft_404": "other-error"},
        Change(answers={"*": Told(SORRY, 400)}),
    ),
)
