"""Portals of which nothing, or no menu, can be read: nothing may be said to be missing there."""

from __future__ import annotations

from portal_audit.model import Cause
from portal_audit.testbed.reading.letters import with_lost_letters
from portal_audit.testbed.reading.texts import said
from portal_audit.testbed.reading.trap import Trap, Twist, trap
from portal_audit.testbed.workshop.change import Change, Told


def _whole(slug: str, vi: str, en: str, twist: Twist, told: str) -> Trap:
    return trap(slug, vi, en, twist, told={"leaders": told}, unreadable=True)


UNREADABLE = (
    _whole(
        "whole-by-script",
        "Trang không có chữ nào nếu không chạy JavaScript.",
        "Pages have no text without JavaScript.",
        Twist(instead=Told(said("scripted"))),
        "needs-browser",
    ),
    _whole(
        "whole-menu-by-script",
        "Trình đơn do mã kịch bản nạp.",
        "The menu is filled by a script.",
        Twist(instead=Told(said("menu-by-script"))),
        "needs-browser",
    ),
    trap(
        "home-by-script",
        "Trình đơn trang chủ do mã kịch bản nạp; sitemap.xml có đủ các mục.",
        "The menu of the home page is filled by a script; sitemap.xml lists the sections.",
        Twist(),
        told={"national_portal_link": "unread", "budget-final-accounts": "needs-browser"},
        passes={"org-structure": "found", "leaders": "found", "budget-approved": "found"},
        change=Change(answers={"/": Told(said("menu-by-script"))}),
        unreadable=True,
    ),
    _whole(
        "whole-garbled",
        "Chữ có dấu trên mọi trang đã thành dấu hỏi.",
        "Every letter with a mark became a question mark.",
        Twist(letters=with_lost_letters),
        "unread",
    ),
    _whole(
        "whole-robots",
        "robots.txt không cho đọc trang nào.",
        "robots.txt keeps the reader out of everything.",
        Twist(robots="User-agent: *\nDisallow: /\n"),
        "unread",
    ),
    trap(
        "whole-behind-wall",
        "Tường lửa từ chối mọi trang với mã 200.",
        "A firewall refuses every page with status 200.",
        Twist(instead=Told(said("wall"))),
        cause=Cause.BLOCKED,
    ),
)
