"""Inventories in every accepted form, and every fault named with its place and remedy."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from portal_audit import inventory
from portal_audit.errors import BadInput, BadInventory
from portal_audit.inventory import tables
from portal_audit.model import Kind, Target

FULL = Target(
    id="xa.example",
    url="https://xa.example/",
    name="Xã Tân Lập; Cổng",
    kind=Kind.COMMUNE,
    organisation="UBND xã",
    province="Tỉnh Mẫu",
    parent="https://tinh.example/",
    contact="a@b.example",
    tags=("quy-4", "moi"),
    address="2001:db8::7",
    http_url="http://xa.example:8080/",
)
CELLS = {
    "url": "xa.example",
    "name": "Xã Tân Lập; Cổng",
    "kind": "commune",
    "organisation": "UBND xã",
    "province": "Tỉnh Mẫu",
    "parent": "tinh.example",
    "contact": "a@b.example",
    "tags": "quy-4 moi",
    "address": "2001:0db8::7",
    "http_url": "xa.example:8080",
}


def line(*cells: str, mark: str = ",") -> str:
    return mark.join(f'"{cell}"' for cell in cells) + "\r\n"


def table(mark: str) -> str:
    return line(*CELLS, mark=mark) + line(*CELLS.values(), mark=mark)


def sheet(*rows: tuple[Any, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("comma.csv", table(",").encode()),
        ("semicolon.csv", table(";").encode()),
        ("bom.csv", table(",").encode("utf-8-sig")),
        ("utf16.csv", table("\t").encode("utf-16")),
        ("big-endian.csv", b"\xfe\xff" + table(";").encode("utf-16-be")),
        ("hint.csv", ("sep=;\r\n" + table(";")).encode()),
        ("blank-lines-and-notes.CSV", ("\r\n# a, note\r\n" + table(",") + "\r\n#x,y\r\n").encode()),
        ("header-case.csv", table(",").replace('"url"', '" URL "').encode()),
        ("book.xlsx", sheet(tuple(CELLS), tuple(CELLS.values()))),
        ("notes.xlsx", sheet(("# note",), tuple(CELLS), (None,), tuple(CELLS.values()))),
        ("list.yaml", b"- " + "\n  ".join(f"{k}: '{v}'" for k, v in CELLS.items()).encode()),
        ("json.yml", (str([CELLS])).encode()),
        (
            "tags.yaml",
            ("- " + "\n  ".join(f"{k}: '{v}'" for k, v in CELLS.items() if k != "tags")).encode()
            + b"\n  tags: [quy-4, moi]\n",
        ),
    ],
)
def test_every_accepted_form_gives_the_same_target(
    tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert inventory.read(file) == (FULL,)


def test_only_url_is_required_and_the_order_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("url\nb.example\na.example\n", encoding="utf-8")
    assert [target.url for target in inventory.read(file)] == [
        "https://b.example/",
        "https://a.example/",
    ]
    assert inventory.read(file)[0].kind is Kind.WEB


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("url,kind\n,web\n", ["row 2, column url: no url. Expected: a URL such as https://"]),
        ("url\nhttps://a b/\n", ["row 2, column url: https://a b/", "no spaces"]),
        ("url\nftp://a.example/\n", ["the scheme is ftp, but must be https or http"]),
        ("url\nhttps://a.example:99999/\n", ["a port is a number from 1 to 65535"]),
        ("url\nhttps://a..example/\n", ["a..example is not a host name"]),
        ("url\nhttps://1.2.3/\n", ["neither a host name nor an IP address"]),
        ("url\nhttps://u:p@a.example/\n", ["leave out the user name and password"]),
        ("url\nkhong\n", ["needs its scheme"]),
        ("url,knd\na.example,web\n", ["row 1, column knd: unknown column. Did you mean kind?"]),
        ("url,màu\na.example,đỏ\n", ["column màu: unknown column. Accepted: url, name, kind"]),
        (
            "url,kind\na.example,communes\n",
            ["row 2, column kind: communes: unknown kind", "Did you"],
        ),
        ("url,kind\na.example,xã\n", ["Accepted: province, department, commune, public-service"]),
        (
            "url\na.example\nHTTPS://A.example:443\n",
            ["row 3, column url:", "is in row 2 already"],
        ),
        (
            "url,address\na.example,1.2.3.400\n",
            ["row 2, column address: 1.2.3.400", "Expected: an IP"],
        ),
        ("url,http_url\na.example,https://a.example/\n", ["column http_url:", "must be http"]),
        ("url,parent\na.example,ftp://x.example\n", ["column parent:", "must be https or http"]),
        ("name,kind\nA,web\n", ["there is no column url", "found: name, kind. Accepted: url,"]),
        (
            "url,key\na.example,xa\nb.example,xa\n",
            ["row 3, column key:", "xa is the key of the portal in row 2"],
        ),
        (
            "url,key\na.example,b.example\nb.example,\n",
            ["row 3, column key:", "b.example is the key of the portal in row 2"],
        ),
        ("url,url\na.example,b.example\n", ["column url: is there twice"]),
        ("url,name\na.example,A,B\n", ["row 2: has 3 cells, but there are 2 columns"]),
        ('url,name\na.example,"A\n', ["row 2: is not CSV", "every quote is closed"]),
        ("url\n", ["holds no portals"]),
        ("", ["is empty"]),
        (" \n\n", ["is empty"]),
        ("# only a note\n", ["has no header row"]),
        ("url,name\na.example," + "x" * 501 + "\n", ["column name: 501 characters. At most 500"]),
    ],
)
def test_every_fault_of_a_table_names_place_and_remedy(
    tmp_path: Path, rows: str, told: list[str]
) -> None:
    file = tmp_path / "portals.csv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(BadInventory) as caught:
        inventory.read(file)
    message = str(caught.value)
    assert message.startswith(str(file))
    assert all(part in message for part in told), message


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "url,name\na.example,Hà".encode("cp1258"), "row 2: is not UTF-8 text"),
        ("a.csv", b"url\nok.example\n\xff\xfe\n", "row 3: is not UTF-8 text. Save it as CSV UTF-8"),
        ("a.csv", b"url\0", "is not a text file"),
        ("a.csv", sheet(("url",)), "is an Excel workbook, not CSV. Name it .xlsx"),
        ("a.xlsx", b"url\na.example", "is not a readable workbook"),
        ("a.xlsx", b"PK\x03\x04 nonsense", "is not a readable workbook"),
        ("a.xlsx", sheet(("url", "kind"), ("a.example", "x")), "row 2, column kind: x: unknown"),
        ("a.xlsx", sheet(("url",), ("#REF!",)), "row 2, column url: #REF!"),
        ("a.xlsx", sheet(), "has no header row"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "unknown file type .xls"),
        ("portals", b"url", "unknown file type –"),
        ("a.yaml", b"url: a.example", "is not a list of portals"),
        ("a.yaml", b"- a.example", "row 1: is not a mapping of columns"),
        ("a.yaml", b"- url: [", "is not YAML at line"),
        ("a.yaml", b"- url: a.example\n  url: b.example", "is not YAML at line 2"),
        ("a.yaml", b"- url: {a: b}", "row 1, column url"),
        ("a.yaml", b"- url: a.example\n- url: b.example\n  knd: web", "row 2, column knd: unknown"),
        ("a.yaml", b"- url: \xff", "row 1: is not UTF-8"),
        ("a.yaml", b"- !!python/object/apply:os.system ['true']", "is not YAML"),
    ],
)
def test_files_that_cannot_be_read_say_why(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInventory) as caught:
        inventory.read(file)
    assert told in str(caught.value)


def test_all_faults_are_told_at_once_up_to_fifty(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = "".join(f"https://a{number}.example/,sai\n" for number in range(70))
    file.write_text("url,kind,mau\n" + rows, encoding="utf-8")
    with pytest.raises(BadInventory) as caught:
        inventory.read(file)
    lines = str(caught.value).splitlines()
    assert lines[0] == f"{file}: 71 faults."
    assert lines[1].startswith("  row 1, column mau")
    assert lines[2].startswith("  row 2, column kind")
    assert len(lines) == 52
    assert lines[-1] == "  and 21 more."


def test_hostile_cells_are_quoted_on_one_bounded_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'url\n"https://\x1b[2J{"x" * 900}\n.example"\n', encoding="utf-8")
    with pytest.raises(BadInventory) as caught:
        inventory.read(file)
    message = str(caught.value)
    assert "\x1b" not in message
    assert "\n" not in message
    assert len(message) < len(str(file)) + 400


def test_what_is_not_there_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInventory, match=r"cannot be read .*inventory template"):
        inventory.read(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadInventory, match="is a folder"):
        inventory.read(tmp_path / "folder.csv")
    file = tmp_path / "big.csv"
    file.write_text("url\na.example\nb.example\nc.example\n", encoding="utf-8")
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    with pytest.raises(BadInventory, match="more than 3 rows"):
        inventory.read(file)
    monkeypatch.setattr(tables, "MAX_BYTES", 10)
    with pytest.raises(BadInventory, match="At most 10 are accepted"):
        inventory.read(file)


def test_a_url_of_the_command_line_becomes_a_target() -> None:
    made = inventory.target("xa.example:8443", kind="commune")
    assert (made.url, made.kind) == ("https://xa.example:8443/", Kind.COMMUNE)
    with pytest.raises(BadInventory, match=r"^a b: a URL holds no spaces"):
        inventory.target("a b")
    with pytest.raises(BadInventory, match="colour: no such column"):
        inventory.target("a.example", colour="red")


def test_a_url_given_twice_is_refused() -> None:
    one, same = inventory.target("a.example"), inventory.target("https://a.example/")
    with pytest.raises(BadInventory, match=r"https://a\.example/ is given twice"):
        inventory.combine([one], [same])
    assert inventory.combine([one], [inventory.target("b.example")])[0] is one


def test_a_duplicate_is_told_even_where_its_row_has_another_fault(tmp_path: Path) -> None:
    file = tmp_path / "portals.csv"
    file.write_text("url,kind\nhttps://a.test,web\nhttps://A.test/,commun\n", encoding="utf-8")
    with pytest.raises(BadInventory) as caught:
        inventory.read(file)
    assert "row 3, column kind" in str(caught.value)
    assert "row 3, column url: https://a.test/ is in row 2 already" in str(caught.value)


def _damaged(change: str) -> bytes:
    """Return a workbook that a program or a disk has damaged in one way."""
    data = sheet(("url",), ("https://a.example/",))
    if change == "method":  # a compression that no reader here knows
        return data.replace(b"\x08\x00", b"\x63\x00")
    if change == "encrypted":
        flagged = bytearray(data)
        at = flagged.find(b"PK\x03\x04")
        while at >= 0:
            flagged[at + 6] |= 1
            at = flagged.find(b"PK\x03\x04", at + 4)
        at = flagged.find(b"PK\x01\x02")
        while at >= 0:
            flagged[at + 8] |= 1
            at = flagged.find(b"PK\x01\x02", at + 4)
        return bytes(flagged)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "xl/styles.xml":
                part = part.replace(b"<fill>", b"<fill/><fill>")
            target.writestr(entry.filename, part)
    return out.getvalue()


@pytest.mark.parametrize("change", ["method", "encrypted", "styles"])
def test_a_damaged_workbook_is_a_fault_of_the_file(tmp_path: Path, change: str) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(_damaged(change))
    fault = "protected by a password" if change == "encrypted" else "not a readable workbook"
    with pytest.raises(BadInventory, match=rf"a\.xlsx: is {fault}"):
        inventory.read(file)


def test_a_workbook_with_a_password_is_told_as_one(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    ole, name = bytes.fromhex("d0cf11e0a1b11ae1"), "EncryptedPackage".encode("utf-16-le")
    file.write_bytes(ole + bytes(500) + name + bytes(500))
    with pytest.raises(BadInventory, match=r"a\.xlsx: is protected by a password\. Open it"):
        inventory.read(file)


def test_a_workbook_of_millions_of_texts_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 2_000_000 + b"</sst>")
    with pytest.raises(BadInventory, match=r"a\.xlsx: holds \d+ texts\. At most"):
        inventory.read(file)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ht!tp:/x", "tên máy không có dấu chấm thì phải ghi cả https://"),
        ("ftp://a.example", "phải bắt đầu bằng https hoặc http, không phải ftp"),
        ("https://u:p@a.example/", "bỏ tên đăng nhập và mật khẩu"),
    ],
)
def test_what_is_wrong_with_an_address_is_told_in_vietnamese(
    tmp_path: Path, row: str, said: str
) -> None:
    file = tmp_path / "portals.csv"
    file.write_text(f"url\n{row}\n", encoding="utf-8")
    with pytest.raises(BadInventory) as refused:
        inventory.read(file)
    assert said in refused.value.text("vi")


def test_a_file_that_is_not_there_is_told_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        inventory.read(tmp_path / "none.csv")
    assert "không có tệp hay thư mục này" in refused.value.text("vi")
