"""Portals whose menus are other than lists of words."""

from __future__ import annotations

from dataclasses import replace

from portal_audit.testbed.reading import shapes
from portal_audit.testbed.reading.sections import PUBLISHED
from portal_audit.testbed.reading.texts import said
from portal_audit.testbed.reading.trap import Trap, Twist, trap
from portal_audit.testbed.workshop.change import Change, Told

READ = {"org-structure": "found", "leaders": "found", "procurement": "found"}
EVERY = {key: f"/chuyen-muc/{number}.html" for number, key in enumerate(PUBLISHED, 31)}
"""Addresses that name nothing, so that only the menu does."""
ALL = Twist(apart=("*",), nameless=True, paths=EVERY)
THREE = ("citizen-reception", "administrative-documents", "land-use-plan")
TWO = ("administrative-documents", "land-use-plan")
"""Their names have a đ, which platforms treat in different ways."""
TABBED = ("functions-duties", "citizen-reception", "land-use-plan")


def _all(slug: str, vi: str, en: str, shape: shapes.Shape) -> Trap:
    return trap(slug, vi, en, replace(ALL, shape=shape), passes=READ)


def _slug(slug: str, vi: str, en: str, documents: str, land: str) -> Trap:
    twist = Twist(
        apart=TWO,
        shape=shapes.pictures,
        nameless=True,
        paths={"administrative-documents": f"/{documents}.html", "land-use-plan": f"/{land}.html"},
    )
    lost = {**dict.fromkeys(TWO, "image-label"), "image_only_menu": "few"}
    return trap(slug, vi, en, twist, lost=lost)


MENUS = (
    _all(
        "menu-alt",
        "Trình đơn toàn ảnh, có chữ thay thế.",
        "The menu is pictures with alternative texts.",
        shapes.pictures_with_alt,
    ),
    _all(
        "menu-title",
        "Trình đơn toàn ảnh, tên chỉ ở thuộc tính title.",
        "The menu is pictures whose links have titles.",
        shapes.pictures_with_title,
    ),
    trap(
        "menu-file-name",
        "Ba mục là ảnh, chỉ tên tệp ảnh gọi tên mục.",
        "Three sections are pictures that only their file names tell.",
        Twist(apart=THREE, shape=shapes.pictures_with_file_name, nameless=True, paths=EVERY),
        lost={**dict.fromkeys(THREE, "image-label"), "image_only_menu": "many"},
    ),
    trap(
        "menu-style",
        "Ba mục là ảnh nền do CSS vẽ, chỉ tên tệp ảnh gọi tên mục.",
        "Three sections are background pictures of a style, which only their file names tell.",
        Twist(apart=THREE, shape=shapes.pictures_by_style, nameless=True, paths=EVERY),
        lost={**dict.fromkeys(THREE, "image-label"), "image_only_menu": "many"},
    ),
    trap(
        "menu-select",
        "Trình đơn là ô chọn giữa trang chủ.",
        "The menu is a select box amid the home page.",
        replace(ALL, shape=shapes.options, place="page", bodies={"home": "$body$apart"}),
        passes=READ,
    ),
    _all(
        "menu-accordion",
        "Trình đơn gập, đầu mục dẫn tới #.",
        "The menu folds under heads that lead to #.",
        shapes.accordion,
    ),
    _all(
        "menu-script-heads",
        "Đầu mục trùng tên nội dung bắt buộc và chỉ chạy mã (javascript:).",
        "Heads bear the names of items and run a script (javascript:).",
        shapes.under_script_heads,
    ),
    trap(
        "menu-tabs",
        "Ba nội dung là ba thẻ của một trang.",
        "Three items are tabs of one page.",
        Twist(
            apart=TABBED,
            place="footer",
            shape=lambda _: "",
            links=dict.fromkeys(TABBED, "#"),
            bodies={"home": "$body" + said("tabs") + said("other-tabs")},
        ),
        lost=dict.fromkeys(TABBED, "inside"),
    ),
    trap(
        "menu-tabs-by-script",
        "Ba thẻ của một trang, chỉ thẻ đang mở có trong mã nguồn.",
        "Three tabs of one page, of which only the open one is there without a script.",
        Twist(
            apart=TABBED,
            place="footer",
            shape=lambda _: "",
            links=dict.fromkeys(TABBED, "#"),
            bodies={"home": "$body" + said("tabs")},
        ),
        lost={"functions-duties": "inside"},
        told=dict.fromkeys(TABBED[1:], "needs-browser"),
    ),
    _slug(
        "slug-with-d",
        "Chỉ địa chỉ gọi tên mục, chữ đ thành d.",
        "Only addresses name two sections; đ became d.",
        "van-ban-chi-dao-dieu-hanh",
        "quy-hoach-ke-hoach-su-dung-dat",
    ),
    _slug(
        "slug-without-d",
        "Chỉ địa chỉ gọi tên mục, chữ đ bị bỏ.",
        "Only addresses name two sections; đ was dropped.",
        "van-ban-chi-ao-ieu-hanh",
        "quy-hoach-ke-hoach-su-dung-at",
    ),
    _slug(
        "slug-with-marks",
        "Chỉ địa chỉ gọi tên mục, chữ đ giữ nguyên (%C4%91).",
        "Only addresses name two sections; đ was kept (%C4%91).",
        "văn-bản-chỉ-đạo-điều-hành",
        "quy-hoạch-kế-hoạch-sử-dụng-đất",
    ),
    _slug(
        "slug-without-vowels",
        "Chỉ địa chỉ gọi tên mục, mọi chữ có dấu bị bỏ.",
        "Only addresses name two sections; every letter with a mark was dropped.",
        "v-n-b-n-ch-o-i-u-h-nh",
        "quy-ho-ch-k-ho-ch-s-d-ng-t",
    ),
    trap(
        "menu-frames",
        "Trang chủ là khung (frameset).",
        "The home page is a frameset.",
        replace(
            ALL,
            place="page",
            bodies={"/khung-tren.html": "$apart", "/khung-giua.html": "$home"},
        ),
        passes={**READ, "national_portal_link": "linked"},
        change=Change(answers={"/": Told(said("frames"))}),
    ),
    trap(
        "menu-footer",
        "Các mục chỉ có ở chân trang.",
        "Sections are linked in the footer only.",
        replace(ALL, place="footer"),
        passes=READ,
    ),
    trap(
        "menu-site-map",
        "Các mục chỉ có ở trang sơ đồ cổng.",
        "Sections are linked on the site map page only.",
        replace(ALL, place="sitemap"),
        passes=READ,
    ),
    trap(
        "menu-sitemap-xml",
        "Các mục chỉ có trong sitemap.xml.",
        "Sections stand in sitemap.xml only.",
        Twist(apart=("*",), place="nowhere"),
        told={"sitemap-html": "missing"},
        passes=READ,
    ),
)
