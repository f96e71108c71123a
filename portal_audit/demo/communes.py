"""The list of the province's communes, as its government would hand it out."""

from __future__ import annotations

import csv
from pathlib import Path

COMMUNES = (
    ("Lũng Xanh", "90001", "xã"),
    ("Suối Ngà", "90002", "xã"),
    ("Đồng Mây", "90003", "xã"),
    ("Bến Trầm", "90004", "phường"),
    ("Thung Sương", "90005", "xã"),
    ("Hạc Khê", "90006", "phường"),
    ("Ngàn Thông", "90007", "xã"),
    ("Vạn Chài", "90008", "xã"),
    ("Đèo Sim", "90009", "xã"),
    ("Khe Lụa", "90010", "xã"),
)
"""Name, code and kind. Xã Khe Lụa has no portal."""


def write_communes(file: Path) -> None:
    """Write the list as CSV."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("name", "code", "kind"))
        writer.writerows(COMMUNES)
