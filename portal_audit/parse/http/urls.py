"""Addresses compared: the same place, the same organisation, a document by its name."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, unquote

from portal_audit.parse.http import web_url
from portal_audit.parse.http.public_suffixes import registered_domain
from portal_audit.parse.text.vietnamese import fold

_SESSION = re.compile(
    r";jsessionid=[^/?#]*"
    r"|(?<=/)\(S\([a-z0-9]{20,30}\)\)/"
    r"|(?<=[?&])(?:jsessionid|phpsessid|_afrloop|_afrwindowmode|_afrwindowid|_adf\.ctrl-state)"
    r"=[^&#]*(?:&|$)"
    r"|(?<=/wps/portal/)([^!?#]+)/!ut/[^?#]*",
    re.IGNORECASE,
)
"""What a visit is known by, and the state a page is in, not the place: Java and PHP sessions,
sessions of ASP.NET without cookies, the loop of Oracle ADF, the state in IBM portals."""
_STATEFUL = re.compile(r"sess(?:ion)?id=|_afr|_adf|/\(S\(|/!ut/", re.IGNORECASE)
"""Quick to look for; without one of these there is no state."""
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|csv|zip|rar|7z)(?:$|[?#&])", re.IGNORECASE
)
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|bmp|ico|mp[34]|m4[av]|avi|wmv|mov|flv|webm|ogg|wav|css|js|json|xml"
    r"|rss|txt|exe|apk|msi|iso|woff2?|ttf|gz|tar)(?:$|[?#])",
    re.IGNORECASE,
)
_PLAIN_ADDRESS = re.compile(r"https?://(?:www\.)?((?!www\.)[a-z0-9.-]+)(/[A-Za-z0-9/._~-]*)")
"""An address without anything that needs undoing, as most are."""
_CLICK_COUNTER = re.compile(
    r"/(?:banners?|clicks?|ad-?clicks?|counter|quang-?cao|redirect|goto|out|outlink)(?:[/.?]|$)",
    re.I,
)
"""Paths that count a click and send the visitor on."""
_TOKEN = re.compile(r"(?<=[?&])[^=&#]{1,30}=[0-9a-f]{16,64}(?:&|$)", re.IGNORECASE)
"""A parameter that is a random number in hexadecimal: another one on every request."""
_PASSING = re.compile(
    r"(?<=[?&])(?:utm_\w+|fbclid|gclid|zarsrc|p_auth|_?csrf(?:_?token)?|_token|_|timestamp|rnd|random|nocache)"
    r"=[^&#]*(?:&|$)",
    re.I,
)
"""Parameters that say how one came, or guard against foreign forms: no part of what is shown."""
_LONGEST = 400
_TRAP = re.compile(
    r"log-?(?:in|out|off|on)\b|sign-?(?:in|up|out)\b|dang-?(?:nhap|xuat)\b|/dang-?ky(?:$|[?/.])|/regist|forgot|password"
    r"|print(?:version|er)?\b|[?&/]in-?(?:bai|trang)\b|urllist=|savefile|sendmail|gui-?mail"
    r"|add-?to|unsubscribe|[?&](?:action|op|task|act|do)=(?:add|del|edit|vote|rate|like|logout)"
    r"|p_p_lifecycle=1|p_auth=|_afrloop=|_adf\.ctrl|/wps/portal/!ut/|/c/portal/|/_layouts/|/wp-admin"
    r"|/admin\b|/user/|\breplytocom=|[?&](?:sort|order|filter|sortby|orderby|view_mode|currency)=",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"[?&](?:year|month|day|date|week|nam|thang|ngay|tuan|y|m|d|from|to|tungay|denngay)=\d|/calendar/"
    r"|/(?:19|20|21)\d\d/(?:0?[1-9]|1[0-2])(?:/\d{1,2})?/?$",
    re.IGNORECASE,
)


def without_state(url: str) -> str:
    """Return an address without what belongs to one visit: session ids, window and page states.

    A number that tells pages apart stays, and so does a state that is all there is of a path.
    """
    if not _STATEFUL.search(url):
        return url
    before, mark, fragment = url.partition("#")
    return _SESSION.sub(lambda found: found[1] or "", before).rstrip("?&") + mark + fragment


@lru_cache(maxsize=32768)
def same_place(url: str) -> str:
    """Return one form for every spelling of an address: scheme, ``www.``, slash and session go.

    So do the tokens of click counters: what they lead to stands in the rest of the address.

    What a script takes for a page of its own (``#/…``, see :func:`route_of`) stays.
    """
    if plain := _PLAIN_ADDRESS.fullmatch(url):
        return plain[1] + (plain[2].rstrip("/") or "/")
    parts = _split(without_state(url.strip()))
    if parts is None or parts.scheme not in web_url.PORTS:
        return url
    host, port = web_url.host_of(url.strip()), parts.port
    if not host:
        return url
    port_part = "" if port in (None, 80, 443) else f":{port}"
    path = re.sub(r"/+$", "", unquote(parts.path))
    query = f"?{parts.query}" if parts.query else ""
    if query:
        query = _PASSING.sub("", query).rstrip("?&")
    if query and (_CLICK_COUNTER.search(parts.path) or "nv=banners" in query):
        query = _TOKEN.sub("", query).rstrip("?&")
    route = route_of(url).rstrip("/") if parts.fragment else ""
    fragment = route if len(route) > 2 else ""
    return f"{host.removeprefix('www.')}{port_part}{path or '/'}{query}{fragment}"


def route_of(url: str) -> str:
    """Return the fragment by which scripts tell pages apart, ``#/…`` or ``#!…``; else nothing."""
    fragment = url.partition("#")[2]
    return f"#{fragment}" if fragment.startswith(("/", "!")) else ""


@lru_cache(maxsize=8192)
def host_of(url: str) -> str:
    """Return the host (``web_url.host_of``) without ``www.``; empty where there is none."""
    if plain := _PLAIN_ADDRESS.fullmatch(url):
        return plain[1]
    return web_url.host_of(url).removeprefix("www.")


@lru_cache(maxsize=4096)
def domain_of(host: str) -> str:
    """Return the part of a host that one organisation holds, such as ``bacninh.gov.vn``.

    By the Public Suffix List; where it does not know the end of the name, two labels are taken,
    which suits test hosts. An IP address is its own domain.
    """
    if web_url.literal(host) is not None:
        return host
    return registered_domain(host) or ".".join(host.split(".")[-2:])


def same_site(url: str, other: str) -> bool:
    """Tell whether two URLs are of one site: the same host, with or without ``www.``.

    Where both have the same scheme, the port must be the same too: portals on odd ports of one
    host are portals of their own, but http and https of one portal stand on different ports.
    """
    one, two = _origin_of(url), _origin_of(other)
    if one is None or two is None or one[1] != two[1]:
        return False
    return one[0] != two[0] or one[2] == two[2]


@lru_cache(maxsize=32768)
def _origin_of(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of a web address; ``None`` where it is none."""
    parts = _split(url)
    if parts is None or parts.scheme not in web_url.PORTS or not (host := host_of(url)):
        return None
    return parts.scheme, host, parts.port or web_url.PORTS[parts.scheme]


def _split(url: str) -> SplitResult | None:
    """Return the parts of a URL; ``None`` where it has none, or a port that cannot be."""
    parts = web_url.parts_of(url)
    try:
        _ = parts.port if parts is not None else None
    except ValueError:
        return None
    return parts


def same_organisation(url: str, other: str) -> bool:
    """Tell whether the hosts of two URLs lie below the same registered domain."""
    host = host_of(url)
    return bool(host) and domain_of(host) == domain_of(host_of(other))


@lru_cache(maxsize=8192)
def normalise(url: str) -> str:
    """Return one spelling of a URL that still leads there, for telling apart what was asked for.

    Scheme and host in small letters, default ports, fragments, user names and ``;jsessionid=`` go;
    an empty path becomes ``/``. The query stays as it is.
    """
    parts = _split(without_state(url.strip()))
    if parts is None or parts.scheme not in web_url.PORTS:
        return url
    host, port = web_url.host_of(url.strip()), parts.port
    if not host:
        return url
    name = f"[{host}]" if ":" in host else host
    netloc = name if port in (None, web_url.PORTS[parts.scheme]) else f"{name}:{port}"
    return web_url.written(parts.scheme, netloc, parts.path or "/", parts.query)


@lru_cache(maxsize=8192)
def slug_of(url: str) -> str:
    """Return path and query as folded words joined by ``-``, to look for slugs in.

    ``/So-do-cong.aspx?id=5`` becomes ``so-do-cong-aspx-id-5``.
    """
    parts = _split(url)
    if parts is None:
        return ""
    return "-".join(re.findall(r"[a-z0-9]+", fold(unquote(f"{parts.path} {parts.query}"))))


def is_media(url: str) -> bool:
    """Tell whether an address names an image, a film, a feed or a program."""
    return bool(_MEDIA.search(url))


def is_trap(url: str) -> bool:
    """Tell whether a crawler should keep out: endless, doing something, or of no use to read.

    Calendars, log-in and log-out, print versions, sorted lists, addresses that hold a state, very
    long queries and paths that repeat themselves.
    """
    if len(url) > _LONGEST or _TRAP.search(url) or _CALENDAR.search(url):
        return True
    segments = [part for part in url.partition("?")[0].split("/")[3:] if part]
    return len(segments) > 12 or any(segments.count(part) > 2 for part in set(segments))


@lru_cache(maxsize=16384)
def is_document(url: str) -> bool:
    """Tell whether an address names a document (PDF, Word, Excel …) rather than a page."""
    return bool(_DOCUMENT.search(url))


def relation(url: str, own: str, parent: str = "", allowed: tuple[str, ...] = ()) -> str:
    """Return whose address this is: ``own``, ``national``, ``province`` or ``other``.

    *own* and *parent* are URLs. *allowed* are hosts of national systems, each meaning itself and
    all below it; ``congbao.*`` means that label in front of the province's own domain.
    """
    host, home = host_of(url), host_of(own)
    if not host:
        return "other" if url[:4].lower() == "http" else "own"
    if host == home:
        return "own"
    provinces = {domain_of(home), domain_of(host_of(parent)) if parent else domain_of(home)}
    near = domain_of(host) in provinces
    for name in allowed:
        if name.endswith(".*"):
            if near and host.startswith(name[:-1]):
                return "national"
        elif host == name or host.endswith("." + name):
            return "national"
    if host.endswith("." + home):
        return "own"
    return "province" if near else "other"
