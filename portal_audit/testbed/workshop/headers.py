"""Portals of the workshop with a fault in their response headers."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, Part, piece

HSTS = "Strict-Transport-Security"
FRAMING = "X-Frame-Options"
CORS = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"

PROTECTION = (
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
)

OTHERS = (
    piece(
        "disclosure-version",
        "Tiêu đề Server nói rõ phần mềm và phiên bản.",
        "The Server header names software and version.",
        {"headers.disclosure": "version"},
        Change(headers={"Server": "nginx/1.18.0 (Ubuntu)"}),
    ),
    piece(
        "disclosure-product",
        "Tiêu đề X-Powered-By nói rõ phần mềm.",
        "X-Powered-By names the software.",
        {"headers.disclosure": "product"},
        Change(headers={"X-Powered-By": "ASP.NET"}),
    ),
    piece(
        "cors-open",
        "CORS cho mọi trang lạ đọc nội dung kèm phiên đăng nhập.",
        "CORS lets any foreign site read answers, with the visitor's session.",
        {"headers.cors": "reflects-credentials"},
        Change(headers={CORS: "$origin", CREDENTIALS: "true"}),
    ),
    piece(
        "cors-reflects",
        "CORS cho phép bất cứ trang nào hỏi tới, không kèm phiên đăng nhập.",
        "CORS allows whichever site asks, without the session.",
        {"headers.cors": "reflects"},
        Change(headers={CORS: "$origin"}),
    ),
    piece(
        "cors-null",
        "CORS cho phép nguồn null, tức là ai cũng được.",
        "CORS allows the origin null, which anybody can be.",
        {"headers.cors": "reflects-null"},
        Change(headers={CORS: "null"}),
    ),
    piece(
        "coop-invalid",
        "Cross-Origin-Opener-Policy có giá trị không tồn tại.",
        "Cross-Origin-Opener-Policy has a value that does not exist.",
        {"headers.isolation": "invalid"},
        Change(headers={"Cross-Origin-Opener-Policy": "same_origin"}),
    ),
    piece(
        "coep-invalid",
        "Cross-Origin-Embedder-Policy được gửi hai lần nên trình duyệt không đọc được.",
        "Cross-Origin-Embedder-Policy is sent twice, so that browsers cannot read it.",
        {"headers.isolation": "invalid"},
        Change(headers={"Cross-Origin-Embedder-Policy": ("require-corp", "require-corp")}),
    ),
    piece(
        "key-pins",
        "Còn gửi Public-Key-Pins (HPKP), có thể khóa người dùng ở ngoài.",
        "Public-Key-Pins (HPKP) is still sent and can lock visitors out.",
        {"headers.deprecated": "key-pins"},
        Change(
            headers={
                "Public-Key-Pins": 'pin-sha256="d6qzRu9zOECb90Uez27xWltNsj0e1Md7GkYYkVoZWmM="; '
                'pin-sha256="E9CZ9INDbd+2eRQozYqqbQ2yXLVKB9+xcprMF+44U1g="; max-age=5184000'
            }
        ),
    ),
    piece(
        "xss-filter",
        "Còn bật bộ lọc X-XSS-Protection đã lỗi thời.",
        "The outdated filter X-XSS-Protection is on.",
        {"headers.deprecated": "xss-filter"},
        Change(headers={"X-XSS-Protection": "1; mode=block"}),
    ),
    piece(
        "dropped-header",
        "Còn gửi Expect-CT mà trình duyệt không đọc nữa.",
        "Expect-CT is still sent, which browsers no longer read.",
        {"headers.deprecated": "dropped"},
        Change(headers={"Expect-CT": "max-age=86400, enforce"}),
    ),
    piece(
        "bare-lost",
        "Trang báo lỗi 404 không có tiêu đề bảo mật nào.",
        "The 404 page has no security header.",
        {"headers.consistency": "errors-bare"},
        Change(bare=frozenset({Part.LOST})),
    ),
    piece(
        "bare-inner",
        "Chỉ trang chủ có tiêu đề bảo mật, các trang trong thì không.",
        "Only the home page has security headers, the inner pages have none.",
        {"headers.consistency": "home-only"},
        Change(bare=frozenset({Part.INNER})),
    ),
    piece(
        "bare-page",
        "Một trang trong không có tiêu đề bảo mật.",
        "One inner page has no security header.",
        {"headers.consistency": "inner-missing"},
        Change(bare=frozenset({Part.LAST})),
    ),
    piece(
        "bare-files",
        "Tệp kịch bản và kiểu trang không có tiêu đề bảo mật.",
        "Scripts and style sheets have no security header.",
        {"headers.consistency": "files-bare"},
        Change(bare=frozenset({Part.FILES})),
    ),
)

HEADERS = PROTECTION + OTHERS
