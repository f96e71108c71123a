"""How names of persons are written in Vietnamese: a known family name, then capitals."""

import re

_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Nông|Hà|Triệu|Lò|Vàng|"
    "Giàng|Đinh|Trịnh|Đoàn|Mai|Cao|Lương|Lưu|Tạ|Thái|Tô|Tăng|Hứa|Chu|Quách|Đàm|Lục|Mạc|Bế|Đào|Lâm|"
    "Tống|Vi|Lộc|Ma|Sầm|Hầu|Thào|Vừ|Sùng|Mùa|Quàng|Cầm|Điêu|Siu|Ksor|Rơ|Y|Kiều|Trương|Phùng|Tôn|La"
)
SURNAMES = frozenset(f"{_SURNAMES}|{_SURNAMES.upper()}".split("|"))
"""Words that every such name begins with."""
UPPER = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
PERSON = re.compile(
    rf"(?<!\w)(?:{_SURNAMES}|{_SURNAMES.upper()})(?:\s+[{UPPER}][\w’']*){{1,4}}(?!\w)"
)
