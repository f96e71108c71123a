"""Whether the portal's address leads to another organisation's site: what stands there is its."""

from portal_audit.analyse.required_information.home_page import core
from portal_audit.api import Page
from portal_audit.model import Target
from portal_audit.parse.http.urls import host_of, same_organisation
from portal_audit.parse.text.vietnamese import fold

_LEAST = 3
"""Letters of a name that do not stand anywhere by chance."""


def is_foreign(home: Page, target: Target) -> bool:
    """Tell so where the home page stands under another domain and nothing on it names the portal.

    Many portals moved to another domain and send their visitors on: their new home page bears the
    portal's name in its address, title, headings or footer. Without a name to look for nobody can
    tell.
    """
    if same_organisation(home.url, target.url):
        return False
    names = [core(name).replace(" ", "") for name in (target.name, target.organisation)]
    own = [name for name in names if len(name) >= _LEAST]
    shown = fold(" ".join((host_of(home.url), home.title, *home.headings, home.footer_text)))
    together = "".join(letter for letter in shown if letter.isalnum())
    return bool(own) and not any(name in together for name in own)
