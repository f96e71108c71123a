"""Libraries by their addresses, and hosts that do not exist any more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal_audit.api import Finding, ForeignHost, Page, Samples, Script, Stylesheet
from portal_audit.evidence import BrowserUse
from portal_audit.rules.catalog import Catalog
from tests.bounded_time import cpu_seconds

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"


@pytest.mark.parametrize(
    ("address", "outcome", "shown"),
    [
        ("", "none", ""),
        ("/js/app.js", "none", ""),
        ("/js/jquery.fancybox-1.3.4.js", "none", ""),
        ("/js/jquery-migrate-1.2.1.min.js", "faulty", "jQuery Migrate 1.2.1 ("),
        ("/js/jquery-migrate-3.4.1.min.js", "none-known", "jQuery Migrate 3.4.1"),
        ("/Resources/libraries/jQuery/01_09_01/jquery.js?cdv=88", "faulty", "jQuery 1.9.1 ("),
        ("/js/jquery-ui-1.10.3.custom.min.js", "faulty", "jQuery UI 1.10.3 ("),
        ("/tinymce/4.9.1/tinymce.min.js", "faulty", "TinyMCE 4.9.1 (CVE-"),
        ("/js/plupload-2.1.2.min.js", "faulty", "plupload 2.1.2 ("),
        ("/js/mootools-core-1.4.5.js", "faulty", "MooTools 1.4.5 (CVE-2021-"),
        ("/mootools/1.6.0/mootools.min.js", "ended", "MooTools 1.6.0"),
        ("/js/mootools-1.2.4-core-yc.js", "faulty", "MooTools 1.2.4 ("),
        ("/extjs/4.2.1/ext-all.js", "faulty", "Ext JS 4.2.1 (CVE-"),
        ("/js/swfobject-2.2.js", "ended", "SWFObject 2.2"),
        ("/js/jquery-1.12.4.min.js", "faulty", "jQuery 1.12.4 (CVE-2020-11022, CVE-2020-11023"),
        ("/js/jquery-3.4.1.slim.min.js?v=3.6", "faulty", "jQuery 3.4.1 ("),
        ("/js/jquery-3.5.min.js", "none-known", "jQuery 3.5"),
        ("/js/jquery-3.7.1.min.js", "none-known", "jQuery 3.7.1"),
        ("/js/jquery_3.4.1-min.js", "faulty", "jQuery 3.4.1 ("),
        ("/js/jquery1.9.1.min.js", "faulty", "jQuery 1.9.1 ("),
        ("/Scripts/jquery-1.10.2-vsdoc.js", "faulty", "jQuery 1.10.2 ("),
        ("/jquery-ui-1.11.4.custom/jquery-ui.min.js", "faulty", "jQuery UI 1.11.4 ("),
        ("/js/mootools-core-1.3.2-full-compat.js", "faulty", "MooTools 1.3.2 ("),
        ("/js/dompurify-2.0.0.min.js", "faulty", "DOMPurify 2.0.0 ("),
        ("/js/select2-4.0.0.min.js", "faulty", "Select2 4.0.0 ("),
        ("/jquery/1.9.1/jquery.min.js", "faulty", "jQuery 1.9.1 ("),
        ("https://cdn.example/npm/jquery@3.3.1/dist/jquery.min.js", "faulty", "jQuery 3.3.1 ("),
        ("https://unpkg.com/vue@2.6.14", "faulty", "Vue 2.6.14 (CVE-2024-9506)"),
        ("/libs/vue@3.4.0/vue.global.prod.js", "none-known", "Vue 3.4.0"),
        # Numbers of the theme, or made up to get past the cache, are not the library's.
        ("/themes/1.2.0/js/jquery.min.js", "unversioned", "jQuery"),
        ("/js/jquery.min.js?v=1.2.0", "unversioned", "jQuery"),
        ("/js/jquery.min.js", "unversioned", "jQuery"),
        ("/wp-includes/js/jquery/jquery.min.js?ver=1.12.4", "faulty", "jQuery 1.12.4 ("),
        ("/wp-content/js/jquery.min.js?ver=1.12.4", "unversioned", "jQuery"),
        ("https://code.jquery.com/ui/1.12.1/jquery-ui.js", "faulty", "jQuery UI 1.12.1 ("),
        ("/bootstrap-4.6.2/js/bootstrap.min.js", "ended", "Bootstrap 4.6.2"),
        ("/jqueryui/1.13.2/jquery-ui.min.js", "none-known", "jQuery UI 1.13.2"),
        ("/twitter-bootstrap/3.3.7/css/bootstrap.min.css", "faulty", "Bootstrap 3.3.7 ("),
        (
            "/bootstrap-3.4.1-dist/js/bootstrap.min.js",
            "faulty",
            "Bootstrap 3.4.1 (CVE-2024-6485",
        ),
        ("/bootstrap-4.0.0-beta.2/js/bootstrap.bundle.min.js", "faulty", "Bootstrap 4.0.0 ("),
        ("/bootstrap/5.3.3/js/bootstrap.bundle.min.js", "none-known", "Bootstrap 5.3.3"),
        ("/ajax/libs/angularjs/1.8.3/angular.min.js", "faulty", "AngularJS 1.8.3 (CVE-2022-25844"),
        ("/ajax/libs/angular.js/1.6.9/angular.min.js", "faulty", "AngularJS 1.6.9 ("),
        ("https://cdn.ckeditor.com/4.5.7/standard/ckeditor.js", "faulty", "CKEditor 4.5.7 ("),
        ("/Chart.js/2.7.2/Chart.min.js", "faulty", "Chart.js 2.7.2 ("),
        (
            "/js/moment-with-locales-2.10.6.js",
            "faulty",
            "Moment.js 2.10.6 (CVE-2022-24785, CVE-2017-18214",
        ),
        ("/react/16.4.0/umd/react-dom.production.min.js", "unversioned", "React DOM"),
        (
            "/npm/react-dom@16.4.0/umd/react-dom.production.min.js",
            "faulty",
            "React DOM 16.4.0 (CVE-",
        ),
        ("/npm/react@18.2.0/umd/react.development.js", "none-known", "React 18.2.0"),
        (
            "https://cdn.ckeditor.com/ckeditor5/43.0.0/ckeditor5.umd.js",
            "faulty",
            "CKEditor 5 43.0.0",
        ),
        ("/npm/three@0.120.0/build/three.min.js", "faulty", "three.js 0.120.0 (CVE-2020-28496"),
        ("/js/protobuf-6.10.1.min.js", "faulty", "protobuf.js 6.10.1 (CVE-"),
        ("/jquery-.js", "none", ""),
        ("https://[::1/jquery-1.0.0.js", "none", ""),
    ],
)
def test_old_library(address: str, outcome: str, shown: str, ask: Ask, see: See) -> None:
    url = address if address.startswith("http") else URL + address[1:]
    page = Page(URL + "tin", URL + "tin", 200, scripts=(Script(None), Script(url, address)))
    finding = ask("content.old_library", *see(pages=(page,)))
    libraries = finding.facts.get("libraries", [""])
    assert finding.outcome == outcome
    assert isinstance(libraries, list)
    assert libraries[0].startswith(shown)


def test_the_worst_of_all_pages_counts_and_each_version_once(ask: Ask, see: See) -> None:
    sheet = (Stylesheet(URL + "bootstrap-3.3.7.min.css"),)
    new = (Script(URL + "jquery-3.7.1.js"),)
    pages = tuple(Page(f"{URL}{n}", URL, 200, scripts=new, stylesheets=sheet) for n in range(3))
    finding = ask("content.old_library", *see(pages=pages))
    assert (finding.outcome, finding.facts["count"]) == ("faulty", 1)
    assert finding.where == (URL + "0",)


@pytest.mark.parametrize(
    ("code", "outcome", "shown"),
    [
        ("/*! jQuery v1.9.1 | (c) 2005, 2012 jQuery Foundation */", "faulty", "jQuery 1.9.1 ("),
        ("/*! jQuery JavaScript Library v3.7.1 */", "none-known", "jQuery 3.7.1"),
        ("/*! jQuery UI - v1.12.1 - 2016-09-14 */", "faulty", "jQuery UI 1.12.1 ("),
        (
            "/*! jQuery Migrate v1.4.1 | (c) jQuery Foundation */",
            "none-known",
            "jQuery Migrate 1.4.1",
        ),
        ("/*!\n * Bootstrap v3.3.7 (http://getbootstrap.com) */", "faulty", "Bootstrap 3.3.7 ("),
        ("/**\n * @license\n * Lodash 4.17.4 */", "faulty", "Lodash 4.17.4 ("),
        ("/*! jQuery Validation Plugin - v1.13.1 */", "faulty", "jQuery Validation 1.13.1 ("),
        ("/*! Cổng xã v1.9.1 */", "none", ""),
        ("var jQuery = '1.9.1'", "none", ""),
    ],
)
def test_a_library_in_the_page_says_its_version(
    code: str, outcome: str, shown: str, ask: Ask, see: See
) -> None:
    page = Page(URL + "tin", URL + "tin", 200, scripts=(Script(None, text=code),))
    finding = ask("content.old_library", *see(pages=(page,)))
    libraries = finding.facts.get("libraries", [""])
    assert isinstance(libraries, list)
    assert (finding.outcome, libraries[0][: len(shown)]) == (outcome, shown)


def test_a_script_that_a_browser_fetched_says_its_version(ask: Ask, see: See) -> None:
    front, _, _, crawl, _ = see(pages=(Page(URL + "a", URL, 200, scripts=(Script(URL + "x.js"),)),))
    lines = ((URL + "x.js", "/*! jQuery v1.9.1 | (c) 2005, 2012 */"),)
    shown = replace(crawl, browser=BrowserUse(1, 2, first_lines=lines))  # type: ignore[type-var]
    finding = ask("content.old_library", front, shown)
    assert (finding.outcome, finding.where) == ("faulty", (URL + "a",))


def test_the_table_is_not_half_a_year_old(rules: Catalog) -> None:
    check = rules.get("content.old_library")
    assert check is not None
    as_of = date.fromisoformat(check.rule.keywords["limits"].as_of)  # type: ignore[attr-defined]
    assert datetime.now(UTC).date() - as_of < timedelta(days=183), (
        "bring content/old_library.toml up to date"
    )


PIECES = st.sampled_from(
    ["jquery", "bootstrap", "@", "-", ".", "/", "1.2.3", "0", "99999999", "min", ".js", "%2f", "ế"]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join)))
def test_any_address_is_read(ask: Ask, see: See, address: str) -> None:
    scripts = (Script(f"https://x.vn/{address}"), Script(address), Script(f"https:{address}.js"))
    page = Page(URL + "tin", URL + "tin", 200, scripts=scripts)
    with cpu_seconds(1):
        ask("content.old_library", *see(pages=(page,)))
        ask("cookies.third_party", *see(pages=(page,)))


def host(name: str, resolves: bool | None) -> ForeignHost:
    return ForeignHost(name, "script", URL, resolves)


@pytest.mark.parametrize(
    ("hosts", "outcome"),
    [
        (None, "not-asked"),
        ((), "none"),
        ((host("a.com", True),), "alive"),
        ((host("a.com", True), host("b.com", None)), "unknown"),
        ((host("a.com", True), host("b.com", None), host("c.com", False)), "dead"),
    ],
)
def test_dead_script_host(
    hosts: tuple[ForeignHost, ...] | None, outcome: str, ask: Ask, rules: Catalog
) -> None:
    finding = ask("content.dead_script_host", Samples(foreign_hosts=hosts))
    assert finding.outcome == outcome
    if outcome == "dead":
        assert finding.facts["hosts"] == ["c.com"]
        assert finding.facts["what"] == ["script"]
        check = rules.get("content.dead_script_host")
        assert check is not None
        sentences = [check.texts[lang].sentence("dead", finding.facts) for lang in ("vi", "en")]
        assert "mã JavaScript" in sentences[0]
        assert "scripts" in sentences[1]
