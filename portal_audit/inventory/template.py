"""Write an empty inventory to fill in, with notes that explain it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from portal_audit.errors import BadInput, BadInventory
from portal_audit.inventory.columns import COLUMNS, KINDS
from portal_audit.texts import Message
from portal_audit.texts.system import reason

NOTES = (
    "# Mỗi dòng là một cổng thông tin. Chỉ cột url là bắt buộc. Dòng bắt đầu bằng dấu # bị bỏ qua.",
    f"# kind (loại cổng) là một trong: {', '.join(KINDS)}; để trống nghĩa là web.",
    "# parent: địa chỉ cổng của tỉnh. tags: các nhãn, cách nhau bằng dấu cách.",
    "# address: địa chỉ IP để kết nối thay cho DNS. http_url: nơi trả lời HTTP nếu không phải 80.",
    "# One portal a row; only url is required. Rows that begin with # are left out.",
)

EXAMPLE = {
    "url": "# https://sotuphap.tinh.example/",
    "name": "Sở Tư pháp",
    "kind": "department",
    "organisation": "Sở Tư pháp",
    "province": "Tỉnh Mẫu",
    "parent": "https://tinh.example/",
    "contact": "banbientap@tinh.example",
    "tags": "so quy-4",
    "address": "",
    "http_url": "",
    "key": "",
    "formerly": "",
    "zone": "",
}
WIDTHS = (38, 30, 16, 26, 18, 30, 28, 18, 16, 26, 24, 30, 12)
"""Of the columns, in characters."""
WRITERS = (".csv", ".xlsx", ".yaml", ".yml")


def template(path: Path) -> None:
    """Write an empty inventory; its suffix chooses the format. Never overwrites a file."""
    if path.suffix.lower() not in WRITERS:
        raise BadInventory(Message("list.file-type", file=path))
    if path.exists():
        raise BadInput(Message("list.exists", file=path))
    if path.suffix.lower() == ".xlsx":
        content = _xlsx()
    elif path.suffix.lower() == ".csv":
        content = _csv().encode("utf-8-sig")  # the mark tells Excel that this is UTF-8
    else:
        content = _yaml().encode("utf-8")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadInput(Message("list.not-writable", file=path, reason=reason(error))) from error


def _csv() -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([note] for note in NOTES)
    writer.writerow(EXAMPLE[column] for column in COLUMNS)
    return out.getvalue()


def _yaml() -> str:
    lines = [*NOTES, "#", "# - url: https://sotuphap.tinh.example/"]
    lines += [f"#   {name}: {EXAMPLE[name]}" for name in COLUMNS[1:] if EXAMPLE[name]]
    return "\n".join([*lines, "", "- url:", "  name:", "  kind: web", ""])


def _xlsx() -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    if sheet is None:  # cannot happen with a new workbook; openpyxl's types allow it
        raise BadInput("the workbook could not be made.")
    sheet.title = "portals"
    sheet.append(COLUMNS)
    for note in NOTES:
        sheet.append([note])
    sheet.append([EXAMPLE[column] for column in COLUMNS])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHIJKLM", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    kinds = DataValidation(type="list", formula1=f'"{",".join(KINDS)}"', allow_blank=True)
    sheet.add_data_validation(kinds)
    kinds.add("C2:C2000")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
