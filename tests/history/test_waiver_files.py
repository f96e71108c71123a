"""A file of waivers is reviewed in git: every fault is told with its line and a remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal_audit.errors import BadInput
from portal_audit.history.waiver_files import entry, read
from portal_audit.history.waivers import Attestation, Mode, Waiver

GOOD = """
[[waiver]]
portal = "xa.example"
check = "headers.hsts"
outcome = "missing"
reason = "đang thay máy chủ"
owner = "Phòng CNTT"
accepted_by = "Giám đốc Sở"
accepted_on = 2026-03-01
expires = 2026-06-30
reference = "12/QĐ-STTTT"
mode = "accept"

[[attestation]]
portal = "xa.example"
check = "information.budget-approved"
reason = "tệp nằm trong cổng công khai ngân sách tỉnh"
owner = "Văn phòng"
accepted_by = "Chủ tịch UBND xã"
accepted_on = 2026-03-01
expires = 2026-12-31
place = "https://congkhai.example/xa"
"""
CHECKS = ("headers.hsts", "information.budget-approved")


def written(folder: Path, text: str) -> Path:
    file = folder / "waivers.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_waivers_and_attestations(tmp_path: Path) -> None:
    waiver, attestation = read(written(tmp_path, GOOD), CHECKS)
    assert isinstance(waiver, Waiver)
    assert (waiver.mode, waiver.expires) == (Mode.ACCEPT, date(2026, 6, 30))
    assert isinstance(attestation, Attestation)
    assert attestation.place == "https://congkhai.example/xa"


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ('portal = "xa.example"', 'portal = "https://xa.example/"', 3, "Write the key"),
        ('check = "headers.hsts"', 'check = "headers.hst"', 4, "Did you mean headers.hsts"),
        ("expires = 2026-06-30", "expires = 2027-03-02", 10, "365 days"),
        ("expires = 2026-06-30", "expires = 2026-02-01", 10, "ends before it begins"),
        ('owner = "Phòng CNTT"', 'owner = ""', 7, "is empty"),
        ('mode = "accept"', 'mode = "ignore"', 12, "report-only"),
        ('check = "information.budget-approved"', 'check = "headers.hsts"', 16, "attestation"),
        ('mode = "accept"', 'modus = "accept"', 12, "Did you mean mode"),
    ],
)
def test_a_fault_has_its_line_and_a_remedy(
    tmp_path: Path, before: str, after: str, line: int, says: str
) -> None:
    file = written(tmp_path, GOOD.replace(before, after))
    with pytest.raises(BadInput) as error:
        read(file, CHECKS)
    assert f"{file}:{line}" in str(error.value)
    assert says in str(error.value)


def test_what_is_added_can_be_read_again(tmp_path: Path) -> None:
    [waiver, _] = read(written(tmp_path, GOOD))
    assert isinstance(waiver, Waiver)
    odd = replace(waiver, reason='nói "tạm thời" \\ chờ')
    assert read(written(tmp_path, entry(odd))) == (odd,)
