"""An optional browser, for portals that show nothing without JavaScript.

Takes a URL, perhaps with its answer, and the visit's HTTP client; gives the page as it stands
after its scripts have run (``Rendering``). Playwright drives the Chromium of the system
(``pip install portal-audit[browser]``). The browser has no network of its own: each request of a
page is answered by the HTTP client, with the same guard, rate limits, bounds and log as every
other; what cannot be intercepted (WebSockets, WebRTC, shared workers …) meets a proxy that nothing
listens on.

Must not know what a page means, nor open a connection itself.
"""

from portal_audit.collect.browser.chromium import Chromium, open_chromium
from portal_audit.collect.browser.finding import AUTO, NEVER, find_chromium
from portal_audit.collect.browser.request_policy import MOST_NOTED
from portal_audit.collect.browser.tab import Rendering, Tab

__all__ = [
    "AUTO",
    "MOST_NOTED",
    "NEVER",
    "Chromium",
    "Rendering",
    "Tab",
    "find_chromium",
    "open_chromium",
]
