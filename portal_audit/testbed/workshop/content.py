"""Portals of the workshop whose pages carry a fault of their own."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, Told, piece

SCRIPT_TYPE = "text/javascript; charset=utf-8"
TRACE = (
    "<pre>Traceback (most recent call last):\n"
    '  File "/srv/cong/tin.py", line 214, in chi_tiet\n'
    "KeyError: 'ma_tin'</pre>"
)

CONTENT = (
    piece(
        "old-jquery",
        "Dùng jQuery 1.12.4 có lỗ hổng đã công bố.",
        "jQuery 1.12.4 with its published vulnerabilities is in use.",
        {"content.old_library": "faulty"},
        Change(
            head='<script src="/thu-vien/jquery-1.12.4.min.js"></script>',
            answers={
                "/thu-vien/jquery-1.12.4.min.js": Told("/* jQuery */", content_type=SCRIPT_TYPE)
            },
        ),
    ),
    piece(
        "ended-vue",
        "Dùng Vue 2.7.16 đã hết được bảo trì.",
        "Vue 2.7.16 is in use, which nobody mends any more.",
        {"content.old_library": "ended"},
        Change(
            head='<script src="/thu-vien/vue-2.7.16.min.js"></script>',
            answers={"/thu-vien/vue-2.7.16.min.js": Told("/* Vue */", content_type=SCRIPT_TYPE)},
        ),
    ),
    piece(
        "spam-links",
        "Trang chủ có hai liên kết cờ bạc nhìn thấy được.",
        "The home page has two gambling links that can be seen.",
        {"content.injected_spam": "links"},
        Change(
            body='<p><a href="https://tai-xiu-789.example/">Tài xỉu đổi thưởng uy tín</a> '
            '<a href="https://nha-cai-567.example/">Nhà cái cá độ bóng đá</a></p>'
        ),
    ),
    piece(
        "inline-handlers",
        "Trang có thuộc tính onclick.",
        "The page has onclick attributes.",
        {},
        Change(body='<button type="button" onclick="in()">In trang</button>'),
        told={"content.inline_handlers": "found"},
    ),
    piece(
        "opener",
        "Liên kết mở cửa sổ mới mà không cắt liên hệ với trang này.",
        "A link opens a new window that keeps a hold on this one.",
        {},
        Change(body='<a href="https://doi-tac-1.example/" target="_blank">Đối tác</a>'),
        told={"content.opener": "found"},
    ),
    piece(
        "meta-refresh",
        "Trang chủ tự tải lại sau mười phút.",
        "The home page reloads itself every ten minutes.",
        {},
        Change(head='<meta http-equiv="refresh" content="600">'),
        told={"content.meta_refresh": "found"},
    ),
    piece(
        "stack-trace",
        "Trang hiện vết lỗi của chương trình.",
        "A page shows a stack trace.",
        {"exposure.diagnostic": "trace"},
        Change(body=TRACE),
    ),
    piece(
        "debug-bar",
        "Trang nạp thanh gỡ lỗi.",
        "A page loads a debug bar.",
        {"exposure.diagnostic": "debugger"},
        Change(
            head='<script src="/_debugbar/assets/javascript"></script>',
            answers={"/_debugbar/assets/javascript": Told("/* */", content_type=SCRIPT_TYPE)},
        ),
    ),
)
