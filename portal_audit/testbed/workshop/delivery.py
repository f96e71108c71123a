"""Portals of the workshop that answer wrongly: redirects, types, missing pages, security.txt."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, Told, piece

HEADLESS = "<!doctype html><html lang='vi'><title>Cổng</title>"
CONTACT = "Contact: mailto:attt@$host\n"
WELL_KNOWN = "/.well-known/security.txt"
PLAIN = "text/plain; charset=utf-8"
GONE = Told("Không có tệp này.", 404, PLAIN)
SORRY = (
    "<!doctype html><html lang='vi'><title>Xin lỗi</title>"
    "<p>Trang bạn tìm không có ở đây. Mời bạn thử lại sau hoặc hỏi bộ phận tiếp dân.</p></html>"
)
WAITING = HEADLESS + (
    '<meta http-equiv="refresh" content="0; url=$https/"><p>Đang chuyển sang trang mới.</p></html>'
)
OLD_PAGE = (
    "<!doctype html><html lang='vi'><head><title>Liên hệ</title>"
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    "<body><h1>Liên hệ</h1><p>Mời bạn gọi cho bộ phận tiếp dân trong giờ làm việc.</p>"
    "</body></html>"
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
        "http-error",
        "Địa chỉ HTTP trả lời bằng trang lỗi.",
        "The HTTP address answers with an error page.",
        {"headers.redirect_https": "error-page"},
        Change(plain={"/": Told(SORRY, 404)}),
    ),
    piece(
        "redirect-loop",
        "HTTP chuyển về chính nó mãi.",
        "HTTP leads to itself for ever.",
        {"headers.redirect_https": "loop"},
        Change(plain={"/": Told(status=302, location="$http/")}),
    ),
)

ANSWERS = (
    piece(
        "type-wrong",
        "Một trang được gửi với kiểu nội dung không tồn tại.",
        "A page is sent with a content type that does not exist.",
        {"headers.content_type": "wrong-type"},
        Change(answers={"/lien-he": Told(OLD_PAGE, content_type="unknown/unknown")}),
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
)

CONTACTS = (
    piece(
        "securitytxt-missing",
        "Không có security.txt.",
        "There is no security.txt.",
        {"exposure.security_txt": "missing"},
        Change(answers={WELL_KNOWN: GONE}),
    ),
    piece(
        "securitytxt-expired",
        "security.txt đã hết hạn.",
        "security.txt has expired.",
        {"exposure.security_txt": "expired"},
        Change(answers={WELL_KNOWN: Told(f"{CONTACT}Expires: $past\n", content_type=PLAIN)}),
    ),
    piece(
        "securitytxt-no-contact",
        "security.txt không có dòng Contact.",
        "security.txt has no Contact.",
        {"exposure.security_txt": "no-contact"},
        Change(answers={WELL_KNOWN: Told("Expires: $later\n", content_type=PLAIN)}),
    ),
    piece(
        "securitytxt-legacy",
        "security.txt chỉ có ở chỗ cũ.",
        "security.txt is at its old place only.",
        {"exposure.security_txt": "legacy-path"},
        Change(
            answers={
                WELL_KNOWN: GONE,
                "/security.txt": Told(f"{CONTACT}Expires: $later\n", content_type=PLAIN),
            }
        ),
    ),
    piece(
        "securitytxt-type",
        "security.txt được gửi như một trang HTML.",
        "security.txt is sent as an HTML page.",
        {"exposure.security_txt": "wrong-type"},
        Change(
            answers={
                WELL_KNOWN: Told(
                    f"{CONTACT}Expires: $later\n", content_type="text/html; charset=utf-8"
                )
            }
        ),
    ),
)

DELIVERY = REDIRECTS + ANSWERS + CONTACTS
