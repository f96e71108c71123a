"""Portals of the workshop whose security.txt is wrong."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, Told, piece

CONTACT = "Contact: mailto:attt@$host\n"
WELL_KNOWN = "/.well-known/security.txt"
PLAIN = "text/plain; charset=utf-8"
GONE = Told("Không có tệp này.", 404, PLAIN)

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
        "securitytxt-for-years",
        "security.txt ghi hạn quá một năm.",
        "security.txt expires in more than a year.",
        {"exposure.security_txt": "long-expiry"},
        Change(answers={WELL_KNOWN: Told(f"{CONTACT}Expires: $far\n", content_type=PLAIN)}),
    ),
    piece(
        "securitytxt-no-contact",
        "security.txt không có dòng Contact.",
        "security.txt has no Contact.",
        {"exposure.security_txt": "no-contact"},
        Change(answers={WELL_KNOWN: Told("Expires: $later\n", content_type=PLAIN)}),
    ),
    piece(
        "securitytxt-no-expires",
        "security.txt không có dòng Expires.",
        "security.txt has no Expires.",
        {"exposure.security_txt": "no-expires"},
        Change(answers={WELL_KNOWN: Told(CONTACT, content_type=PLAIN)}),
    ),
    piece(
        "securitytxt-canonical",
        "security.txt ghi địa chỉ chính thức ở một trang khác.",
        "security.txt names an address of another site as its own.",
        {"exposure.security_txt": "canonical-mismatch"},
        Change(
            answers={
                WELL_KNOWN: Told(
                    f"{CONTACT}Expires: $later\nCanonical: https://hacson.gov.test{WELL_KNOWN}\n",
                    content_type=PLAIN,
                )
            }
        ),
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
