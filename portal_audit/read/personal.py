"""Personal data in published text: how much of which kind, and never the data itself.

Identity numbers have twelve digits: birthplace 001–096, sex and century, year of birth (NĐ
137/2015/NĐ-CP Đ13); older ones had nine and are only taken for such where a label says so. What a
citizen is listed with counts; the contacts of officials, which the law wants published, do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from portal_audit.read.names import PERSON
from portal_audit.read.vietnamese import fold, nfc

_TWELVE = re.compile(
    r"(?<![\w.,/-])(0[0-9]{2})[ .]?([0-3][0-9]{2})[ .]?[0-9]{3}[ .]?[0-9]{3}(?![\w/-]|[.,][0-9])",
    re.ASCII,
)
_NINE = re.compile(r"(?<![\w.,/-])[0-9]{9}(?![\w/-]|[.,][0-9])", re.ASCII)
_MOBILE = re.compile(r"(?<![\w.,/-])0[35789](?:[ .-]?[0-9]){8}(?![\w/-])", re.ASCII)
_ROW = re.compile(rf"(?<![\w.,/:-])[0-9]{{1,4}}[ .)|]{{1,4}}(?={PERSON.pattern})")

_LABEL = re.compile(
    r"\b(?:cccd|cmnd|cmtnd|can cuoc|dinh danh|ddcn|chung minh (?:nhan dan|thu)|giay to tuy than)\b"
)
_OTHER_NUMBER = re.compile(
    r"\b(?:tai khoan|stk|so tk|ma so thue|mst|ma so doanh nghiep|ma qhns|don vi quan he ngan sach|"
    r"dien thoai|dt|sdt|hotline|fax|zalo|ma ho so|ma tthc|ma thu tuc|ma van ban|ma vach|so seri|"
    r"quyet dinh so|cong van so|van ban so|so hieu|giay phep|gcn|bhyt|bhxh|ma dinh danh dien tu)\b"
)
_COLUMN = re.compile(
    r"\b(?:so|ma so)(?: the| giay)? (?:cccd|cmnd|cmtnd|can cuoc|dinh danh|ddcn|chung minh)\b|"
    r"\bcmnd ?/ ?cccd\b|\bcccd ?/ ?cmnd\b"
)
_OFFICIAL = re.compile(
    r"\b(?:chu tich|bi thu|(?:truong|pho) (?:phong|ban|thon|ap|tram|khu|bo phan|doan|giam doc)|"
    r"pho truong|chanh van phong|giam doc|hieu truong|chuyen vien|can bo|cong chuc|vien chuc|"
    r"uy vien|dai bieu|cong an|chi huy|doi truong|to truong|bac si|dieu duong|ke toan|van thu|"
    r"thanh tra|phat ngon|phu trach|truc ban|dau moi|d/c|dong chi|luat su|cong chung vien|"
    r"hoa giai vien|chuc vu)\b"
)
_CITIZENS = re.compile(
    r"\bdanh sach\b[^.]{0,80}?\b(?:ho ngheo|can ngheo|ho gia dinh|ho dan|cong dan|nguoi dan|"
    r"nhan khau|tre em|hoc sinh|thi sinh|nguoi co cong|doi tuong|nguoi (?:duoc )?huong|ho tro|"
    r"tro cap|tro giup|khuyet tat|nguoi cao tuoi|nghia vu quan su|cap giay chung nhan|"
    r"giay chung nhan quyen su dung dat|boi thuong|tai dinh cu|benh nhan|cach ly|vay von)\b"
)
_HEALTH = re.compile(
    r"\b(?:hiv|aids|khuyet tat|tam than|ung thu|benh (?!vien|binh)[a-z]+|nhiem (?:hiv|benh|covid)|"
    r"tai bien mach|bai liet|liet (?:nua|hai chan|tu chi)|dang tat|khiem thi|khiem thinh|cam diec|"
    r"suy than|chay than|nghien ma tuy|cai nghien|phoi nhiem|chat doc da cam|dioxin)\b"
)
"""No word that is another one without its marks: “liệt sĩ”, “nhiệm kỳ” and “Đông Kinh” are none."""

NEAR = 60
"""Characters before a number in which its label stands."""
ROW = 160
"""Characters of one row of a list, at most."""
HEADER = 2_500
"""Characters after a table's header in which its columns still hold."""
FEWEST_ROWS = 3
"""Rows of names with health data, or with telephones, that make a list."""
FEWEST_BARE = 3
"""Numbers without label or name beside them, from which they are no coincidence."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How much personal data of each kind a text holds."""

    identity: int = 0
    """Numbers of twelve digits."""
    old_identity: int = 0
    """Numbers of nine digits."""
    contacts: int = 0
    """Citizens listed with their mobile number."""
    health: int = 0
    """Persons listed with an illness or disability."""

    @property
    def total(self) -> int:
        """All of it."""
        return self.identity + self.old_identity + self.contacts + self.health


