"""Where a request goes; what is no web URL is refused as every other forbidden place."""

from __future__ import annotations

from portal_audit.collect.http.limits import AccessRules
from portal_audit.errors import Forbidden
from portal_audit.parse.http.web_url import BadUrl, WebUrl, read_url

BAD_PORTS = frozenset(
    {
        *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95),
        *(101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161),
        *(179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563),
        *(587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061),
        *(6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    }
)
"""Ports that browsers never ask a web page of (Fetch standard, "bad port"), and Redis's."""


def refuse_port(place: WebUrl, own: WebUrl) -> None:
    """Raise Forbidden for a port of another service, unless it is the one the inventory names.

    Redirects and certificates name addresses too, and whoever wrote them may mean harm.
    """
    if place.port in BAD_PORTS and place.port != own.port:
        raise Forbidden(f"port {place.port}")


def request_url(url: str) -> WebUrl:
    """Read *url* (``web_url.read_url``); raises Forbidden where it is no web URL."""
    try:
        return read_url(url)
    except BadUrl as error:
        raise Forbidden(str(error)) from None


def own_fields(rules: AccessRules, home: WebUrl, url: WebUrl) -> dict[str, str]:
    """Return the fields that only the portal itself may see: never in clear where it is on https.

    Those of a portal before its launch (``--header``, basic authentication).
    """
    own = url.host == home.host and url.scheme in ("https", home.scheme)
    return dict(rules.headers) if own else {}
