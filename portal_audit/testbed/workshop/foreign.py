"""Portals of the workshop that load from, or send to, other organisations."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, piece
from portal_audit.testbed.workshop.cookies import INTEGRITY

PINNED = f'integrity="{INTEGRITY}" crossorigin="anonymous"'
LIBRARY = "https://cdn.thu-vien.example/ban-do.min.js"
MANY = "".join(
    f'<img src="https://anh.doi-tac-{number}.example/bieu-trung.png" alt="Đối tác {number}">'
    for number in range(1, 12)
)
SOME = "".join(
    f'<img src="https://anh.doi-tac-{number}.example/bieu-trung.png" alt="Đối tác {number}">'
    for number in range(1, 5)
)

FOREIGN = (
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
)
