"""Portals of the workshop with a fault in the headers that protect visitors."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, piece

HSTS = "Strict-Transport-Security"
FRAMING = "X-Frame-Options"

HEADERS = (
    piece(
        "hsts-too-short",
        "HSTS chỉ có hiệu lực một ngày.",
        "HSTS holds for one day only.",
        {"headers.hsts": "too-short"},
        Change(headers={HSTS: "max-age=86400; includeSubDomains"}),
    ),
    piece(
        "hsts-short",
        "HSTS có hiệu lực chín tháng, chưa đủ một năm.",
        "HSTS holds for nine months, not a year.",
        {"headers.hsts": "short"},
        Change(headers={HSTS: "max-age=23328000; includeSubDomains"}),
    ),
    piece(
        "hsts-repeated",
        "HSTS được gửi hai lần với hai thời hạn khác nhau.",
        "HSTS is sent twice, with different ages.",
        {"headers.hsts": "repeated"},
        Change(headers={HSTS: ("max-age=31536000; includeSubDomains", "max-age=300")}),
    ),
    piece(
        "hsts-unreadable",
        "Thời hạn của HSTS không phải là số.",
        "The age of HSTS is no number.",
        {"headers.hsts": "unreadable"},
        Change(headers={HSTS: "max-age=one-year; includeSubDomains"}),
    ),
    piece(
        "hsts-on-http-only",
        "HSTS chỉ được gửi qua HTTP, nơi trình duyệt bỏ qua.",
        "HSTS is sent over HTTP only, where browsers ignore it.",
        {"headers.hsts": "missing"},
        Change(headers={HSTS: None}, plain_headers={HSTS: "max-age=31536000"}),
    ),
    piece(
        "xcto-misspelt",
        "X-Content-Type-Options viết sai: nosnif.",
        "X-Content-Type-Options is misspelt: nosnif.",
        {"headers.xcto": "other"},
        Change(headers={"X-Content-Type-Options": "nosnif"}),
    ),
    # Where frame-ancestors is sent browsers ignore X-Frame-Options, so the portals that rely on
    # the latter lack one of the four directives that harden a policy.
    piece(
        "framing-allow-from",
        "Chống nhúng khung bằng ALLOW-FROM, điều trình duyệt không còn hiểu.",
        "Framing is limited by ALLOW-FROM, which browsers no longer understand.",
        {"headers.framing": "allow-from", "content.csp_hardening": "some"},
        Change(
            headers={FRAMING: "ALLOW-FROM https://hacson.gov.test/"}, csp={"frame-ancestors": None}
        ),
    ),
    piece(
        "framing-contradictory",
        "X-Frame-Options được gửi hai lần với hai giá trị trái nhau.",
        "X-Frame-Options is sent twice with contrary values.",
        {"headers.framing": "contradictory", "content.csp_hardening": "some"},
        Change(headers={FRAMING: ("DENY", "SAMEORIGIN")}, csp={"frame-ancestors": None}),
    ),
    piece(
        "framing-invalid",
        "X-Frame-Options có giá trị không tồn tại.",
        "X-Frame-Options has a value that does not exist.",
        {"headers.framing": "invalid", "content.csp_hardening": "some"},
        Change(headers={FRAMING: "ALLOWALL"}, csp={"frame-ancestors": None}),
    ),
    piece(
        "framing-wildcard",
        "frame-ancestors cho phép mọi trang nhúng khung.",
        "frame-ancestors lets anybody frame the pages.",
        {"headers.framing": "wildcard"},
        Change(csp={"frame-ancestors": "*"}),
    ),
    piece(
        "referrer-unsafe",
        "Referrer-Policy gửi toàn bộ địa chỉ trang cho nơi khác.",
        "Referrer-Policy gives whole addresses of pages to others.",
        {"headers.referrer": "unsafe"},
        Change(headers={"Referrer-Policy": "unsafe-url"}),
    ),
    piece(
        "referrer-invalid",
        "Referrer-Policy có giá trị không tồn tại.",
        "Referrer-Policy has a value that does not exist.",
        {"headers.referrer": "invalid"},
        Change(headers={"Referrer-Policy": "never"}),
    ),
    piece(
        "referrer-origin",
        "Referrer-Policy luôn gửi tên miền cho nơi khác, kể cả qua HTTP.",
        "Referrer-Policy always tells the host name, over HTTP as well.",
        {"headers.referrer": "origin-only"},
        Change(headers={"Referrer-Policy": "origin"}),
    ),
    piece(
        "permissions-invalid",
        "Permissions-Policy viết theo cú pháp cũ nên trình duyệt bỏ qua.",
        "Permissions-Policy is written in the old syntax, so that browsers ignore it.",
        {"headers.permissions": "invalid"},
        Change(headers={"Permissions-Policy": "camera 'none'; microphone 'none'"}),
    ),
    piece(
        "permissions-open",
        "Permissions-Policy cho mọi trang nhúng dùng máy ảnh.",
        "Permissions-Policy lets any embedded page use the camera.",
        {"headers.permissions": "open-to-all"},
        Change(headers={"Permissions-Policy": "camera=*, microphone=(), geolocation=()"}),
    ),
    piece(
        "permissions-loose",
        "Permissions-Policy chỉ giới hạn máy ảnh.",
        "Permissions-Policy limits the camera only.",
        {"headers.permissions": "loose"},
        Change(headers={"Permissions-Policy": "camera=()"}),
    ),
    piece(
        "permissions-old-name",
        "Quyền của trang nhúng được giới hạn bằng Feature-Policy, tên cũ của Permissions-Policy.",
        "Embedded pages are limited by Feature-Policy, the old name of Permissions-Policy.",
        # The old name is a header that browsers dropped.
        {"headers.permissions": "old-name", "headers.deprecated": "dropped"},
        Change(headers={"Permissions-Policy": None, "Feature-Policy": "camera 'none'"}),
    ),
)
