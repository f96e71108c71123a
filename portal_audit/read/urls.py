"""Addresses compared: the same place, the same organisation, a document by its name."""

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|csv|zip|rar|7z)(?:$|[?#&])", re.IGNORECASE
)
_SECOND_LEVEL = frozenset({"gov", "edu", "com", "org", "net", "ac", "info", "id", "dcs"})


@lru_cache(maxsize=8192)
def same_place(url: str) -> str:
    """Return one form for every spelling of an address: scheme, ``www.``, slash and session go."""
    try:
        parts = urlsplit(_SESSION.sub("", url.strip()))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    if parts.scheme not in ("http", "https"):
        return url
    door = "" if port in (None, 80, 443) else f":{port}"
    path = re.sub(r"/+$", "", unquote(parts.path))
    query = f"?{parts.query}" if parts.query else ""
    return f"{host.removeprefix('www.')}{door}{path or '/'}{query}"


def host_of(url: str) -> str:
    """Return the host in small letters, without ``www.``; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def domain_of(host: str) -> str:
    """Return the part of a host that one organisation holds, such as ``bacninh.gov.vn``.

    Names are given out under ``gov.vn``, ``edu.vn`` … and directly under ``vn``.
    """
    try:
        ip_address(host)
    except ValueError:
        labels = host.split(".")
        deep = len(labels) > 2 and labels[-2] in _SECOND_LEVEL
        return ".".join(labels[-3:] if deep else labels[-2:])
    return host


def is_document(url: str) -> bool:
    """Tell whether an address names a document (PDF, Word, Excel …) rather than a page."""
    return bool(_DOCUMENT.search(url))


def relation(url: str, own: str, parent: str = "", allowed: tuple[str, ...] = ()) -> str:
    """Return whose address this is: ``own``, ``national``, ``province`` or ``other``.

    *own* and *parent* are URLs. *allowed* are hosts of national systems, each meaning itself and
    all below it; ``congbao.*`` means that label in front of the province's own domain.
    """
    host, home = host_of(url), host_of(own)
    if not host or host == home or host.endswith("." + home):
        return "own"
    provinces = {domain_of(home), domain_of(host_of(parent)) if parent else domain_of(home)}
    near = domain_of(host) in provinces
    for name in allowed:
        if name.endswith(".*"):
            if near and host.startswith(name[:-1]):
                return "national"
        elif host == name or host.endswith("." + name):
            return "national"
    return "province" if near else "other"
