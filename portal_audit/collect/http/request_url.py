"""Where a request goes; what is no web URL is refused as every other forbidden place."""

from __future__ import annotations

from portal_audit.errors import Forbidden
from portal_audit.parse.http.web_url import BadUrl, WebUrl, read_url


def request_url(url: str) -> WebUrl:
    """Read *url* (``web_url.read_url``); raises Forbidden where it is no web URL."""
    try:
        return read_url(url)
    except BadUrl as error:
        raise Forbidden(str(error)) from None
