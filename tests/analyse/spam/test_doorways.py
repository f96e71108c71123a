"""Addresses that look pushed in, and those of honest pages."""

import pytest

from portal_audit.analyse.spam.doorways import Sign, likely_doorways, named_places, sign_of

HOME = "https://xa.example/"


@pytest.mark.parametrize(
    ("path", "sign"),
    [
        ("cach-choi-tai-xiu-online", Sign.TERM),
        ("tin/nha-cai-uy-tin.html", Sign.TERM),
        ("fa88-dang-nhap", Sign.TERM),
        ("slot-gacor/", Sign.TERM),
        ("uploads/2026/a.html", Sign.UPLOAD),
        ("tai-xiu.html", Sign.WORD),
        ("van-ban-ca-biet", Sign.WORD),
        ("Portals/0/x.htm", Sign.UPLOAD),
        ("documents/1/2/x.html", Sign.UPLOAD),
        ("wp-content/uploads/x.php", Sign.UPLOAD),
        ("%E0%B8%AA%E0%B8%A5%E0%B9%87%E0%B8%AD%E0%B8%95", Sign.TERM),
        ("%E4%BF%A1%E6%81%AF%E5%85%AC%E5%BC%80", Sign.SCRIPT),
        ("viewspace-469085.html", Sign.NUMBER),
        ("423295/", Sign.NUMBER),
        ("", None),
        ("tin-tuc/hop-hoi-dong-123456.html", None),
        ("cong-an-triet-pha-o-tai-xiu-online", None),
        ("uploads/2026/bao-cao.pdf", None),
        ("documents/danh-sach", None),
        ("gioi-thieu/2026", None),
        ("sở-nội-vụ", None),
    ],
)
def test_signs(path: str, sign: Sign | None) -> None:
    assert sign_of(HOME + path) is sign


def test_what_is_no_address_bears_none() -> None:
    assert sign_of("http://[half") is None


def test_the_oddest_come_first_and_only_so_many() -> None:
    urls = [HOME + path for path in ("423295/", "tin", "uploads/a.html", "tai-xiu-online")]
    assert likely_doorways(urls, 2) == (HOME + "tai-xiu-online", HOME + "uploads/a.html")
    assert likely_doorways(urls, 0) == likely_doorways(urls, -1) == ()


def test_addresses_of_robots_txt() -> None:
    text = "User-agent: *\nDisallow: /\nDisallow: /tai-xiu/\nallow:/a$ # b\nDisallow: /*.pdf\nx: /y"
    assert named_places(text, HOME) == (HOME + "tai-xiu/", HOME + "a")
    assert named_places("Disallow: //other.example/x\n" * 3, HOME) == ()
