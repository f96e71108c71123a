"""Digests in words: Vietnamese and English, plain and HTML, whatever a portal calls itself."""

from __future__ import annotations

import tomllib

import pytest

from portal_audit.history.notices.digest import FOLDER, MOST, Digest, DigestItem, merged, word
from portal_audit.history.notices.events import Event
from portal_audit.model import Severity
from portal_audit.texts import LANGUAGES, flat


def name_of(check: str, outcome: str, lang: str) -> str:
    return f"{check}/{outcome or 'requirement'}"


def digest(*items: DigestItem, organisation: str = "Sở Nội vụ") -> Digest:
    return Digest(organisation, "20261130-020000-abcd", items)


NEW = DigestItem(Event.NEW, ("Xã A",), "headers.hsts", "strong", "missing", Severity.HIGH)
FIXED = DigestItem(Event.FIXED, ("Xã B",), "headers.hsts", "missing", "strong", Severity.HIGH)


def test_both_languages_word_every_event() -> None:
    tables = {
        lang: flat(tomllib.loads((FOLDER / "texts" / f"{lang}.toml").read_text(encoding="utf-8")))
        for lang in LANGUAGES
    }
    assert tables["vi"].keys() == tables["en"].keys()
    for event in Event:
        assert {f"heading.{event.value}", f"line.{event.value}"} <= tables["vi"].keys()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("event", Event)
def test_no_gap_stays_open(event: Event, lang: str) -> None:
    item = DigestItem(event, ("Xã A",), "headers.hsts", "B", "D", Severity.HIGH)
    worded = word(digest(item), lang, name_of)
    assert "{" not in worded.title + worded.text + worded.html
    assert "Xã A" in worded.text
    assert "Xã A" in worded.html


def test_a_digest_reads_well() -> None:
    worded = word(digest(NEW, FIXED), "vi", name_of)
    assert worded.title == (
        "Cổng thông tin điện tử: 1 nội dung cần xử lý, 1 nội dung đã khắc phục – Sở Nội vụ"
    )
    assert worded.text == (
        "Kính gửi Sở Nội vụ: lần rà soát vừa qua ghi nhận các thay đổi sau ở cổng của cơ quan.\n"
        "\n"
        "Lỗi mới, mức nghiêm trọng hoặc cao\n"
        "- Xã A: headers.hsts/missing (mức cao)\n"
        "\n"
        "Đã khắc phục\n"
        "- Xã B: headers.hsts/requirement\n"
        "\n"
        "Lần rà soát 20261130-020000-abcd. Thông báo này được gửi tự động; "
        "mỗi thay đổi chỉ được báo một lần.\n"
    )


def test_what_a_portal_calls_itself_can_break_nothing() -> None:
    bad = DigestItem(
        Event.NEW, ("A\n- B <script>alert(1)</script>\u202e",), "c", "", "x", Severity.HIGH
    )
    worded = word(digest(bad, organisation="Sở\n<b>"), "vi", name_of)
    assert "<script>" not in worded.html
    assert "\u202e" not in worded.text
    assert len([line for line in worded.text.splitlines() if line.startswith("- ")]) == 1
    assert "\n" not in worded.title


def test_a_long_list_is_cut_and_says_so() -> None:
    items = [
        DigestItem(Event.NEW, (f"Xã {n:03}",), "c", "", "x", Severity.HIGH) for n in range(MOST + 7)
    ]
    text = word(digest(*items), "en", name_of).text
    assert text.count("- Xã") == MOST
    assert "and 7 more, in the report" in text


def test_one_certificate_on_many_portals_is_one_line_with_their_names() -> None:
    flips = [
        ("cert:ab:30", DigestItem(Event.CERTIFICATE, (f"Xã {n}",), "", "29", "2026-12-30"))
        for n in range(6)
    ]
    [item] = merged(flips)
    text = word(digest(item), "en", name_of).text
    assert (
        "- Xã 0, Xã 1, Xã 2, and 3 more portals: expires on 30 December 2026, 29 days left" in text
    )


def test_one_is_told_in_the_singular_and_days_as_readers_write_them() -> None:
    items = (
        DigestItem(Event.FIRST_LOOK, ("Xã A",), "", "", "1"),
        DigestItem(Event.REMINDER, ("Xã B",), "c", "1", "", Severity.HIGH),
        DigestItem(Event.CERTIFICATE, ("Xã C",), "", "1", "2026-12-30"),
    )
    english = word(digest(*items), "en", name_of).text
    assert "Xã A: 1 critical or high fault, see" in english
    assert "for 1 day\n" in english
    assert "expires on 30 December 2026, 1 day left" in english
    vietnamese = word(digest(*items), "vi", name_of).text
    assert "hết hạn ngày 30/12/2026, còn 1 ngày" in vietnamese
