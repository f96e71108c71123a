"""Portals of the workshop with headers better left out, or left out where they are needed."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, Part, Told, piece

OLD_PAGE = (
    "<!doctype html><html lang='vi'><head><title>Liên hệ</title>"
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    "<body><h1>Liên hệ</h1><p>Mời bạn gọi cho bộ phận tiếp dân trong giờ làm việc.</p>"
    "</body></html>"
)

REMNANTS = (
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
)

UNEVEN = (
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
    piece(
        "bare-redirect",
        "Bước chuyển hướng qua HTTPS không có HSTS.",
        "A redirect over HTTPS has no HSTS.",
        {"headers.consistency": "redirects-bare"},
        Change(
            bare=frozenset({Part.HOPS}),
            answers={"/": Told(status=302, location="/gioi-thieu")},
        ),
    ),
)

TYPES = (
    piece(
        "type-wrong",
        "Một trang được gửi với kiểu nội dung không tồn tại.",
        "A page is sent with a content type that does not exist.",
        {"headers.content_type": "wrong-type"},
        Change(answers={"/lien-he": Told(OLD_PAGE, content_type="unknown/unknown")}),
    ),
    piece(
        "type-missing",
        "Một trang được gửi mà không nói kiểu nội dung.",
        "A page is sent without a content type.",
        {"headers.content_type": "no-type"},
        Change(answers={"/lien-he": Told(OLD_PAGE, content_type="")}),
    ),
    piece(
        "charset-missing",
        "Một trang không nói dùng bảng mã nào.",
        "A page does not say which character set it is in.",
        {"headers.content_type": "no-charset"},
        Change(answers={"/lien-he": Told(OLD_PAGE, content_type="text/html")}),
    ),
    piece(
        "charset-old",
        "Một trang dùng bảng mã cũ.",
        "A page is in an old character set.",
        {"headers.content_type": "other-charset"},
        Change(
            answers={"/lien-he": Told(OLD_PAGE, content_type="text/html; charset=windows-1258")}
        ),
    ),
)
