"""A portal whose page does not suit a phone is asked once as a phone."""

import asyncio
from collections.abc import Mapping
from typing import cast

import pytest

from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.http.limits import AccessRules
from portal_audit.collect.probes.phone import ask_as_phone
from portal_audit.errors import TimedOut
from portal_audit.evidence import Page, PhoneView

URL = "https://xa.gov.test/"
FITS = "width=device-width, initial-scale=1"


class Portal:
    """Sends phones its page for phones, from another host where *mobile* says so."""

    def __init__(self, mobile: str = "", *, silent: bool = False) -> None:
        self.rules = AccessRules()
        self.mobile, self.silent = mobile, silent
        self.agents: list[str] = []

    async def get(self, url: str, *, headers: Mapping[str, str]) -> HttpResponse:
        self.agents.append(headers["User-Agent"])
        if self.silent:
            raise TimedOut("read")
        away = self.mobile and url == URL
        sent = [("Content-Type", "text/html"), *([("Location", self.mobile)] if away else [])]
        body = f'<meta name="viewport" content="{FITS}"><p>Chào</p>'.encode()
        return HttpResponse(url, 302 if away else 200, tuple(sent), body, False, 0, 0.1, "1.1")


def ask(portal: Portal, *viewport: str) -> PhoneView | None:
    page = Page(URL, URL, 200, meta=tuple(("viewport", content) for content in viewport))
    return asyncio.run(ask_as_phone(cast(HttpClient, portal), page))


@pytest.mark.parametrize("viewport", [(), ("width=1024",), (f"{FITS}, user-scalable=no",)])
def test_a_page_that_does_not_suit_phones(viewport: tuple[str, ...]) -> None:
    portal = Portal()
    assert ask(portal, *viewport) == PhoneView(URL, 200, (FITS,))
    (agent,) = portal.agents
    assert "Mobile" in agent
    assert agent.endswith(portal.rules.user_agent)


def test_a_page_that_suits_them_is_not_asked_for_again() -> None:
    portal = Portal()
    assert ask(portal, FITS) is None
    assert portal.agents == []


def test_the_page_for_phones_may_stand_on_a_host_of_its_own() -> None:
    assert ask(Portal("https://m.xa.gov.test/")) == PhoneView(
        "https://m.xa.gov.test/", 200, (FITS,)
    )


def test_another_organisation_is_not_asked() -> None:
    assert ask(Portal("https://vi-du.example/")) is None


def test_silence_is_no_evidence() -> None:
    assert ask(Portal(silent=True)) is None
