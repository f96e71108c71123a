"""Lines for IIS and Tomcat: well-formed, and made of elements and attributes that exist there.

Neither server runs here, so nothing more than that is proven. For IIS the words come from its
configuration schema (``IIS_schema.xml``, ``rewrite_schema.xml``, ``cors_schema.xml``, and ASP.NET's
``system.web``); ``SCHEMA`` holds those that the texts may use.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from portal_audit.output.server_lines import server_lines
from portal_audit.rules import catalog
from portal_audit.rules.check import Check

CATALOG = catalog.read()
NAME_VALUE = {"name", "value"}
SCHEMA: dict[str, set[str]] = {
    "configuration": set(),
    "configuration/system.web": set(),
    "configuration/system.web/authentication": {"mode"},
    "configuration/system.web/authentication/forms": {"requireSSL", "cookieSameSite"},
    "configuration/system.web/compilation": {"debug"},
    "configuration/system.web/customErrors": {"mode", "defaultRedirect"},
    "configuration/system.web/globalization": {"responseEncoding", "fileEncoding"},
    "configuration/system.web/httpCookies": {"requireSSL", "httpOnlyCookies", "sameSite"},
    "configuration/system.web/httpRuntime": {"enableVersionHeader"},
    "configuration/system.web/sessionState": {"cookieSameSite"},
    "configuration/system.webServer": set(),
    "configuration/system.webServer/cors": {"enabled", "failUnlistedOrigins"},
    "configuration/system.webServer/cors/add": {"origin", "allowCredentials"},
    "configuration/system.webServer/directoryBrowse": {"enabled"},
    "configuration/system.webServer/httpErrors": {"errorMode", "existingResponse"},
    "configuration/system.webServer/httpErrors/error": {"statusCode", "path", "responseMode"},
    "configuration/system.webServer/httpErrors/remove": {"statusCode"},
    "configuration/system.webServer/httpProtocol": set(),
    "configuration/system.webServer/httpProtocol/customHeaders": set(),
    "configuration/system.webServer/httpProtocol/customHeaders/add": NAME_VALUE,
    "configuration/system.webServer/httpProtocol/customHeaders/remove": {"name"},
    "configuration/system.webServer/rewrite": set(),
    "configuration/system.webServer/rewrite/rules": set(),
    "configuration/system.webServer/rewrite/rules/rule": {"name", "stopProcessing"},
    "configuration/system.webServer/rewrite/rules/rule/match": {"url"},
    "configuration/system.webServer/rewrite/rules/rule/conditions": set(),
    "configuration/system.webServer/rewrite/rules/rule/conditions/add": {"input", "pattern"},
    "configuration/system.webServer/rewrite/rules/rule/action": {
        "type",
        "url",
        "appendQueryString",
        "redirectType",
    },
    "configuration/system.webServer/security": set(),
    "configuration/system.webServer/security/requestFiltering": {"removeServerHeader"},
    "configuration/system.webServer/staticContent": set(),
    "configuration/system.webServer/staticContent/mimeMap": {"fileExtension", "mimeType"},
    "configuration/system.webServer/staticContent/remove": {"fileExtension"},
}
"""Path of an element → attributes it may have."""


def lines(server: str) -> list[object]:
    """Return the checks with lines for a server, with those lines."""
    found = ((check, check.config[server]) for check in CATALOG if server in check.config)
    return [pytest.param(check, text, id=check.id) for check, text in found]


def fragments() -> list[object]:
    """Return the lines for IIS that are XML; the others are for PowerShell."""
    return [p for p in lines("iis") if p.values[1].startswith("<")]  # type: ignore[attr-defined]


def read(text: str) -> ElementTree.Element:
    """Parse a fragment that may have several roots; raises ParseError."""
    return ElementTree.fromstring(f"<configuration>{text}</configuration>")


def paths(element: ElementTree.Element, above: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield every element's path and the names of its attributes."""
    path = f"{above}/{element.tag}".removeprefix("/")
    yield path, set(element.attrib)
    for child in element:
        yield from paths(child, path)


@pytest.mark.parametrize(("check", "text"), fragments())
def test_lines_for_iis_are_words_of_its_schema(check: Check, text: str) -> None:
    strange = [
        (path, given) for path, given in paths(read(text)) if given - SCHEMA.get(path, set())
    ]
    assert strange == []
    assert [path for path, _ in paths(read(text)) if path not in SCHEMA] == []


@pytest.mark.parametrize(("check", "text"), fragments())
def test_a_header_is_removed_before_it_is_added(check: Check, text: str) -> None:
    """IIS answers 500.19 where a collection is given a name that it already has."""
    for headers in read(text).iter("customHeaders"):
        names = [(one.tag, one.get("name")) for one in headers]
        added = [name for tag, name in names if tag == "add"]
        if (
            not any(name == "Content-Security-Policy" for name in added)
            or check.id == "content.csp"
        ):
            assert all(names.index(("remove", name)) < names.index(("add", name)) for name in added)


def test_all_lines_for_iis_as_one_text_add_each_header_once_and_are_words_of_its_schema() -> None:
    counting = [check for check in CATALOG if check.weight]
    text = server_lines(counting, "iis").partition("\n\n")[0]  # web.config of the site
    found = read(text)
    assert [path for path, given in paths(found) if given - SCHEMA.get(path, set())] == []
    (headers,) = found.iter("customHeaders")
    added = [one.get("name") for one in headers if one.tag == "add"]
    assert len(added) == len(set(added)) > 5
    sections = [path for path, _ in paths(found) if path.count("/") == 2]
    assert len(sections) == len(set(sections)), "IIS takes each section once"


@pytest.mark.parametrize(("check", "text"), lines("tomcat"))
def test_lines_for_tomcat_are_well_formed_and_say_where_they_go(check: Check, text: str) -> None:
    assert list(read(text))
    assert text.startswith("<!-- conf/")


def test_powershell_is_told_from_xml() -> None:
    texts = {check.id: check.config["iis"] for check in CATALOG if "iis" in check.config}
    other = {check: text for check, text in texts.items() if not text.startswith("<")}
    assert all(text.startswith("# ") and "</" not in text for text in other.values()), other
