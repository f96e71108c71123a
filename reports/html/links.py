"""Where the pages may lead: safe links, file names, and commands to check a finding by hand."""

from __future__ import annotations

import re
import shlex
from hashlib import sha256
from urllib.parse import quote

from portal_audit.output.sanitise import sanitise
from portal_audit.parse.http.web_url import PORTS, BadUrl, read_url

LINK = re.compile(r"https?://(?![^/?#]*@)[^\s\"'<>\\`{}|^]+", re.IGNORECASE)
LONGEST = 2_000
FEW_WORDS, LONGEST_JUMP = 8, 80
"""Words and characters of a text fragment: more would match less often."""
MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{3,120}")
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")


def href(url: str) -> str | None:
    """Return *url* where it may become a link: http or https, with a host, nothing hidden in it."""
    if len(url) > LONGEST or not LINK.fullmatch(url) or sanitise(url) != url:
        return None
    try:
        read_url(url)
    except BadUrl:
        return None
    return url


def jump(url: str, words: str) -> str | None:
    """Return a link that scrolls to the first of *words* on the page (text fragments, WICG).

    Browsers that do not know them, or do not find the words, open the page at its top.
    """
    target = href(url)
    if target is None or not words:
        return target
    few = " ".join(words.split()[:FEW_WORDS])[:LONGEST_JUMP]
    # Browsers encode letters themselves; a hyphen would be the mark of a prefix or suffix.
    directive = "".join(c if c.isalnum() else _encoded(c) for c in few)
    return f"{target}{'' if '#' in target else '#'}:~:text={directive}"


def _encoded(character: str) -> str:
    return quote(character, safe="", errors="replace").replace("-", "%2D")


def reachable(contact: str) -> str | None:
    """Return a contact as a link: a plain mail address or a page; ``None`` for anything else."""
    return f"mailto:{contact}" if MAIL.fullmatch(contact) else href(contact)


def near_name(url: str, home: str) -> str:
    """Return an address as it is shown: a page of the portal without scheme and host."""
    origin = "/".join(home.split("/")[:3]) + "/"
    inside = url.startswith(origin) and url != origin
    return url.removeprefix(origin[:-1]) if inside else url


def page_name(site_id: str) -> str:
    """Return the file name of a site's page: its id where that is a plain name, else a hash."""
    if PLAIN_NAME.fullmatch(site_id) and ".." not in site_id:
        return f"{site_id}.html"
    return f"site-{sha256(site_id.encode('utf-8', 'replace')).hexdigest()[:16]}.html"


def command_gaps(url: str, run: str, site: str) -> dict[str, str]:
    """Return what commands need of a site, each quoted for a shell.

    A URL without a host gives the placeholder ``HOST``.
    """
    host = place = "HOST"
    connect = "HOST:443"
    if href(url):
        read = read_url(url)
        host, place = read.host, read.authority
        connect = place if read.port != PORTS[read.scheme] else f"{place}:443"
    return {
        "host": shlex.quote(host),
        "connect": shlex.quote(connect),
        "url": shlex.quote(url if href(url) else "https://HOST/"),
        "https": shlex.quote(f"https://{place}/"),
        "place": shlex.quote(f"https://{place}/.well-known/security.txt"),
        "run": shlex.quote(sanitise(run)),
        "site": shlex.quote(sanitise(site)),
    }
