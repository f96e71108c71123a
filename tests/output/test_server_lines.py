"""The lines of several checks as one text for one server: by place, each once, nothing left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal_audit.model import Finding, Severity, Status
from portal_audit.output.server_lines import NAMES, server_lines, shown_server
from portal_audit.rules.check import Check
from tests.fixtures.faulty_portal import CATALOG, site_with

COUNTING = [check for check in CATALOG if check.weight]
PLAIN = ["nginx", "apache", "haproxy"]


def checks(*names: str) -> list[Check]:
    found = [CATALOG.get(name) for name in names]
    return [check for check in found if check is not None]


def test_every_server_of_the_catalog_has_a_name() -> None:
    assert {server for check in CATALOG for server in check.config} == set(NAMES)


@pytest.mark.parametrize("server", PLAIN)
def test_every_line_of_every_check_stands_there(server: str) -> None:
    text = server_lines(COUNTING, server)
    lines = {line for c in COUNTING for line in c.config.get(server, "").strip().splitlines()}
    assert lines - {*text.splitlines()} == set()


@pytest.mark.parametrize("server", PLAIN)
def test_the_text_of_one_check_is_what_the_check_says(server: str) -> None:
    (hsts,) = checks("headers.hsts")
    assert server_lines([hsts], server) == hsts.config[server].strip()


def test_what_goes_to_one_place_stands_together_and_a_line_stands_once() -> None:
    text = server_lines(
        checks("headers.hsts", "tls.versions", "headers.xcto", "tls.ciphers"), "nginx"
    )
    assert text.count("# trong khối server của cổng mạng 443 /") == 1
    assert text.count("ssl_protocols TLSv1.2 TLSv1.3;") == 1
    assert text.index("nosniff") < text.index("ssl_protocols")


def test_lines_within_a_block_are_kept_though_they_stand_elsewhere_too() -> None:
    text = server_lines(checks("headers.content_type", "exposure.security_txt"), "nginx")
    assert text.count("charset utf-8;") == 2
    assert text.count("}") == 1


def test_a_block_of_its_own_comes_last() -> None:
    text = server_lines(checks("headers.redirect_https", "headers.hsts"), "nginx")
    assert text.index("max-age") < text.index("server {\n    listen 80;")


def test_elements_for_iis_become_one_and_two_values_of_a_header_a_list() -> None:
    text = server_lines(checks("content.csp", "content.mixed_active", "headers.hsts"), "iis")
    assert text.count("<customHeaders>") == 1
    assert "frame-ancestors 'self', upgrade-insecure-requests" in text


def test_filters_of_other_names_stay_apart_and_the_same_one_stands_once() -> None:
    text = server_lines(checks("headers.hsts", "headers.xcto", "headers.content_type"), "tomcat")
    assert text.count("<filter-name>securityHeaders</filter-name>") == 2  # filter and mapping
    assert text.count("<filter-name>utf8</filter-name>") == 2


def test_commands_stand_behind_elements() -> None:
    text = server_lines(checks("tls.versions", "headers.hsts"), "iis")
    assert text.index("</system.webServer>") < text.index("# PowerShell")


def test_a_server_without_lines_gives_nothing() -> None:
    assert server_lines(checks("usability.lang"), "nginx") == ""


@pytest.mark.parametrize(
    ("sent", "server"),
    [
        (["Server: nginx/1.18.0"], "nginx"),
        (["Server: Microsoft-IIS/10.0", "X-Powered-By: ASP.NET"], "iis"),
        (["Server: Apache-Coyote/1.1"], "tomcat"),
        (["Server: Apache/2.4.58"], "apache"),
        (["X-Powered-By: PHP/7.4.3"], ""),
        ([], ""),
    ],
)
def test_the_server_is_the_one_that_the_headers_name(sent: list[str], server: str) -> None:
    told = Finding(
        "headers.disclosure",
        "headers",
        Status.FAIL,
        "version",
        Severity.LOW,
        2.0,
        facts={"sent": sent},
    )
    assert shown_server(replace(site_with(), findings=(told,))) == server
