"""Portals of the workshop whose pages carry a fault."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, Told, piece
from portal_audit.testbed.workshop.cookies import INTEGRITY

PINNED = f'integrity="{INTEGRITY}" crossorigin="anonymous"'
LIBRARY = "https://cdn.thu-vien.example/ban-do.min.js"
SCRIPT_TYPE = "text/javascript; charset=utf-8"
MANY = "".join(
    f'<img src="https://anh.doi-tac-{number}.example/bieu-trung.png" alt="Đối tác {number}">'
    for number in range(1, 12)
)
SOME = "".join(
    f'<img src="https://anh.doi-tac-{number}.example/bieu-trung.png" alt="Đối tác {number}">'
    for number in range(1, 5)
)
PASSWORD = (
    '<form action="$http/dang-nhap" method="post"><label>Tên <input name="ten"></label>'
    '<label>Mật khẩu <input type="password" name="mat-khau"></label></form>'
)
TRACE = (
    "<pre>Traceback (most recent call last):\n"
    '  File "/srv/cong/tin.py", line 214, in chi_tiet\n'
    "KeyError: 'ma_tin'</pre>"
)

MIXED = (
    piece(
        "mixed-script",
        "Trang https nạp mã kịch bản qua http.",
        "An https page loads a script over http.",
        {"content.mixed_active": "script"},
        Change(head='<script src="$http/assets/site.js"></script>'),
    ),
    piece(
        "mixed-frame",
        "Trang https nhúng khung qua http.",
        "An https page frames a page over http.",
        {"content.mixed_active": "frame"},
        Change(body='<iframe src="$http/lien-he" title="Liên hệ"></iframe>'),
    ),
    piece(
        "mixed-upgraded",
        "Trang https nạp mã qua http, nhưng có lệnh nâng cấp lên https.",
        "An https page loads a script over http, and has browsers upgrade it.",
        {"content.mixed_active": "upgraded"},
        Change(
            head='<script src="$http/assets/site.js"></script>',
            csp={"upgrade-insecure-requests": ""},
        ),
    ),
    piece(
        "mixed-picture",
        "Trang https có một ảnh tải qua http.",
        "An https page has a picture that comes over http.",
        {"content.mixed_passive": "few"},
        Change(body='<img src="$http/assets/ban-do.svg" alt="Bản đồ">'),
    ),
    piece(
        "mixed-pictures",
        "Trang https có nhiều ảnh tải qua http.",
        "An https page has many pictures that come over http.",
        {"content.mixed_passive": "many"},
        Change(body="".join(f'<img src="$http/anh/{n}.jpg" alt="Ảnh {n}">' for n in range(1, 8))),
    ),
)

FORMS = (
    piece(
        "password-plain",
        "Mật khẩu được gửi qua http.",
        "A password is sent over http.",
        # A form that sends a password in the clear is a form in the clear, and mixed content.
        {
            "content.password_http": "sent-plain",
            "content.form_action": "plain",
            "content.mixed_active": "form",
        },
        Change(body=PASSWORD),
    ),
    piece(
        "form-foreign",
        "Biểu mẫu gửi dữ liệu tới tổ chức khác.",
        "A form sends what is typed to another organisation.",
        {"content.form_action": "foreign"},
        Change(
            body='<form action="https://bieu-mau.khao-sat.example/nhan" method="post">'
            '<label>Ý kiến <input name="y-kien"></label></form>'
        ),
    ),
    piece(
        "search-foreign",
        "Ô tìm kiếm gửi từ khóa tới tổ chức khác.",
        "The search box sends what is looked for to another organisation.",
        {"content.form_action": "foreign-search"},
        Change(
            body='<form action="https://tim.tra-cuu.example/"><label>Tìm <input name="q"></label>'
            "</form>"
        ),
    ),
)

FOREIGN = (
    piece(
        "script-unpinned",
        "Mã của bên ngoài không kèm mã băm kiểm tra (SRI).",
        "A foreign script without a hash to verify it by (SRI).",
        {"content.sri": "unprotected"},
        Change(head=f'<script src="{LIBRARY}"></script>'),
    ),
    piece(
        "script-half-pinned",
        "Chỉ một trong hai tệp mã của bên ngoài có mã băm kiểm tra.",
        "One of two foreign scripts has a hash to verify it by.",
        {"content.sri": "some"},
        Change(
            head=f'<script src="{LIBRARY}"></script>'
            f'<script src="{LIBRARY}?phan=2" {PINNED}></script>'
        ),
    ),
    piece(
        "script-schemeless",
        "Mã của bên ngoài được gọi bằng địa chỉ bắt đầu bằng //.",
        "A foreign script is named by an address that begins with //.",
        {"content.sri": "insecure"},
        Change(head=f'<script src="{LIBRARY.removeprefix("https:")}"></script>'),
    ),
    piece(
        "third-parties",
        "Trang chủ tải ảnh từ bốn tổ chức khác.",
        "The home page loads pictures from four other organisations.",
        {"content.third_party": "some"},
        Change(body=SOME),
    ),
    piece(
        "many-third-parties",
        "Trang chủ tải ảnh từ mười một tổ chức khác.",
        "The home page loads pictures from eleven other organisations.",
        {"content.third_party": "many"},
        Change(body=MANY),
    ),
    piece(
        "dead-script-host",
        "Mã được nạp từ tên miền không còn tồn tại.",
        "A script is loaded from a name that does not exist.",
        {"content.dead_script_host": "dead"},
        Change(head=f'<script src="https://thong-ke.truy-cap.invalid/dem.js" {PINNED}></script>'),
    ),
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
)

REPORTED = (
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

CONTENT = MIXED + FORMS + FOREIGN + REPORTED
