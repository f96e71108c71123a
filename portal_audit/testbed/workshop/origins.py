"""Portals of the workshop that let foreign origins in, or say in vain that they keep them out."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, piece

CORS = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"

ORIGINS = (
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
        "cors-null-credentials",
        "CORS cho phép nguồn null kèm phiên đăng nhập.",
        "CORS allows the origin null, with the visitor's session.",
        {"headers.cors": "reflects-null-credentials"},
        Change(headers={CORS: "null", CREDENTIALS: "true"}),
    ),
    piece(
        "cors-public-credentials",
        "CORS cho phép mọi nguồn kèm phiên đăng nhập, điều trình duyệt từ chối.",
        "CORS allows all origins with the session, which browsers refuse.",
        {"headers.cors": "public-credentials"},
        Change(headers={CORS: "*", CREDENTIALS: "true"}),
    ),
    piece(
        "cors-unreadable",
        "CORS liệt kê hai nguồn trong một tiêu đề nên trình duyệt không đọc được.",
        "CORS lists two origins in one header, which browsers cannot read.",
        {"headers.cors": "unreadable"},
        Change(headers={CORS: "https://hacson.gov.test, https://bao.hacson.gov.test"}),
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
)
