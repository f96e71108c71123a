"""How long judging the published information of one portal takes, beside two floors.

    python -m benchmarks.judging

Makes a portal of 31 dense pages (menus, lists, text of Vietnamese syllables, some 54 kB each),
judges every information check of a commune on it, and compares with what the machine needs at
least: parsing the pages with selectolax, and one pass of an Aho-Corasick automaton over their
folded text. The ratio is the figure; milliseconds are those of this machine.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import process_time

import ahocorasick
from selectolax.lexbor import LexborHTMLParser

from portal_audit.evidence import Crawl, Evidence, Exchange, Front, Page, Visit
from portal_audit.evidence.answer import HttpResponse
from portal_audit.model import Kind, Target
from portal_audit.parse.html import read_page
from portal_audit.parse.text.vietnamese import fold
from portal_audit.rules import catalog, profile_files
from portal_audit.rules.check import Check
from portal_audit.scoring.judge import judge

HOME = "http://xamau.hacson.gov.test/"
THRESHOLD = (50_000, 20, 20)
PAGES, TITLES, WORDS = 31, 90, 6_370
ROUNDS = 7
SYLLABLES = [
    "xã",
    "nhân",
    "dân",
    "ủy",
    "ban",
    "công",
    "tác",
    "đường",
    "làng",
    "thôn",
    "hội",
    "phụ",
    "nữ",
    "đoàn",
    "thanh",
    "niên",
    "mùa",
    "vụ",
    "lúa",
    "nước",
    "giao",
    "thông",
    "trường",
    "học",
    "trẻ",
    "em",
    "người",
    "cao",
    "tuổi",
    "sức",
    "khỏe",
    "văn",
    "hóa",
    "thể",
    "thao",
    "lễ",
    "kế",
    "hoạch",
    "tháng",
    "năm",
    "đầu",
    "tư",
    "xây",
    "dựng",
    "nông",
    "thôn",
    "mới",
    "tuyên",
    "truyền",
    "phòng",
    "chống",
    "dịch",
    "bệnh",
    "an",
    "ninh",
    "trật",
    "tự",
    "bầu",
    "cử",
    "họp",
    "tổng",
    "kết",
    "biểu",
    "dương",
]
SECTIONS = (
    "Giới thiệu chung", "Cơ cấu tổ chức", "Chức năng nhiệm vụ", "Lãnh đạo", "Tin tức",
    "Thông báo", "Văn bản pháp luật", "Văn bản chỉ đạo điều hành", "Thủ tục hành chính",
    "Dịch vụ công", "Liên hệ", "Lịch tiếp công dân", "Công khai ngân sách", "Quy hoạch",
    "Đấu thầu", "Góp ý", "Hỏi đáp", "Thư viện", "Dự án đầu tư", "Chuyển đổi số",
    "Phổ biến pháp luật", "Lịch công tác", "Di tích lịch sử", "Video", "Bản đồ hành chính",
    "Người phát ngôn", "Số liệu thống kê", "Sơ đồ cổng", "Đất đai", "Khoáng sản",
)  # fmt: skip


def html(number: int, round_number: int = 0) -> str:
    """Return one page of the portal; each round has other words, so that no cache has them."""
    chance = random.Random(number + PAGES * round_number)

    def words(count: int) -> str:
        return " ".join(chance.choices(SYLLABLES, k=count)).capitalize()

    menu = "".join(
        f'<li><a href="/muc-{at}">{name}</a><ul><li><a href="/muc-{at}">{name}</a></li></ul></li>'
        for at, name in enumerate(SECTIONS, start=1)
    )
    titles = "".join(
        f'<li><a href="/bai-{number}-{at}.html">{words(11)}</a> '
        f"<span>({at % 27 + 1:02}/10/2026)</span></li>"
        for at in range(TITLES)
    )
    name = SECTIONS[number - 1] if number else "Trang chủ"
    return (
        f"<!DOCTYPE html><html lang=vi><head><title>{name} - Xã Mẫu</title></head>"
        f"<body><header><nav><ul>{menu}</ul></nav></header><main><h2>{name}</h2><p>{words(WORDS)}.</p><ul>{titles}</ul></main>"
        "<footer>UBND xã Mẫu. Địa chỉ: thôn 1. Điện thoại: 0203 812 345</footer></body></html>"
    )


def bodies(round_number: int = 0) -> list[bytes]:
    """Return the pages as the server sends them."""
    return [html(number, round_number).encode() for number in range(PAGES)]


def pages(sent: list[bytes]) -> Iterator[Page]:
    """Yield the pages as the crawl reads them."""
    for number, body in enumerate(sent):
        url = f"{HOME}muc-{number}" if number else HOME
        headers = (("content-type", "text/html; charset=utf-8"),)
        answer = HttpResponse(url, 200, headers, body, False, len(body), 0.1, "HTTP/1.1")
        page = read_page(answer, asked=url, depth=min(number, 1))
        assert page is not None
        yield page


def evidence(round_number: int = 0) -> Evidence:
    """Return what a visit of the portal brings back."""
    crawl = Crawl(tuple(pages(bodies(round_number))))
    front = Front((Exchange(HOME, 200, (), 0.1),), crawl.home, True)
    visit = Visit(Target("xamau", HOME, kind=Kind.COMMUNE), datetime(2026, 11, 22, tzinfo=UTC))
    return Evidence(crawl, front, visit)


def checks() -> list[Check]:
    """Return the information checks of a commune."""
    every = catalog.read()
    chosen = profile_files.load_all(every)["commune"].select(every, Kind.COMMUNE)
    return [check for check in chosen if check.family == "information"]


def cost(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of some work: the least of several rounds.

    Whatever else the machine does only ever makes it more.
    """
    spent = []
    for _ in range(ROUNDS):
        start = process_time()
        work()
        spent.append(1000 * (process_time() - start))
    return min(spent)


def main() -> None:
    """Print what judging costs, and how many times the floors that is."""
    print(*figures(), sep="\n")


def figures() -> list[str]:
    """Measure; return the lines that say it."""
    gc.set_threshold(*THRESHOLD)  # as the command line does
    asked, sources = checks(), bodies()
    seen = [evidence(number) for number in range(ROUNDS)]
    again, fresh = iter(seen), iter([bodies(ROUNDS + number) for number in range(ROUNDS)])
    automaton = ahocorasick.Automaton()
    for number, check in enumerate(asked):
        limits = check.rule.keywords.get("limits") if hasattr(check.rule, "keywords") else None
        for phrase in getattr(limits, "labels", ()):
            automaton.add_word(f" {fold(phrase)} ", number)
    automaton.make_automaton()
    crawl = seen[0].get(Crawl)
    assert crawl is not None
    texts = [fold(page.text) for page in crawl.pages]
    judged = cost(lambda: list(judge(asked, next(again))))
    parsed = cost(lambda: [LexborHTMLParser(body) for body in sources])
    passed = cost(lambda: [list(automaton.iter(text)) for text in texts])
    read = cost(lambda: list(pages(next(fresh))))
    kilobytes = sum(map(len, sources)) / PAGES / 1000
    parses, passes = judged / parsed, judged / passed
    return [
        f"{PAGES} pages of {kilobytes:.0f} kB, {len(asked)} checks",
        f"judging      {judged:7.1f} ms a portal",
        f"parsing      {parsed:7.1f} ms (selectolax alone): judging is {parses:.1f} times that",
        f"one pass     {passed:7.1f} ms (automaton alone): judging is {passes:.1f} times that",
        f"reading      {read / PAGES:7.2f} ms a page: {read / parsed:.1f} times selectolax alone",
    ]


if __name__ == "__main__":
    main()
