"""What personal data looks like in Vietnamese tables: numbers, labels, columns and words."""

import re

from portal_audit.parse.text.person_names import PERSON

# What stands before a number is looked at behind its first digit, since a search that begins with a
# digit, and not by looking back, is several times quicker.
TWELVE = re.compile(
    r"0(?<![\w.,/-].)[0-9]{2}[ .]?[0-3][0-9]{2}[ .]?[0-9]{3}[ .]?[0-9]{3}(?![\w/-]|[.,][0-9])",
    re.ASCII,
)
PARTED = re.compile(
    r"0(?<![\w.,/-].)(?:[0-9]{2}-[0-3][0-9]{2}-[0-9]{3}-[0-9]{3}"
    r"|[0-9]{2}[0-3](?:[ .-][0-9]{4}){2}"
    r"|(?: [0-9]){2} [0-3](?: [0-9]){8})(?![\w/-]|[.,][0-9])",
    re.ASCII,
)
"""Twelve digits in groups that other numbers have too: only behind a label."""
NINE = re.compile(r"[0-9](?<![\w.,/-].)[0-9]{8}(?![\w/-]|[.,][0-9])", re.ASCII)
NINE_PARTED = re.compile(
    r"[0-9](?<![\w.,/-].)(?<![0-9] .)[0-9]{2}(?:\.[0-9]{3}\.| [0-9]{3} )[0-9]{3}"
    r"(?![\w/-]|[ .,][0-9]| ?(?:đ|₫|vn))",
    re.ASCII | re.IGNORECASE,
)
MOBILE = re.compile(r"(?<![\w.,/+-])(?:0|\+?84[ .-]?)[35789](?:[ .-]?[0-9]){8}(?![\w/-])", re.ASCII)
MOBILE_CUT = re.compile(r"(?<![\w.,/+-])[35789][0-9]{8}(?![\w/-])", re.ASCII)
"""A mobile number that a spreadsheet took the first zero from."""
INSURANCE = re.compile(r"(?<!\w)(?:[A-Z]{2}[1-5][0-9]{12}|[0-9]{10})(?![\w/-])", re.ASCII)
"""Cards of health insurance (two letters, thirteen digits) and social insurance codes (ten)."""
ROW_START = re.compile(rf"[0-9](?<![\w.,/:-].)[0-9]{{0,3}}[ .)|]{{1,4}}(?={PERSON.pattern})")

LABEL = re.compile(
    r"\b(?:cccd|g?cmnd|g?cmtnd|can cuoc|dinh danh|ddcn|chung minh (?:nhan dan|thu)|"
    r"giay to tuy than)\b"
)
OTHER_NUMBER = re.compile(
    r"\b(?:tai khoan|stk|so tk|ma so thue|mst|ma so doanh nghiep|ma qhns|don vi quan he ngan sach|"
    r"dien thoai|dt|sdt|hotline|fax|zalo|ma ho so|ma tthc|ma thu tuc|ma van ban|ma vach|so seri|"
    r"quyet dinh so|cong van so|van ban so|so hieu|giay phep|gcn|bhyt|bhxh|ma dinh danh dien tu)\b"
)
COLUMN = re.compile(
    r"\b(?:so|ma so)(?: the| giay)? (?:cccd|cmnd|cmtnd|can cuoc|dinh danh|ddcn|chung minh)\b|"
    r"\bcmnd ?/ ?cccd\b|\bcccd ?/ ?cmnd\b|"
    r"\bho (?:va )?ten\b.{0,80}?\b(?:cccd|g?cmnd|cmtnd|can cuoc|so dinh danh)\b"
)
OTHER_COLUMN = re.compile(
    r"\b(?:so|ma so)(?: the)? (?:tai khoan|tk|thue|bhyt|bhxh|bao hiem|hoa don|seri|ho so)\b|"
    r"\bstk\b|\bmst\b"
)
INSURANCE_COLUMN = re.compile(
    r"\b(?:so|ma so|ma)(?: the)? (?:bhyt|bhxh|bao hiem (?:y te|xa hoi))\b|\bthe bhyt so\b"
)
PHONE_COLUMN = re.compile(r"\b(?:dien thoai|sdt|so dt|di dong|lien lac)\b")
OFFICIAL = re.compile(
    r"\b(?:chu tich|bi thu|(?:truong|pho) (?:phong|ban|thon|ap|tram|khu|bo phan|doan|giam doc)|"
    r"pho truong|chanh van phong|giam doc|hieu truong|chuyen vien|can bo|cong chuc|vien chuc|"
    r"uy vien|dai bieu|cong an|chi huy|doi truong|to truong|bac si|dieu duong|ke toan|van thu|"
    r"thanh tra|phat ngon|phu trach|truc ban|dau moi|d/c|dong chi|luat su|cong chung vien|"
    r"hoa giai vien|chuc vu)\b"
)
CITIZENS = re.compile(
    r"\bdanh sach\b[^.]{0,80}?\b(?:ho ngheo|can ngheo|ho gia dinh|ho dan|cong dan|nguoi dan|"
    r"nhan khau|tre em|hoc sinh|thi sinh|nguoi co cong|doi tuong|nguoi (?:duoc )?huong|ho tro|"
    r"tro cap|tro giup|khuyet tat|nguoi cao tuoi|nghia vu quan su|cap giay chung nhan|"
    r"giay chung nhan quyen su dung dat|boi thuong|tai dinh cu|benh nhan|cach ly|vay von)\b"
)
HEALTH = re.compile(
    r"\b(?:hiv|aids|khuyet tat|tam than|ung thu|benh (?!vien|binh)[a-z]+|duong tinh|f0|"
    r"nhiem (?:hiv|benh|covid)|tai bien mach|bai liet|liet (?:nua|hai chan|tu chi)|dang tat|"
    r"khiem thi|khiem thinh|cam diec|suy than|chay than|nghien ma tuy|cai nghien|phoi nhiem|"
    r"chat doc da cam|dioxin)\b"
)
"""No word that is another one without its marks: “liệt sĩ”, “nhiệm kỳ” and “Đông Kinh” are none."""

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
LONG_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){8}")
"""Nine digits, however grouped: every pattern of a number here has them, most pages have none."""
WIDE = "".join(map(chr, range(0xFF10, 0xFF1A)))
"""Digits as wide as Chinese letters."""
WIDE_DIGITS = {ord(digit): str(value) for value, digit in enumerate(WIDE)}
DIGITS = re.compile(r"[0-9](?:[ .-]?[0-9])*")
LONG_RUN = re.compile(r"[0-9]{6,}")
IDENTITY = re.compile(r"(?<![0-9A-Za-z])0(?:0[1-9]|[1-8][0-9]|9[0-6])[0-3][0-9]{8}(?![0-9A-Za-z])")
SURE_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:0[0-9]{2}[0-3][0-9]{8}|(?:0|84)[35789][0-9]{8})(?![0-9A-Za-z])"
)
