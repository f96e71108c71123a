"""What a portal may share with others, read from its evidence."""

from portal_audit.analyse.shared_traits import shared_traits
from portal_audit.evidence import Crawl, DnsRecords, Evidence, Page, Platform, Script, Stylesheet

URL = "https://xa.hacson.gov.test/"


def home(*urls: str) -> Page:
    sheets = tuple(Stylesheet(url) for url in urls if url.endswith(".css"))
    return Page(
        URL,
        URL,
        200,
        stylesheets=sheets,
        scripts=tuple(Script(u) for u in urls if u.endswith(".js")),
    )


def test_the_address_is_the_lowest_so_that_the_order_of_answers_does_not_matter() -> None:
    one = DnsRecords("xa.hacson.gov.test", a=("203.0.113.9", "203.0.113.10"))
    other = DnsRecords("xa.hacson.gov.test", a=("203.0.113.10", "203.0.113.9"))
    assert (
        shared_traits(Evidence(one))
        == shared_traits(Evidence(other))
        == {"address": "203.0.113.10"}
    )


def test_the_provider_is_the_domain_that_the_name_is_an_alias_of() -> None:
    records = DnsRecords("xa.hacson.gov.test", cname=("a.cdn.example.com.", "edge7.hoster.com."))
    assert shared_traits(Evidence(records)) == {"provider": "hoster.com"}


def test_an_alias_within_the_own_domain_tells_no_provider() -> None:
    records = DnsRecords("xa.hacson.gov.vn", cname=("may1.hacson.gov.vn.",))
    assert shared_traits(Evidence(records)) == {}


def test_the_system_is_platform_and_the_theme_most_files_come_from() -> None:
    page = home(
        f"{URL}themes/xanh/css/a.css", f"{URL}themes/xanh/js/b.js", f"{URL}themes/default/js/c.js",
        "https://khac.example/themes/do/d.js", "https://khac.example/themes/do/e.js",
    )  # fmt: skip
    crawl = Crawl((page,), platform=Platform("NukeViet"))
    assert shared_traits(Evidence(crawl)) == {"system": "NukeViet – xanh"}


def test_a_theme_without_a_recognised_platform_tells_nothing() -> None:
    assert shared_traits(Evidence(Crawl((home(f"{URL}themes/xanh/a.css"),)))) == {}


def test_where_nothing_was_seen_nothing_is_shared() -> None:
    assert shared_traits(Evidence()) == {}
