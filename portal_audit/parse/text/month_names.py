"""Months in Vietnamese words: “tháng Chín”, “thg 9”, “Th9”."""

MONTH_WORDS = {
    name: number
    for number, names in enumerate(
        ("một giêng", "hai", "ba", "tư bốn", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười"),
        start=1,
    )
    for name in names.split()
} | {"mười một": 11, "mười hai": 12, "chạp": 12}
NAMED_MONTH = (
    r"(?:th[áa]ng|thg\.?|th\.?)\s{0,3}"
    rf"(\d{{1,2}}|mười (?:một|hai)|{'|'.join(name for name in MONTH_WORDS if ' ' not in name)})"
)
