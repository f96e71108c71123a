"""security.txt is asked for over HTTPS: the well-known place first, the old one only then."""

import asyncio
import ssl
from ipaddress import ip_network
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.probes.security_txt import security_txt
from portal_audit.errors import NoEvidence
from portal_audit.evidence import Exchange, Failure, HttpsFront, SecurityTxt
from portal_audit.model import Target

WELL_KNOWN, LEGACY = "/.well-known/security.txt", "/security.txt"
RULES = AccessRules(allow_private=(ip_network("127.0.0.0/8"),))
LIMITS = VisitLimits(rate=10_000)
TEXT = "Contact: mailto:bảo.mật@portal.example\n".encode()


@pytest.fixture
def ask(scripted: Any, server_tls: ssl.SSLContext) -> Any:
    """Serve these paths over TLS and return the evidence and the targets asked for."""

    def visit(paths: dict[str, bytes]) -> tuple[SecurityTxt, list[str]]:
        async def main() -> tuple[SecurityTxt, list[str]]:
            async with scripted(paths, server_tls) as server:
                target = Target("portal", server.url("portal.example"), address="127.0.0.1")
                front = HttpsFront(target.url, (Exchange(target.url, 200, (), 0.1),))
                async with HttpClient(target, LIMITS, RULES) as client:
                    return await security_txt(target, client, front), server.targets

        return asyncio.run(main())

    return visit


def test_a_file_in_the_right_place_is_enough(ask: Any, scripted: Any) -> None:
    seen, asked = ask({WELL_KNOWN: scripted.reply("200 OK", "Content-Type: text/plain", body=TEXT)})
    assert asked == [WELL_KNOWN]
    assert seen.legacy is None
    assert (seen.well_known.status, seen.well_known.content_type) == (200, "text/plain")
    assert seen.well_known.body == TEXT.decode()
    assert (seen.well_known.utf8, seen.well_known.bom, seen.well_known.truncated) == (
        True,
        False,
        False,
    )


def test_the_old_place_is_asked_only_where_the_right_one_has_none(ask: Any, scripted: Any) -> None:
    seen, asked = ask({LEGACY: scripted.reply(body=TEXT)})
    assert asked == [WELL_KNOWN, LEGACY]
    assert (seen.well_known.status, seen.legacy and seen.legacy.status) == (404, 200)


def test_redirects_are_followed(ask: Any, scripted: Any) -> None:
    seen, asked = ask(
        {WELL_KNOWN: scripted.redirect("/s.txt"), "/s.txt": scripted.reply(body=TEXT)}
    )
    assert asked == [WELL_KNOWN, "/s.txt"]
    assert seen.well_known.url.endswith(WELL_KNOWN)
    assert seen.well_known.final_url.endswith("/s.txt")
    assert seen.well_known.status == 200


def test_a_chain_that_breaks_off_has_no_status(ask: Any, scripted: Any) -> None:
    seen, _ = ask({WELL_KNOWN: scripted.redirect(WELL_KNOWN)})
    assert (seen.well_known.status, seen.well_known.failure) == (None, "redirect-loop")


@pytest.mark.parametrize(
    ("body", "text", "utf8", "bom", "truncated"),
    [
        (b"\xef\xbb\xbf" + TEXT, TEXT.decode(), True, True, False),
        (b"Contact: \xe9", "Contact: \ufffd", False, False, False),
        (b"", "", True, False, False),
        ("đ".encode() * 20_000, None, True, False, True),
        (b"x" + "đ".encode() * 20_000, None, True, False, True),
    ],
)
def test_bytes_are_described_and_bounded(
    body: bytes, text: str | None, utf8: bool, bom: bool, truncated: bool, ask: Any, scripted: Any
) -> None:
    seen = ask({WELL_KNOWN: scripted.reply(body=body)})[0].well_known
    assert (seen.utf8, seen.bom, seen.truncated) == (utf8, bom, truncated)
    assert text is None or seen.body == text
    assert len(seen.body.encode()) <= 32 * 1024 + 2


def test_without_https_nothing_is_asked_and_the_reason_is_told() -> None:
    target = Target("portal", "http://portal.example/", address="127.0.0.1")
    front = HttpsFront("https://portal.example/", (), Failure("refused", "https://portal.example/"))

    async def main() -> SecurityTxt:
        async with HttpClient(target, LIMITS, RULES) as client:
            seen = await security_txt(target, client, front)
            assert client.log == []
            return seen

    seen = asyncio.run(main())
    assert seen.well_known.url == "https://portal.example/.well-known/security.txt"
    assert (seen.well_known.status, seen.well_known.failure) == (None, "refused")
    assert seen.legacy is None


def test_a_file_that_cannot_be_decoded_is_neither_there_nor_missing(
    ask: Any, scripted: Any
) -> None:
    coded = scripted.reply("200 OK", "Content-Encoding: zz", body=TEXT)
    with pytest.raises(NoEvidence, match="unknown-coding"):
        ask({WELL_KNOWN: coded})


def test_a_file_in_brotli_is_read(ask: Any, scripted: Any) -> None:
    coded = scripted.reply("200 OK", "Content-Encoding: br", body=brotli.compress(TEXT))
    assert ask({WELL_KNOWN: coded})[0].well_known.body == TEXT.decode()
