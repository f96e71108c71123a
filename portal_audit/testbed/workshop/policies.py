"""Portals of the workshop whose Content-Security-Policy does not hold."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, piece

POLICY = "Content-Security-Policy"

POLICIES = (
    piece(
        "csp-missing",
        "Không có chính sách CSP.",
        "There is no CSP.",
        {"content.csp": "missing"},
        Change(headers={POLICY: None}),
    ),
    piece(
        "csp-report-only",
        "Chính sách CSP chỉ báo cáo, không ngăn chặn.",
        "The CSP only reports and stops nothing.",
        {"content.csp": "report-only"},
        Change(headers={POLICY: None, f"{POLICY}-Report-Only": "default-src 'self'"}),
    ),
    piece(
        "csp-invalid",
        "Chính sách CSP viết sai tên chỉ thị: trình duyệt bỏ qua.",
        "The CSP misspells its directive, so that browsers ignore it.",
        # A policy without a known directive has none of those that harden it either.
        {"content.csp": "invalid", "content.csp_hardening": "few"},
        Change(headers={POLICY: "defaultsrc 'self'"}),
    ),
    piece(
        "csp-repeated",
        "Chính sách CSP có một chỉ thị viết hai lần: trình duyệt bỏ lần sau.",
        "The CSP has one directive twice: browsers drop the second.",
        {"content.csp": "repeated"},
        Change(csp={"default-src": "'self'; script-src 'self' https://cdn.thu-vien.example"}),
    ),
    piece(
        "csp-strict-dynamic",
        "Chính sách CSP có strict-dynamic mà không có nonce hay mã băm.",
        "The CSP has strict-dynamic without nonce or hash.",
        {"content.csp": "strict-dynamic-alone"},
        Change(csp={"script-src": "'self' 'strict-dynamic'"}),
    ),
    piece(
        "csp-insecure-scheme",
        "Chính sách CSP cho nạp mã từ địa chỉ không mã hóa.",
        "The CSP allows scripts from an address without encryption.",
        {"content.csp": "insecure-scheme"},
        Change(csp={"script-src": "'self' http://cdn.thu-vien.example"}),
    ),
    piece(
        "csp-insecure-pictures",
        "Chính sách CSP cho nạp ảnh từ địa chỉ không mã hóa.",
        "The CSP allows pictures from addresses without encryption.",
        {"content.csp": "insecure-passive"},
        Change(csp={"img-src": "'self' data: http:"}),
    ),
    piece(
        "csp-broad-script",
        "Chính sách CSP cho nạp mã từ mọi địa chỉ https.",
        "The CSP allows scripts from any https address.",
        {"content.csp": "broad-script"},
        Change(csp={"script-src": "'self' https:"}),
    ),
    # What default-src does not catch is open only where default-src is missing, which is one of
    # the four directives that harden a policy.
    piece(
        "csp-script-unlimited",
        "Chính sách CSP không giới hạn mã kịch bản.",
        "The CSP does not limit scripts.",
        {"content.csp": "script-unlimited", "content.csp_hardening": "some"},
        Change(csp={"default-src": None, "script-src": None}),
    ),
    piece(
        "csp-broad-object",
        "Chính sách CSP cho đối tượng nhúng từ mọi nơi.",
        "The CSP allows plug-ins from anywhere.",
        {"content.csp": "broad-object"},
        Change(csp={"object-src": "*"}),
    ),
    piece(
        "csp-object-unlimited",
        "Chính sách CSP không giới hạn đối tượng nhúng.",
        "The CSP does not limit plug-ins.",
        {"content.csp": "object-unlimited", "content.csp_hardening": "some"},
        Change(csp={"default-src": None, "object-src": None}),
    ),
    piece(
        "csp-eval",
        "Chính sách CSP cho phép eval.",
        "The CSP allows eval.",
        {"content.csp": "unsafe-eval"},
        Change(csp={"script-src": "'self' 'unsafe-eval'"}),
    ),
    piece(
        "csp-style-unsafe",
        "Chính sách CSP chỉ nới lỏng cho kiểu trang nhúng trong trang.",
        "The CSP is loose on inline styles only.",
        {"content.csp": "style-unsafe"},
        Change(csp={"style-src": "'self' 'unsafe-inline'"}),
    ),
    piece(
        "csp-bare",
        "Chính sách CSP chặt về mã nhưng thiếu ba trong bốn chỉ thị bổ trợ.",
        "The CSP is strict on scripts and lacks three of the four directives that harden it.",
        {"content.csp_hardening": "few"},
        Change(csp={"base-uri": None, "form-action": None, "frame-ancestors": None}),
    ),
)