def personal_data(text: str) -> Tally:
    """Count personal data in a page or file. Nothing of what was read is kept."""
    text = nfc(text[:20_000])
    flat = _flat(text)
    return Tally(
        identity=_twelve(text, flat),
        old_identity=_nine(text, flat),
        contacts=_contacts(text, flat),
        health=_health(text, flat),
    )


def hide_numbers(url: str) -> str:
    """Return an address without identity numbers, which some portals put there."""
    return re.sub(r"(?<!\d)0\d{2}[0-3]\d{8}(?!\d)", "…", url)


def _flat(text: str) -> str:
    """Fold character by character, so that places in both texts are the same."""
    return "".join(_folded(sign) for sign in text)


@lru_cache(maxsize=4_096)
def _folded(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    folded = fold(sign)
    return folded if len(folded) == 1 else " "


def _twelve(text: str, flat: str) -> int:
    sure: set[str] = set()
    bare: set[str] = set()
    for match in _TWELVE.finditer(text):
        if not 1 <= int(match[1]) <= 96:
            continue
        before = flat[max(match.start() - NEAR, 0) : match.start()]
        label, other = _last(_LABEL, before), _last(_OTHER_NUMBER, before)
        if other > label:
            continue
        number = re.sub(r"\D", "", match.group())
        beside = text[max(match.start() - NEAR, 0) : match.end() + 20]
        certain = label >= 0 or PERSON.search(beside) or _in_column(flat, match.start())
        (sure if certain else bare).add(number)
    bare -= sure
    return len(sure) + (len(bare) if len(bare) >= FEWEST_BARE else 0)


def _nine(text: str, flat: str) -> int:
    found: set[str] = set()
    for match in _NINE.finditer(text):
        before = flat[max(match.start() - NEAR, 0) : match.start()]
        label, other = _last(_LABEL, before), _last(_OTHER_NUMBER, before)
        named = PERSON.search(text[max(match.start() - NEAR, 0) : match.start()])
        if other > label or (label < 0 and not (named and _in_column(flat, match.start()))):
            continue
        found.add(match.group())
    return len(found)


def _in_column(flat: str, at: int) -> bool:
    """Tell whether a table above has a column so named: its header comes before the first row."""
    return bool(_COLUMN.search(flat, max(at - HEADER, 0), at))


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _rows(text: str, flat: str) -> Iterator[tuple[str, str]]:
    """Yield each numbered row that begins with a person's name: as written, and folded."""
    starts = [match.start() for match in _ROW.finditer(text)]
    for start, following in pairwise([*starts, len(text)]):
        end = min(following, start + ROW)
        yield text[start:end], flat[start:end]


def _contacts(text: str, flat: str) -> int:
    """Count rows of a list of citizens that give a mobile number."""
    if not _CITIZENS.search(flat):
        return 0
    rows = [row for row, folded in _rows(text, flat) if _is_citizen(folded) and _MOBILE.search(row)]
    return len(rows) if len(rows) >= FEWEST_ROWS else 0


def _health(text: str, flat: str) -> int:
    """Count rows of a list of persons that name an illness or disability."""
    rows = [
        folded for _, folded in _rows(text, flat) if _is_citizen(folded) and _HEALTH.search(folded)
    ]
    return len(rows) if len(rows) >= FEWEST_ROWS else 0


def _is_citizen(folded: str) -> bool:
    return not _OFFICIAL.search(folded)
