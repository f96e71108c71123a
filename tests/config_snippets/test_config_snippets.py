"""What is printed to be pasted is pasted, into real servers, and fixes what it says it fixes.

Proven here, for nginx, Apache and HAProxy, with the project's own engine on both sides:

- every text of every check that one of these servers can hold is taken by the server as printed
  (``pasting`` says which names are made real, and where the lines go), and turns the finding from
  the faulty outcome of the table in ``cases`` into the good one;
- it does so too where the application behind the server sends a bad value of its own;
- all of a server's texts as the one that the letter to the provider holds can stand in one
  configuration, and everything then passes;
- flags of cookies that the application sets well are not set twice;
- the command in the text about keys makes a key and a request that an authority can sign.

Not proven: that an application goes on working (a strict Content-Security-Policy may stop it), and
what OpenSSL of today can no longer do wrong (compression, insecure renegotiation): there the lines
are only shown to be accepted.
"""

from __future__ import annotations

import http.client
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from shutil import which

import pytest
from cryptography import x509

from portal_audit.model import Finding, Status
from portal_audit.output.server_lines import server_lines
from portal_audit.rules import catalog
from tests.config_snippets.application import PAGE, application, serving
from tests.config_snippets.cases import CASES, COOKIES, CSP, HSTS, OLD_TLS, UNTESTED, Case
from tests.config_snippets.conftest import Workshop
from tests.config_snippets.credentials import HOST
from tests.config_snippets.layouts import PROGRAMS, program, started
from tests.config_snippets.pasting import Pasted, sort

pytestmark = pytest.mark.oracle

CATALOG = catalog.read()
LINES = {(check.id, server) for check in CATALOG for server in set(check.config) & set(PROGRAMS)}
"""Every text that one of these servers can hold."""


def missing(server: str) -> pytest.MarkDecorator:
    """Skip where the server is not installed."""
    return pytest.mark.skipif(program(server) is None, reason=f"{server} is not installed")


SERVERS = [pytest.param(server, marks=missing(server)) for server in PROGRAMS]


def pairs() -> Iterator[object]:
    """Yield every case with every server that can have its fault and has lines for it."""
    for case in CASES:
        for server in PROGRAMS:
            if server in case.only and (case.check, server) in LINES:
                yield pytest.param(server, case, marks=missing(server), id=f"{server}-{case}")


def test_every_text_has_a_case_or_a_reason_for_having_none() -> None:
    have = {(case.check, server) for case in CASES for server in case.only}
    assert sorted(LINES - have - set(UNTESTED)) == [], "give each a case in cases.py"
    assert have & set(UNTESTED) == set()


@pytest.mark.parametrize(("server", "case"), tuple(pairs()))
def test_the_lines_mend_the_fault(workshop: Workshop, server: str, case: Case) -> None:
    faulty = workshop.look(server, case)[case.check]
    assert faulty.outcome == case.before, dict(faulty.facts)

    pasted = sort(workshop.lines(case.check, server))
    after = workshop.look(server, case, pasted)[case.check]
    assert after.outcome == case.after, dict(after.facts)


EVERYTHING = Case(
    "",
    "",
    "",
    sends=(
        *COOKIES,
        (HSTS, "max-age=60"),
        (CSP, "script-src 'unsafe-inline' *"),
        ("Content-Type", "text/html"),
        ("X-Content-Type-Options", "sniff"),
        ("X-Frame-Options", "ALLOWALL"),
        ("Referrer-Policy", "unsafe-url"),
        ("Cross-Origin-Opener-Policy", "same"),
        ("X-XSS-Protection", "1"),
        ("X-Powered-By", "PHP/7.4.3"),
    ),
    page=PAGE + '<a href="/khong-con">Trang cũ</a>',
    faulty=OLD_TLS,
    redirects=False,
)
APART = {"tls.https", "exposure.soft_404"}
"""Texts for a server without HTTPS, and for one without an application."""
LEFT = {"headers.disclosure": "product"}
"""What lines cannot fix wholly; see its cases."""


@pytest.mark.parametrize("server", SERVERS)
def test_all_lines_together_mend_everything(workshop: Workshop, server: str) -> None:
    checks = sorted({check for check, at in LINES if at == server} - APART)
    checks = [check for check in checks if (check, server) not in UNTESTED]
    before = workshop.look(server, EVERYTHING, Pasted(), *checks)
    assert len(_lost(before)) >= 14

    lines = server_lines((check for check in CATALOG if check.id in checks), server)
    after = workshop.look(server, EVERYTHING, sort(lines), *checks)
    assert {c: o for c, o in _lost(after).items() if LEFT.get(c) != o} == {}
    assert set(after) == set(checks)


def _lost(found: dict[str, Finding]) -> dict[str, str]:
    lost = (Status.FAIL, Status.PARTIAL, Status.NOT_TESTED)
    return {check: one.outcome for check, one in found.items() if one.status in lost}


WELL_SET = "PHPSESSID=a1; path=/; secure; HttpOnly; SameSite=Strict"


@pytest.mark.parametrize("server", [s for s in SERVERS if s.values != ("nginx",)])
def test_flags_that_are_there_are_left_alone(workshop: Workshop, server: str) -> None:
    checks = ("cookies.secure", "cookies.httponly", "cookies.samesite")
    pasted = sum((sort(workshop.lines(check, server)) for check in checks), Pasted())
    case = replace(EVERYTHING, sends=(("Set-Cookie", WELL_SET), ("Set-Cookie", "csrf_token=c")))
    with serving(application(case.sends, case.page)) as port:
        layout = replace(workshop.layout(server, case, port), pasted=pasted)
        with started(server, layout, workshop.credentials, workshop.folder()) as site:
            cookies = _cookies(site.https_port)
    # What guards against forged requests is read by scripts, so it has no HttpOnly.
    assert cookies == [WELL_SET, "csrf_token=c; Secure; SameSite=Lax"]


def _cookies(port: int) -> list[str]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=context)
    try:
        connection.request("GET", "/", headers={"Host": HOST})
        return connection.getresponse().headers.get_all("Set-Cookie") or []
    finally:
        connection.close()


@missing("nginx")
@pytest.mark.skipif(which("openssl") is None, reason="openssl is not installed")
def test_the_command_for_a_new_key_makes_a_key_that_serves(workshop: Workshop) -> None:
    lines = workshop.lines("tls.cert_key", "nginx").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("# openssl"))
    last = next(n for n, line in enumerate(lines[first:], first) if not line.endswith("\\"))
    command = "\n".join(line.removeprefix("#") for line in lines[first : last + 1])
    folder = workshop.folder()
    folder.mkdir()
    command = command.replace("tenmien.gov.vn", HOST)
    subprocess.run(command, shell=True, cwd=folder, check=True, capture_output=True, timeout=30)

    request = x509.load_pem_x509_csr((folder / "tenmien.csr").read_bytes())
    files = workshop.credentials.sign(request, folder / "tenmien.key")
    with serving(application((), PAGE)) as port:
        case = Case("tls.cert_key", "", "strong")
        layout = replace(workshop.layout("nginx", case, port), files=files)
        with started("nginx", layout, workshop.credentials, workshop.folder()) as site:
            asked = ("tls.cert_key", "tls.cert_trust", "tls.cert_host")
            found = workshop.scan(site, *asked)
    assert [found[check].outcome for check in asked] == ["strong", "trusted", "match"]
