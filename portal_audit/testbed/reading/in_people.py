"""Portals that publish what is nobody's business, and portals that only look so. All is made up.

Identity numbers have the form of real ones and years of birth to come (2090 and later); old ones
and telephone numbers begin as none do.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal_audit.testbed.entries import Entry
from portal_audit.testbed.pdf import pdf
from portal_audit.testbed.reading import files
from portal_audit.testbed.reading.texts import said
from portal_audit.testbed.reading.trap import File, Trap, Twist, trap

PEOPLE = "personal_data"
PAGE, FILE = "/cong-dan/danh-sach.html", "/tep/danh-sach.pdf"
NAMES = (
    *("Lò Văn Pún", "Vàng Thị Mẩy", "Hoàng Văn Sình", "Nông Thị Pham"),
    *("Giàng A Tủa", "Lý Thị Dín", "Triệu Văn Ón"),
)
"""People who do not exist."""


def _table(heads: Sequence[str], column: Sequence[str]) -> str:
    cells = "".join(f"<th>{head}</th>" for head in ("STT", "Họ và tên", *heads))
    rows = "".join(
        f"<tr><td>{number}</td><td>{name}</td><td>{value}</td></tr>"
        for number, (name, value) in enumerate(zip(NAMES, column, strict=True), 1)
    )
    return f"<table><tr>{cells}</tr>{rows}</table>"


def _list(slug: str, vi: str, en: str, title: str, body: str, outcome: str = "") -> Trap:
    """Return the portal with a list. Without *outcome* it is honest."""
    twist = Twist(added=(Entry(title, PAGE),), bodies={PAGE: body})
    if outcome:
        return trap(slug, vi, en, twist, lost={PEOPLE: outcome})
    return trap(slug, vi, en, twist, passes={PEOPLE: "none"})


TWELVE = [f"0962{90 + number}0{number}4{number}13" for number in range(7)]
NINE = [f"99{number}4{number}713{number}" for number in range(7)]
MOBILE = [f"0955 00{number} 34{number}" for number in range(7)]
ILLNESS = ("Khuyết tật nặng", "Tâm thần", "Ung thư", "Bệnh tim", "Bại liệt", "Khiếm thị", "HIV")
INTRO = "<p>Danh sách hộ nghèo được hỗ trợ trong năm $year, theo đề nghị của các thôn.</p>"
LINES = (
    "DANH SÁCH HỘ NGHÈO ĐƯỢC HỖ TRỢ",
    "STT Họ và tên Số CCCD",
    *(f"{n} {name} {value}" for n, (name, value) in enumerate(zip(NAMES, TWELVE, strict=True), 1)),
)

PRIVATE = (
    _list(
        "people-identity",
        "Danh sách có số định danh cá nhân.",
        "A list has personal identity numbers.",
        "Danh sách hộ nghèo",
        INTRO + _table(("Số CCCD",), TWELVE),
        "list",
    ),
    _list(
        "people-old-identity",
        "Danh sách có số chứng minh nhân dân cũ.",
        "A list has old identity card numbers.",
        "Danh sách hộ nghèo",
        INTRO + _table(("Số CMND",), NINE),
        "list",
    ),
    _list(
        "people-phones",
        "Danh sách người dân kèm số điện thoại.",
        "A list of citizens has their telephone numbers.",
        "Danh sách hộ nghèo",
        INTRO + _table(("Điện thoại",), MOBILE),
        "list",
    ),
    _list(
        "people-health",
        "Danh sách người dân kèm bệnh tật.",
        "A list of citizens has their illnesses.",
        "Danh sách hưởng trợ cấp",
        INTRO + _table(("Tình trạng sức khỏe",), ILLNESS),
        "list",
    ),
    trap(
        "people-in-pdf",
        "Tệp PDF có danh sách kèm số định danh cá nhân.",
        "A PDF has a list with personal identity numbers.",
        Twist(
            bodies={"citizen-reception": f'$body<p><a href="{FILE}">Danh sách hộ nghèo</a></p>'},
            files={FILE: File(lambda _: pdf(LINES), files.PDF)},
        ),
        lost={PEOPLE: "list"},
    ),
    _list(
        "honest-officials",
        "Danh bạ cán bộ kèm số điện thoại.",
        "A directory of officials has their telephone numbers.",
        "Số điện thoại cần biết",
        said("officials"),
    ),
    _list(
        "honest-accounts",
        "Bảng mã số thuế và số tài khoản của đơn vị.",
        "A table has tax codes and bank accounts of bodies.",
        "Tài khoản nhận bảo lãnh dự thầu",
        said("accounts"),
    ),
)
