"""The portals of the fictional province "Hạc Sơn": who they are and what is wrong with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal_audit.model import Cause, Kind, State

PROVINCE = "Hạc Sơn"
ROOT_HOST = "hacson.gov.test"
"""``.test`` is reserved and never resolves (RFC 2606 section 2)."""


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal, its fault, and what an audit has to say about it."""

    slug: str
    """Short name inside the testbed, such as ``lungxanh``."""
    host: str
    kind: Kind
    name: str
    organisation: str
    fault: str
    """Short English id; ``none`` where nothing is wrong."""
    fault_vi: str
    fault_en: str
    expected: Mapping[str, str] = field(default_factory=dict)
    """Check id → outcome of every finding that is not pass, info or not-applicable."""
    state: State = State.SCANNED
    cause: Cause | None = None
    """Why it cannot be read, where it cannot."""


PORTALS: tuple[Portal, ...] = (
    Portal(
        "hacson",
        ROOT_HOST,
        Kind.PROVINCE,
        "Cổng Thông tin điện tử tỉnh Hạc Sơn",
        "Ủy ban nhân dân tỉnh Hạc Sơn",
        "none",
        "Không có lỗi nào; có bài báo hợp pháp về việc công an triệt phá ổ cờ bạc.",
        "Nothing is wrong; carries a legitimate article on police breaking a gambling ring.",
    ),
    Portal(
        "sotaichinh",
        f"sotaichinh.{ROOT_HOST}",
        Kind.DEPARTMENT,
        "Trang thông tin điện tử Sở Tài chính tỉnh Hạc Sơn",
        "Sở Tài chính tỉnh Hạc Sơn",
        "old-tls",
        "Máy chủ vẫn nhận TLS 1.0 và TLS 1.1 (cùng bộ mật mã CBC và chữ ký SHA-1 kèm theo).",
        "TLS 1.0 and 1.1 are still on, with the CBC-SHA suites and SHA-1 signatures they need.",
        {"tls.versions": "old", "tls.ciphers": "sha1-cbc", "tls.kex_hash": "sha1"},
    ),
    Portal(
        "sonoivu",
        f"sonoivu.{ROOT_HOST}",
        Kind.DEPARTMENT,
        "Trang thông tin điện tử Sở Nội vụ tỉnh Hạc Sơn",
        "Sở Nội vụ tỉnh Hạc Sơn",
        "missing-intermediate",
        "Máy chủ không gửi chứng thư số trung gian.",
        "The server does not send the intermediate certificate.",
        {"tls.cert_trust": "incomplete-chain"},
    ),
    Portal(
        "sokhcn",
        f"sokhcn.{ROOT_HOST}",
        Kind.DEPARTMENT,
        "Trang thông tin điện tử Sở Khoa học và Công nghệ tỉnh Hạc Sơn",
        "Sở Khoa học và Công nghệ tỉnh Hạc Sơn",
        "no-security-headers",
        "Không gửi tiêu đề bảo mật HTTP nào.",
        "Sends no security header at all.",
        {
            "headers.hsts": "missing",
            "headers.xcto": "missing",
            "headers.framing": "missing",
            "headers.referrer": "missing",
            "headers.permissions": "missing",
            "content.csp": "missing",
        },
    ),
    Portal(
        "sotuphap",
        f"sotuphap.{ROOT_HOST}",
        Kind.DEPARTMENT,
        "Trang thông tin điện tử Sở Tư pháp tỉnh Hạc Sơn",
        "Sở Tư pháp tỉnh Hạc Sơn",
        "unsafe-csp",
        "Chính sách CSP cho phép mọi nguồn mã kịch bản, mã nhúng và eval; có bài phổ biến pháp "
        "luật hợp pháp về phòng, chống đánh bạc.",
        "The CSP allows scripts from anywhere, inline scripts and eval; carries a legitimate "
        "article on the law against gambling.",
        {"content.csp": "unsafe-script"},
    ),
    Portal(
        "lungxanh",
        f"lungxanh.{ROOT_HOST}",
        Kind.COMMUNE,
        "Trang thông tin điện tử xã Lũng Xanh",
        "Ủy ban nhân dân xã Lũng Xanh",
        "expired-certificate",
        "Chứng thư số đã hết hạn mười ngày.",
        "The certificate expired ten days ago.",
        {"tls.cert_trust": "expired", "tls.cert_expiry": "expired"},
    ),
    Portal(
        "suoinga",
        f"suoinga.{ROOT_HOST}",
        Kind.COMMUNE,
        "Trang thông tin điện tử xã Suối Ngà",
        "Ủy ban nhân dân xã Suối Ngà",
        "wrong-name",
        "Chứng thư số cấp cho tên miền khác.",
        "The certificate was issued for another host name.",
        {"tls.cert_host": "mismatch"},
    ),
    Portal(
        "dongmay",
        f"dongmay.{ROOT_HOST}",
        Kind.COMMUNE,
        "Trang thông tin điện tử xã Đồng Mây",
        "Ủy ban nhân dân xã Đồng Mây",
        "self-signed",
        "Chứng thư số tự ký.",
        "The certificate is self-signed.",
        {"tls.cert_trust": "self-signed"},
    ),
    Portal(
        "bentram",
        f"bentram.{ROOT_HOST}",
        Kind.COMMUNE,
        "Trang thông tin điện tử phường Bến Trầm",
        "Ủy ban nhân dân phường Bến Trầm",
        "no-https",
        "Không có HTTPS: cổng mạng (port) 443 đóng, trang chỉ chạy trên HTTP.",
        "No HTTPS: the HTTPS port is closed, the pages come over plain HTTP.",
        {
            "tls.https": "refused",
            "headers.redirect_https": "no-https",
            "headers.hsts": "no-https",
            "exposure.security_txt": "no-https",
            "content.form_action": "plain",
        },
    ),
    Portal(
        "thungsuong",
        f"thungsuong.{ROOT_HOST}",
        Kind.COMMUNE,
        "Trang thông tin điện tử xã Thung Sương",
        "Ủy ban nhân dân xã Thung Sương",
        "no-redirect",
        "Truy cập HTTP không được chuyển sang HTTPS.",
        "Plain HTTP serves the pages and does not redirect to HTTPS.",
        {"headers.redirect_https": "not-redirected"},
    ),
    Portal(
        "hackhe",
        f"hackhe.{ROOT_HOST}",
        Kind.COMMUNE,
        "Trang thông tin điện tử phường Hạc Khê",
        "Ủy ban nhân dân phường Hạc Khê",
        "stale-news",
        "Tin mới nhất đã đăng hơn 60 ngày trước.",
        "The latest news item was posted more than 60 days ago.",
        {"information.news_fresh": "stale"},
    ),
    Portal(
        "nganthong",
        f"nganthong.{ROOT_HOST}",
        Kind.COMMUNE,
        "Trang thông tin điện tử xã Ngàn Thông",
        "Ủy ban nhân dân xã Ngàn Thông",
        "placeholder-sections",
        "Nhiều mục trong trình đơn dẫn tới trang “đang cập nhật”.",
        "Several menu entries lead to pages that say “being updated”.",
        {
            "information.placeholder_sections": "many",
            "information.development-plan": "placeholder",
            "information.land-use-plan": "placeholder",
            "information.local-history-culture": "placeholder",
            "information.public-investment": "placeholder",
        },
    ),
    Portal(
        "vanchai",
        f"vanchai.{ROOT_HOST}",
        Kind.COMMUNE,
        "Trang thông tin điện tử xã Vạn Chài",
        "Ủy ban nhân dân xã Vạn Chài",
        "injected-gambling",
        "Khối liên kết cờ bạc bị chèn ẩn ở chân trang của nhiều trang.",
        "A hidden block of gambling links was injected into the footer of several pages.",
        {"content.injected_spam": "hidden"},
    ),
    Portal(
        "deosim",
        f"deosim.{ROOT_HOST}",
        Kind.COMMUNE,
        "Trang thông tin điện tử xã Đèo Sim",
        "Ủy ban nhân dân xã Đèo Sim",
        "javascript-only",
        "Trang không có nội dung nếu trình duyệt không chạy JavaScript; đường dẫn nào cũng được "
        "trả lời bằng cùng một trang ấy.",
        "The pages have no content unless a browser runs their script; every path is answered with "
        "that same page.",
        {"exposure.soft_404": "home-again"},
    ),
    Portal(
        "dichvucong",
        f"dichvucong.{ROOT_HOST}",
        Kind.PUBLIC_SERVICE,
        "Hệ thống thông tin giải quyết thủ tục hành chính tỉnh Hạc Sơn",
        "Văn phòng Ủy ban nhân dân tỉnh Hạc Sơn",
        "insecure-cookie",
        "Cookie phiên đăng nhập thiếu Secure, HttpOnly và SameSite.",
        "The session cookie lacks Secure, HttpOnly and SameSite.",
        {
            "cookies.secure": "session-behind-hsts",
            "cookies.httponly": "exposed",
            "cookies.samesite": "absent",
        },
    ),
    Portal(
        "motcua",
        f"motcua.{ROOT_HOST}",
        Kind.PUBLIC_SERVICE,
        "Cổng Một cửa điện tử tỉnh Hạc Sơn (đã dừng hoạt động)",
        "Văn phòng Ủy ban nhân dân tỉnh Hạc Sơn",
        "nothing-listens",
        "Cổng đã dừng hoạt động: không máy chủ nào trả lời.",
        "The portal was retired: nothing listens on either port.",
        state=State.NOT_SCANNED,
        cause=Cause.REFUSED,
    ),
    Portal(
        "bao",
        f"bao.{ROOT_HOST}",
        Kind.WEB,
        "Báo Hạc Sơn điện tử",
        "Báo Hạc Sơn",
        "blocked",
        "Tường lửa ứng dụng web chặn mọi yêu cầu (403).",
        "A web application firewall answers every request with 403.",
        state=State.NOT_SCANNED,
        cause=Cause.BLOCKED,
    ),
    Portal(
        "bqlkcn",
        f"bqlkcn.{ROOT_HOST}",
        Kind.WEB,
        "Ban Quản lý các khu công nghiệp tỉnh Hạc Sơn",
        "Ban Quản lý các khu công nghiệp tỉnh Hạc Sơn",
        "never-answers",
        "Máy chủ nhận kết nối nhưng không bao giờ trả lời.",
        "The server accepts connections and never answers.",
        state=State.NOT_SCANNED,
        cause=Cause.TIMEOUT,
    ),
)
"""All portals, the provincial one first."""

BY_SLUG: Mapping[str, Portal] = {portal.slug: portal for portal in PORTALS}
