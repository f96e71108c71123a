"""Portals of the workshop whose cookies are not safe."""

from __future__ import annotations

from portal_audit.testbed.province import ROOT_HOST
from portal_audit.testbed.workshop.change import WORKSHOP_HOST, Change, piece

SESSION = "PHPSESSID=b8f1c02d9a7e4653; Path=/"
LANGUAGE = "ngon_ngu=vi; Path=/"
SAFE = "Secure; HttpOnly; SameSite=Lax"
INTEGRITY = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"
"""Of a file that does not exist; nobody fetches it."""
TRACKER = (
    '<script src="https://www.google-analytics.com/analytics.js" '
    f'integrity="{INTEGRITY}" crossorigin="anonymous" async></script>'
)

COOKIES = (
    piece(
        "cookie-open",
        "Cookie thường thiếu Secure.",
        "A cookie lacks Secure.",
        {"cookies.secure": "behind-hsts"},
        Change(cookie=f"{LANGUAGE}; HttpOnly; SameSite=Lax"),
    ),
    piece(
        "cookie-open-without-hsts",
        "Cookie thường thiếu Secure, và không có HSTS che chắn.",
        "A cookie lacks Secure, and no HSTS makes up for it.",
        {"cookies.secure": "open", "headers.hsts": "missing"},
        Change(
            cookie=f"{LANGUAGE}; HttpOnly; SameSite=Lax",
            headers={"Strict-Transport-Security": None},
        ),
    ),
    piece(
        "session-open",
        "Cookie phiên thiếu Secure.",
        "The session cookie lacks Secure.",
        {"cookies.secure": "session-behind-hsts"},
        Change(cookie=f"{SESSION}; HttpOnly; SameSite=Lax"),
    ),
    piece(
        "session-open-without-hsts",
        "Cookie phiên thiếu Secure, và không có HSTS che chắn.",
        "The session cookie lacks Secure, and no HSTS makes up for it.",
        # With HSTS the same cookie is milder: both have to be missing.
        {"cookies.secure": "session-open", "headers.hsts": "missing"},
        Change(
            cookie=f"{SESSION}; HttpOnly; SameSite=Lax",
            headers={"Strict-Transport-Security": None},
        ),
    ),
    piece(
        "session-exposed",
        "Cookie phiên thiếu HttpOnly.",
        "The session cookie lacks HttpOnly.",
        {"cookies.httponly": "exposed"},
        Change(cookie=f"{SESSION}; Secure; SameSite=Lax"),
    ),
    piece(
        "samesite-absent",
        "Cookie không có SameSite.",
        "A cookie has no SameSite.",
        {"cookies.samesite": "absent"},
        Change(cookie=f"{LANGUAGE}; Secure; HttpOnly"),
    ),
    piece(
        "samesite-none",
        "Cookie cho mọi trang khác dùng (SameSite=None) mà thiếu Secure.",
        "A cookie is for all other sites (SameSite=None) and lacks Secure.",
        # One fault by the standard of SameSite, and the missing Secure is one by itself.
        {"cookies.samesite": "none-insecure", "cookies.secure": "behind-hsts"},
        Change(cookie=f"{LANGUAGE}; HttpOnly; SameSite=None"),
    ),
    piece(
        "samesite-for-all",
        "Cookie cho mọi trang khác dùng (SameSite=None).",
        "A cookie is for all other sites (SameSite=None).",
        {"cookies.samesite": "none-secure"},
        Change(cookie=f"{LANGUAGE}; Secure; HttpOnly; SameSite=None"),
    ),
    piece(
        "samesite-invalid",
        "Cookie có giá trị SameSite không tồn tại.",
        "A cookie has a SameSite that does not exist.",
        {"cookies.samesite": "invalid"},
        Change(cookie=f"{LANGUAGE}; Secure; HttpOnly; SameSite=Yes"),
    ),
    piece(
        "csrf-absent",
        "Cookie chống giả mạo yêu cầu không có SameSite.",
        "The cookie against forged requests has no SameSite.",
        {"cookies.samesite": "csrf-absent"},
        Change(cookie="XSRF-TOKEN=5a1f90c27be84d36; Path=/; Secure"),
    ),
    piece(
        "cookie-parent",
        "Cookie được gửi cho mọi trang cùng tên miền cấp trên.",
        "A cookie goes to every site below the parent domain.",
        {"cookies.scope": "parent"},
        Change(cookie=f"{LANGUAGE}; Domain={WORKSHOP_HOST}; {SAFE}"),
    ),
    piece(
        "cookie-shared",
        "Cookie được gửi cho mọi cơ quan của tỉnh.",
        "A cookie goes to every public body of the province.",
        {"cookies.scope": "shared"},
        Change(cookie=f"{LANGUAGE}; Domain={ROOT_HOST}; {SAFE}"),
    ),
    piece(
        "cookie-suffix",
        "Cookie ghi phần đuôi chung của mọi tên miền.",
        "A cookie names the end that all domains share.",
        {"cookies.scope": "public-suffix"},
        Change(cookie=f"{LANGUAGE}; Domain=test; {SAFE}"),
    ),
    piece(
        "cookie-elsewhere",
        "Cookie ghi tên miền của nơi khác, nên bị trình duyệt bỏ.",
        "A cookie names somebody else's domain, so that browsers drop it.",
        {"cookies.scope": "foreign"},
        Change(cookie=f"{LANGUAGE}; Domain=doi-tac-1.example; {SAFE}"),
    ),
    piece(
        "cookie-lasting",
        "Cookie được giữ 500 ngày.",
        "A cookie is kept for 500 days.",
        {"cookies.lifetime": "long"},
        Change(cookie=f"{LANGUAGE}; Max-Age=43200000; {SAFE}"),
    ),
    piece(
        "cookie-prefix",
        "Cookie mang tiền tố __Host- nhưng không giữ đúng điều kiện, nên bị trình duyệt từ chối.",
        "A cookie bears the prefix __Host- against its terms, so that browsers refuse it.",
        {},
        Change(cookie=f"__Host-phien=8c1d52a6f0b94e37; Path=/tin-tuc; {SAFE}"),
        told={"cookies.prefix": "refused"},
    ),
)

FOREIGN_COOKIES = (
    piece(
        "tracker",
        "Trang chủ nạp mã theo dõi của bên thứ ba.",
        "The home page loads a third party's tracker.",
        # A tracker is a foreign host too.
        {"cookies.third_party": "tracker", "content.third_party": "trackers"},
        Change(head=TRACKER, csp={"script-src": "'self' https://www.google-analytics.com"}),
    ),
    piece(
        "embedded-video",
        "Trang chủ nhúng video của nơi đặt cookie ngay khi tải.",
        "The home page embeds a video from a service that sets cookies at once.",
        {"cookies.third_party": "few"},
        Change(
            body='<iframe src="https://www.youtube.com/embed/aaaaaaaaaaa" title="Phim"></iframe>',
            csp={"frame-src": "https://www.youtube.com"},
        ),
    ),
    piece(
        "many-embedded",
        "Trang chủ nhúng khung của ba nơi đặt cookie ngay khi tải.",
        "The home page embeds frames of three services that set cookies at once.",
        # Three foreign hosts are more than a few.
        {"cookies.third_party": "many", "content.third_party": "some"},
        Change(
            body='<iframe src="https://www.youtube.com/embed/aaaaaaaaaaa" title="Phim"></iframe>'
            '<iframe src="https://www.facebook.com/plugins/page.php" title="Trang"></iframe>'
            '<iframe src="https://www.tiktok.com/embed/1" title="Phim ngắn"></iframe>',
        ),
    ),
)
