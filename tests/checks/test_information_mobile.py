"""What decrees ask of phones is judged by the same rule as ``usability.viewport``."""

from collections.abc import Callable

from portal_audit.api import Exchange, Finding, Front, Page, PhoneView

URL = "https://xa.example.gov.vn/"


def test_a_page_of_their_own_for_phones_counts(ask: Callable[..., Finding]) -> None:
    phone = PhoneView(URL, 200, ("width=device-width",))
    front = Front((Exchange(URL, 200, (), 0.1),), Page(URL, URL, 200), True, phone=phone)
    assert ask("information.mobile", front).outcome == "fits-phones"
