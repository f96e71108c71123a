"""A dense page of about 54 kB, the same on every machine: menu, news, a table, a footer."""

from __future__ import annotations

import random

SYLLABLES = [
    "ủy",
    "ban",
    "nhân",
    "dân",
    "xã",
    "phường",
    "tỉnh",
    "huyện",
    "công",
    "khai",
    "dự",
    "toán",
    "ngân",
    "sách",
    "năm",
    "quý",
    "báo",
    "cáo",
    "kế",
    "hoạch",
    "quyết",
    "định",
    "thông",
    "báo",
    "tuyên",
    "truyền",
    "phổ",
    "biến",
    "pháp",
    "luật",
    "thủ",
    "tục",
    "hành",
    "chính",
    "tiếp",
    "công",
    "dân",
    "lịch",
    "làm",
    "việc",
    "đất",
    "đai",
    "quy",
    "hoạch",
    "xây",
    "dựng",
    "nông",
    "thôn",
    "mới",
    "văn",
    "hóa",
    "giáo",
    "dục",
    "y",
    "tế",
    "an",
    "ninh",
    "quốc",
    "phòng",
    "chuyển",
    "đổi",
    "số",
]
MENUS, NEWS, ROWS, PARAGRAPHS = 60, 80, 40, 10


def dense_page(number: int = 1, portal: int = 1) -> bytes:
    """Return one page of a portal, with many links, dates and words; its pages share their menu."""
    choose = random.Random(portal)

    def words(least: int, most: int) -> str:
        count = choose.randint(least, most)
        return " ".join(choose.choice(SYLLABLES) for _ in range(count)).capitalize()

    def day() -> str:
        return f"{choose.randint(1, 28):02}/{choose.randint(1, 12):02}/{choose.randint(2020, 2026)}"

    menu = "".join(
        f'<li class="menu-item level-{n % 3}"><a href="/muc-{n}" title="{(name := words(2, 5))}">'
        f"<span>{name}</span></a></li>"
        for n in range(MENUS)
    )
    choose = random.Random(f"{portal}/{number}")
    news = "".join(
        f'<div class="news-item clearfix"><a href="/tin-tuc/bai-viet-{n}.html">'
        f'<img src="/upload/2026/{n % 12 + 1:02}/anh-{n}.jpg" alt="{words(3, 6)}"></a>'
        f'<h3><a href="/tin-tuc/bai-viet-{n}.html">{words(8, 14)}</a></h3>'
        f'<span class="date">{day()}</span><p>{words(12, 24)}.</p></div>\n'
        for n in range(NEWS)
    )
    rows = "".join(
        f"<tr><td>{n}</td><td>{choose.randint(1, 400)}/QĐ-UBND</td><td>{day()}</td>"
        f'<td><a href="/van-ban?id={n}">{words(8, 16)}</a></td>'
        f'<td><a href="/tai-ve/{n}.pdf"><i class="fa fa-download"></i></a></td></tr>'
        for n in range(ROWS)
    )
    paragraphs = "".join(f"<p>{words(60, 90)}.</p>" for _ in range(PARAGRAPHS))
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{words(4, 8)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/theme/main.css"><script src="/js/jquery.min.js"></script></head>
<body><header class="site-header"><a href="/"><img src="/logo.png" alt="{words(4, 6)}"></a>
<form action="/tim-kiem"><input type="search" name="q" placeholder="Tìm kiếm"><button>Tìm</button>
</form></header>
<nav id="main-menu"><ul>{menu}</ul></nav>
<div class="container"><div class="row"><div class="col-md-9 content">{paragraphs}{news}
<table class="table table-striped">{rows}</table></div></div></div>
<footer class="footer"><p>{words(20, 30)}. Điện thoại 0123 456 789.</p></footer></body></html>
""".encode()
