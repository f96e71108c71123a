"""The list of communes that a person gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from portal_audit.errors import BadInventory
from portal_audit.inventory.communes import CommuneList, read


def of(tmp_path: Path, text: str, name: str = "communes.csv") -> CommuneList:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read(file)


@pytest.mark.parametrize(
    ("row", "name", "kind", "title"),
    [
        ("Lũng Xanh,xã", "Lũng Xanh", "xa", "Xã Lũng Xanh"),
        ("Xã Lũng Xanh,", "Lũng Xanh", "xa", "Xã Lũng Xanh"),
        ("XÃ LŨNG XANH,XÃ", "LŨNG XANH", "xa", "Xã LŨNG XANH"),
        ("Xa Lung Xanh,xa", "Lung Xanh", "xa", "Xã Lung Xanh"),
        ("Phường 3,", "3", "phuong", "Phường 3"),
        ("Đặc khu Vân Đồn,đặc khu", "Vân Đồn", "dac-khu", "Đặc khu Vân Đồn"),
        ("Lũng Xanh,", "Lũng Xanh", "", "Lũng Xanh"),
        ("Phương Đông,xã", "Phương Đông", "xa", "Xã Phương Đông"),
    ],
)
def test_names_and_kinds(tmp_path: Path, row: str, name: str, kind: str, title: str) -> None:
    [one] = of(tmp_path, f"name,kind\n{row}\n").communes
    assert (one.name, one.kind, one.title, one.row) == (name, kind, title, 2)


def test_every_column_and_vietnamese_headings(tmp_path: Path) -> None:
    text = "# ghi chú\nTên;Mã;Loại;Tên miền;Dân số\nA;01;xã;A.Hacson.gov.vn;5\n\n"
    listed = of(tmp_path, text)
    assert listed.ignored == ("dân số",)
    [one] = listed.communes
    assert (one.name, one.code, one.kind, one.host, one.row) == (
        "A",
        "01",
        "xa",
        "a.hacson.gov.vn",
        3,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STT,Mã số,Tên đơn vị hành chính,Cấp\n1,01,Xã A,Xã", ("A", "01", "xa", "")),
        ("Tên xã,Mã xã,Website\nXã A,01,a.tinh.vn", ("A", "01", "xa", "a.tinh.vn")),
        ("Xã, phường;Mã ĐVHC\nA;01".replace("Xã, phường", '"Xã, phường"'), ("A", "01", "", "")),
        ("BẢNG DANH MỤC\nNgày 1/7/2025\nTên,Mã\nPhường A,01", ("A", "01", "phuong", "")),
        ("name,host,url\nA,a.vn,https://b.vn/", ("A", "", "", "a.vn")),
        ("name,Tên\nA,B", ("A", "", "", "")),
        ("\ufeffTên\tLoại\nA\tĐặc khu", ("A", "", "dac-khu", "")),
    ],
)
def test_headings_of_official_tables(
    tmp_path: Path, text: str, expected: tuple[str, str, str, str]
) -> None:
    [one] = of(tmp_path, text).communes
    assert (one.name, one.code, one.kind, one.host) == expected


def test_units_of_one_name_in_different_provinces(tmp_path: Path) -> None:
    listed = of(tmp_path, "Tỉnh,Tên\nTỉnh Hạc Sơn,Xã A\nCần Thơ,Xã A\n").communes
    assert [one.province for one in listed] == ["Tỉnh Hạc Sơn", "Cần Thơ"]
    with pytest.raises(BadInventory, match=r"row 3, column name: Xã A is in row 2"):
        of(tmp_path, "Tỉnh,Tên\nTỉnh Hạc Sơn,Xã A\nHạc Sơn,Xã A\n")


def test_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["name", "code"])
    book.active.append(["Xã Lũng Xanh", 90001])
    book.save(tmp_path / "communes.xlsx")
    [one] = read(tmp_path / "communes.xlsx").communes
    assert (one.title, one.code) == ("Xã Lũng Xanh", "90001")


def test_two_of_one_name_have_codes(tmp_path: Path) -> None:
    assert len(of(tmp_path, "name,code\nXã A,1\nXã A,2\nPhường A,3\n").communes) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", r"is empty\. The first row is name,code"),
        ("# only a note\n", r"has no header row\. The first row is name"),
        ("commune,code\nA,1\n", r"row 1: there is no column name.*found: commune, code"),
        ("nmae,code\nA,1\n", r"row 1: there is no column name\. Did you mean name\?"),
        ("name\n", r"holds no communes\. Add a row"),
        ("name,knid\nA,xã\n", r"row 1, column knid: unknown column\. Did you mean kind\?"),
        ("name,name\nA,B\n", r"row 1, column name: is there twice"),
        ("name,code\n,1\n", r"row 2, column name: no name"),
        ("name,kind\nA,thôn\n", r"row 2, column kind: thôn: unknown kind\. Accepted: xã, phường"),
        ("name,kind\nXã A,phường\n", r"row 2, column kind: phường, but the name begins with xã"),
        ("name,host\nA,a b\n", r"row 2, column host: a b: .*Expected: a host name"),
        ("name\nXã A\nXã A\n", r"row 3, column name: Xã A is in row 2 already.*its code"),
        ("name,code\nA,1\nB,1\n", r"row 3, column code: 1 is in row 2 already"),
        ("name,host\nA,a.vn\nB,A.vn\n", r"row 3, column host: a\.vn is in row 2 already"),
        ("name\n" + "A" * 300, r"row 2, column name: 300 characters\. At most 200"),
        ('name\n"A', r"is not CSV"),
    ],
)
def test_faults_name_place_and_remedy(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInventory, match=told):
        of(tmp_path, text)


def test_all_faults_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadInventory, match="3 faults") as caught:
        of(tmp_path, "name,kind\n,xã\nA,thôn\nB,xã\nB,xã\n")
    assert [line.split(":")[0].strip() for line in str(caught.value).splitlines()[1:]] == [
        "row 2, column name",
        "row 3, column kind",
        "row 5, column name",
    ]


@pytest.mark.parametrize("name", ["communes.pdf", "communes"])
def test_other_files(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInventory, match=r"Accepted: \.csv, \.xlsx"):
        of(tmp_path, "name\nA\n", name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInventory, match="cannot be read"):
        read(tmp_path / "none.csv")
