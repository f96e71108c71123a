"""Portals on which a label leads to something else than it says."""

from __future__ import annotations

from collections.abc import Mapping

from portal_audit.testbed.reading.texts import said
from portal_audit.testbed.reading.trap import Trap, Twist, trap
from portal_audit.testbed.workshop.change import Change, Told

PLAN = "development-plan"
FOUR = ("functions-duties", "budget-approved", "procurement", "citizen-reception")
GONE_WITH_200 = "<p>Không tìm thấy trang bạn yêu cầu.</p>"
MAIL = '<a href="mailto:xalungxanh@gmail.com">xalungxanh@gmail.com</a>'
OWN_MAIL = '<a href="mailto:ubnd@lungxanh.hacson.gov.test">ubnd@lungxanh.hacson.gov.test</a>'
FREE_MAIL = said("footer").replace(OWN_MAIL, MAIL)


def _link(slug: str, vi: str, en: str, where: str, lost: str = "", told: str = "") -> Trap:
    return trap(
        slug,
        vi,
        en,
        Twist(links={PLAN: where}),
        lost={PLAN: lost} if lost else {},
        told={PLAN: told} if told else {},
    )


def _page(
    slug: str,
    vi: str,
    en: str,
    item: str,
    body: str,
    *,
    lost: Mapping[str, str] | None = None,
    told: Mapping[str, str] | None = None,
) -> Trap:
    return trap(slug, vi, en, Twist(bodies={item: body}), lost=lost, told=told)


TARGETS = (
    _link(
        "link-dead",
        "Liên kết của mục bị hỏng (404).",
        "The link of a section is dead (404).",
        "/ke-hoach-da-chuyen.html",
        lost="dead",
    ),
    _page(
        "link-dead-with-200",
        "Trang của mục ghi “không tìm thấy trang” với mã 200.",
        "The page of a section says “no such page” with status 200.",
        PLAN,
        GONE_WITH_200,
        lost={PLAN: "dead"},
    ),
    _page(
        "page-being-prepared",
        "Trang của mục ghi “đang cập nhật”.",
        "The page of a section says that it is being prepared.",
        PLAN,
        "<p>Nội dung đang được cập nhật...</p>",
        lost={PLAN: "placeholder", "placeholder_sections": "one"},
    ),
    _page(
        "page-empty-list",
        "Trang của mục là danh sách trống.",
        "The page of a section is an empty list.",
        PLAN,
        '<ul class="danh-sach"></ul>',
        lost={PLAN: "placeholder", "placeholder_sections": "one"},
    ),
    _page(
        "page-sample",
        "Trang của mục là bài mẫu của phần mềm.",
        "The page of a section is sample content of the platform.",
        PLAN,
        said("sample"),
        lost={PLAN: "placeholder", "placeholder_sections": "one"},
    ),
    _link("link-home", "Mục dẫn về trang chủ.", "A label leads home.", "/", lost="leads-home"),
    trap(
        "page-like-home",
        "Trang của mục chép lại trang chủ.",
        "The page of a section repeats the home page.",
        Twist(bodies={PLAN: "$home"}),
        lost={PLAN: "leads-home"},
    ),
    trap(
        "page-shared",
        "Bốn mục dùng chung một trang.",
        "Four labels lead to one page.",
        Twist(
            links=dict.fromkeys(FOUR, "/thong-tin-chung.html"),
            bodies={"/thong-tin-chung.html": said("everything")},
        ),
        lost=dict.fromkeys(FOUR, "shared-target"),
    ),
    _link(
        "link-other-organisation",
        "Mục dẫn sang cổng của cơ quan khác.",
        "A label leads to another organisation's portal.",
        "https://xadongmay.thanhson.gov.test/ke-hoach.html",
        lost="other-organisation",
    ),
    _link(
        "link-parent",
        "Mục dẫn sang cổng của tỉnh.",
        "A label leads to the province's portal.",
        "https://hacson.gov.test/ke-hoach.html",
        told="unread",
    ),
    trap(
        "link-national",
        "Mục thủ tục hành chính dẫn sang Cổng Dịch vụ công quốc gia.",
        "The procedures' label leads to the National Portal.",
        Twist(links={"admin-procedures": "https://dichvucong.gov.vn/p/home/dvc-tthc.html"}),
        told={"admin-procedures": "national"},
    ),
    _page(
        "page-by-script",
        "Danh sách của mục do mã kịch bản nạp.",
        "The list of a section is filled by a script.",
        PLAN,
        said("by-script"),
        told={PLAN: "needs-browser"},
    ),
    trap(
        "page-behind-wall",
        "Tường lửa từ chối trang của mục với mã 200.",
        "A firewall refuses the page of a section with status 200.",
        Twist(paths={PLAN: "/ke-hoach.html"}),
        told={PLAN: "blocked"},
        change=Change(answers={"/ke-hoach.html": Told(said("wall"))}),
    ),
    trap(
        "robots-section",
        "robots.txt không cho đọc mục Công khai.",
        "robots.txt keeps the reader out of a section.",
        Twist(robots="User-agent: *\nDisallow: /cong-khai/\n"),
        told={
            "budget-approved": "unread",
            "budget-execution": "unread",
            "procurement": "unread",
            # What the pages kept back might have held.
            "budget-proposal": "unread",
            "budget-final-accounts": "unread",
            "unit-budget": "unread",
        },
    ),
    _page(
        "page-without-figures",
        "Trang dự toán không có năm và biểu mẫu.",
        "The budget page has neither year nor figures.",
        "budget-approved",
        said("no-figures"),
        lost={"budget-approved": "incomplete"},
    ),
    _page(
        "page-without-contacts",
        "Trang lãnh đạo chỉ có tên và chức vụ.",
        "The leaders' page has names and posts only.",
        "leaders",
        said("no-contacts"),
        lost={"leaders": "incomplete"},
    ),
    trap(
        "contact-free-mail",
        "Thư điện tử liên hệ là @gmail.com.",
        "The address to write to is @gmail.com.",
        Twist(
            footer=FREE_MAIL,
            bodies={
                "contact": f"<p>Địa chỉ: thôn Trung Tâm. Điện thoại: 0299 3 040 100. {MAIL}</p>"
            },
        ),
        lost={"footer-contact": "incomplete"},
    ),
    trap(
        "footer-of-parent",
        "Chân trang mang tên cổng của tỉnh.",
        "The footer bears the province's name.",
        Twist(footer=said("parents-footer"), left_out=("contact",)),
        # Without its page “Liên hệ” the portal has no way to write to it either.
        lost={"footer-contact": "other-organisation", "feedback": "missing"},
    ),
    _page(
        "page-stale",
        "Văn bản điều hành mới nhất đã hơn một năm.",
        "The newest of the documents is more than a year old.",
        "administrative-documents",
        said("old-list"),
        lost={"administrative-documents": "stale"},
    ),
)
