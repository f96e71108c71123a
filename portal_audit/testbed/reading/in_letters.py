"""Portals whose letters are written in another way than the reader expects."""

from __future__ import annotations

from portal_audit.testbed.reading import letters
from portal_audit.testbed.reading.trap import Trap, Twist, trap

READ = {"org-structure": "found", "procurement": "found", "footer-contact": "found"}
WIDE = {
    "procurement": "Đấu thầu，mua sắm công",
    "development-plan": "Kế hoạch phát triển kinh tế － xã hội",
    "functions-duties": "Chức năng ＆ nhiệm vụ",
    "citizen-reception": "ＬỊＣＨ ＴＩẾＰ ＣÔＮＧ ＤÂＮ",
}


def _letters(slug: str, vi: str, en: str, written: letters.Written) -> Trap:
    return trap(slug, vi, en, Twist(letters=written), passes=READ)


LETTERS = (
    _letters(
        "letters-decomposed",
        "Chữ và dấu viết rời (NFD).",
        "Letters and their marks are written apart (NFD).",
        letters.decomposed,
    ),
    _letters(
        "letters-encoded-twice",
        "Chữ có dấu bị mã hóa hai lần (&amp;#432;).",
        "Letters are entities that were encoded twice (&amp;#432;).",
        letters.encoded_twice,
    ),
    _letters(
        "letters-eth",
        "Chữ Đ gõ bằng chữ Ð của Iceland.",
        "Đ is typed as the Icelandic Ð.",
        letters.with_eth,
    ),
    _letters(
        "letters-old-tones",
        "Dấu thanh đặt ở vị trí khác (uỷ, hoà).",
        "Tone marks stand on the other vowel (uỷ, hoà).",
        letters.with_moved_tones,
    ),
    trap(
        "letters-wide",
        "Tên mục có chữ và dấu câu toàn giác (＆，－).",
        "Labels have full-width letters and signs (＆，－).",
        Twist(labels=WIDE),
        passes=dict.fromkeys(WIDE, "found"),
    ),
    _letters(
        "letters-tcvn3",
        "Trang viết bằng mã TCVN3.",
        "Pages are written in TCVN3.",
        letters.in_tcvn3,
    ),
    _letters(
        "letters-vni",
        "Trang viết bằng mã VNI.",
        "Pages are written in VNI.",
        letters.in_vni,
    ),
    _letters(
        "letters-1258",
        "Trang viết bằng mã windows-1258.",
        "Pages are written in windows-1258.",
        letters.in_1258,
    ),
    _letters(
        "letters-undeclared",
        "Trang không khai báo bảng mã.",
        "Pages do not say which character set they are in.",
        letters.undeclared,
    ),
    trap(
        "letters-slip",
        "Tên mục gõ thừa một chữ cái.",
        "A label has a letter too many.",
        Twist(
            labels={"development-plan": "Kế hoạch phátt triển kinh tế - xã hội"},
            paths={"development-plan": "/chuyen-muc/12.html"},
        ),
        passes={"development-plan": "found"},
    ),
)
