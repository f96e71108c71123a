"""Portals of the workshop whose https pages load, or send, without encryption."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, piece

PASSWORD = (
    '<form action="$http/dang-nhap" method="post"><label>Tên <input name="ten"></label>'
    '<label>Mật khẩu <input type="password" name="mat-khau"></label></form>'
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
        "mixed-style",
        "Trang https nạp kiểu trang qua http.",
        "An https page loads a style sheet over http.",
        {"content.mixed_active": "style"},
        Change(head='<link rel="stylesheet" href="$http/assets/site.css">'),
    ),
    piece(
        "mixed-request",
        "Mã trong trang https gọi dữ liệu qua http.",
        "A script of an https page asks for data over http.",
        {"content.mixed_active": "request"},
        Change(head='<script>fetch("$http/so-lieu.json")</script>'),
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
)
