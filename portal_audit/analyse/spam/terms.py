"""The words of injected advertising: gambling, pills, loans, sold in Vietnam's state portals.

Terms and look-alikes are those reported for Vietnamese portals in 2020–2024, and what the same
campaigns sell in other languages.
"""

MARKED = (
    *("cờ bạc", "cá độ", "cá cược", "nhà cái", "tài xỉu", "tài sỉu", "game bài", "đánh bài"),
    *("soi cầu", "soi kèo", "kèo bóng", "nổ hũ", "quay hũ", "đá gà", "xóc đĩa", "bắn cá"),
    *("lô đề", "ghi đề", "đổi thưởng", "đổi tiền thật", "xổ số", "vay nóng", "vay tiền nhanh"),
    *("vay tiền online", "thuốc cường dương", "thuốc kích dục"),
)
"""Words that need their marks: without them they collide with everyday ones (“nợ hư”, “da gà”)."""
PLAIN = (
    *("game bai doi thuong", "danh bai doi thuong", "nha cai uy tin", "ca do bong da"),
    *("ca cuoc bong da", "keo nha cai", "tai xiu online", "tai xiu md5", "lo de online"),
    *("no hu doi thuong", "ban ca doi thuong", "xoc dia online", "da ga truc tiep"),
    *("choi tai xiu", "lode", "casino", "casino online", "casino truc tuyen", "baccarat"),
    *("slot gacor", "slot online", "situs slot", "judi online", "judi bola", "agen judi"),
    *("bandar togel", "togel", "maxwin", "sbobet", "online poker", "viagra", "cialis", "levitra"),
    *("bongdalu", "cakhia tv", "cakhiatv", "xoilac", "kuwin", "kubet", "sunwin", "rikvip"),
    *("98win", "fa88", "8xbxx", "gi8", "ga88", "w88", "fun88", "m88", "fb88", "bk8", "789bet"),
    *("8xbet", "hi88", "jun88", "shbet", "new88", "i9bet", "f8bet", "789club", "go88"),
    *("vay tien online", "kqxs", "xsmb", "xsmn"),
)
"""Words that mean it even without marks."""
BRAND = r"(?:\d{2,3}|[a-z]{1,4}\d{1,3})(?:bet|win|club|casino)|(?:bet|casino)\d{2,3}"
"""Names that are a short word, digits and what is sold: they mean it, whatever they are called."""
_SOLD = "nohu|taixiu|nhacai|gamebai|xocdia|soikeo|soicau|cacuoc|danhbai|baccarat|casino"
GLUED = rf"(?:{_SOLD})(?:(?:{_SOLD}|doithuong|uytin|bet|club|slot)\d{{0,4}}|\d{{2,4}})"
"""A word glued from what is sold and another such word, or digits: ``nohucasino88``."""
OTHER_SCRIPTS = (
    *("สล็อต", "บาคาร่า", "คาสิโน", "การพนัน", "พนันออนไลน์", "แทงบอล", "หวยออนไลน์"),
    *("เครดิตฟรี", "เว็บตรง", "博彩", "赌场", "赌博", "娱乐城", "老虎机", "百家乐", "六合彩"),
    *("真人荷官", "体育投注", "投注", "賭場", "娛樂城", "百家樂", "線上博弈", "カジノ"),
    *("パチンコ", "バカラ", "スーパーコピー", "激安", "카지노", "바카라", "토토사이트", "슬롯"),
    *("먹튀", "비아그라", "казино", "букмекер", "игровые автоматы", "ставки на спорт"),
    *("виагра", "كازينو", "مراهنات", "قمار", "فياجرا"),
)
"""The same in Thai, Chinese, Japanese, Korean, Russian and Arabic, which part no words by spaces
or bend them, so that no boundary is asked for."""
LAWFUL = frozenset({"xổ số", "kqxs", "xsmb", "xsmn", "casino"})
"""Said by state lotteries and of licensed houses too: they count only beside another term."""
EVERYDAY = frozenset(
    {
        *("cờ bạc", "bắn cá", "đá gà", "đánh bài", "vay nóng", "ghi đề", "đổi thưởng", "lode"),
        *(
            "คาสิโน",
            "การพนัน",
            "赌场",
            "赌博",
            "賭場",
            "カジノ",
            "카지노",
            "казино",
            "كازينو",
            "قمار",
        ),
    }
)
"""Said in honest news and by shops too: they count beside another term or where text advertises."""
OFFICIAL = (
    r"\b(?:cong an|canh sat|triet pha|triet xoa|xu phat|phong chong|phong, chong|khoi to|bat giu|"
    r"bat qua tang|tam giu|xet xu|bi cao|toi danh bac|danh bac trai phep|canh bao|lua dao|"
    r"vi pham|nghiem cam|te nan|vien kiem sat|toa an|tuyen truyen|xo so kien thiet|con bac|soi bac|"
    r"tu diem|o nhom|duong day(?! nong)|doi tuong|tac hai|he luy|cam bay|sap bay|tin dung den|"
    r"canh giac|to giac|ngan chan|day lui|sa luoi|thu giu|buon lau|hang gia|hang cam|"
    r"khong ro nguon goc|quan ly thi truong|nghi dinh|thong tu|du thao|police|illegal gambling)\b"
)
"""Words of articles that warn of gambling; text is folded before they are looked for."""
OFFICIAL_OTHER = (
    r"公安|警方|警察|打击|打擊|违法|犯罪|禁止|抓获|捣毁|查处|诈骗|ตำรวจ|จับกุม|ผิดกฎหมาย|경찰|단속|불법"
    r"|полици|незаконн|преступ|شرطة"
)
"""The same in other scripts, which folding would take apart."""
AUTHORITY = (
    r"\b(?:cong an|canh sat|triet pha|triet xoa|khoi to|bat giu|bat qua tang|tam giu|xet xu|bi cao|"
    r"vien kiem sat|toa an|xu phat|phong,? chong|te nan|cam bay|tac hai)\b"
)
"""Of these, the words of those who act; an advertisement too promises “không lừa đảo”."""
PROMOTION = (
    r"\b(?:uy tin|dang ky|tai app|link vao|nap rut|nap tien|rut tien|khuyen mai|cach choi|"
    r"meo choi|choi ngay|tang code|giftcode|hoan tra|ty le keo|nhan thuong|truc tuyen uy tin|"
    r"daftar|bonus|sign up)\b"
)
"""Words of advertisements; text is folded before they are looked for."""
PROMOTION_OTHER = r"注册|註冊|登録|送料無料|สมัคร|โบนัส|가입|регистрац|бонус|تسجيل"
GAMBLING_HOST = (
    r"taixiu|nhacai|nohu\d|cado\d|cacuoc|xosode|lode\d|gamebai|soicau|keonhacai|baccarat|xocdia|"
    r"daga\d|casino|kubet|kuwin|bongdalu|cakhia|xoilac|sbobet|slotgacor|judionline|togel|"
    r"(?:bet|win|club|slot)(?!(?:19|20)\d\d$)\d{2,4}$|\dbet(?:\d{1,4})?$"
)
BRAND_HOST = (
    r"^[a-z]{1,6}\d{2,3}(?:bet|win|vip|club)?$|^\d{2,3}[a-z]{2,5}$|^[a-z]{2}8$|"
    r"(?:bet|win|club|slot|vip)(?!(?:19|20)\d\d$)\d{1,4}$"
)
HONEST_HOST = (
    r"^(?:office|microsoft|windows|outlook|cloud|mail|web|app|apps|api|cdn|img|static|www|mp|vtv|vov|"
    r"htv|vtc|news|tin|bao|radio|studio|art|map|maps|data|base|open|form|forms)\d{1,4}$"
)
"""Words that honest hosts number, too: software, servers and broadcasters."""
SOFTWARE_MAKERS = frozenset(
    {
        *("microsoft.com", "office.com", "live.com", "aka.ms", "wordpress.org", "wordpress.com"),
        *("joomla.org", "drupal.org", "dnnsoftware.com", "dotnetnuke.com", "liferay.com"),
        *("nukeviet.vn", "vinades.vn", "umbraco.com", "telerik.com", "ckeditor.com", "tiny.cloud"),
    }
)
"""Domains of those who make content management systems: the help of their editors' ribbons."""
