"""What the Observatory looks at, taken from our evidence."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from portal_audit.evidence import Evidence, Front, HttpFront, HttpsFront, TlsServer
from portal_audit.evidence.http import Exchange

# Node's HTTP client joins repeated headers with a comma, except these: the first one counts.
KEPT_FIRST = frozenset(
    {
        "age",
        "authorization",
        "content-length",
        "content-type",
        "etag",
        "expires",
        "from",
        "host",
        "if-modified-since",
        "if-unmodified-since",
        "last-modified",
        "location",
        "max-forwards",
        "proxy-authorization",
        "referer",
        "retry-after",
        "server",
        "user-agent",
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, with repeated headers as their HTTP client hands them over."""

    headers: tuple[tuple[str, str], ...]
    """Name in lower case, value; only ``set-cookie`` stands more than once."""
    verified: bool = True
    """Whether the certificate was trusted."""

    def all(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [value for key, value in self.headers if key == name]

    def first(self, name: str) -> str | None:
        """Return the first value of a header, ``None`` where absent or empty."""
        return next(iter(self.all(name)), None) or None


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that the rules read."""

    host: str
    auto: Answer | None
    """The page as a visitor gets it."""
    auto_url: str
    """The URL asked for, which decides whether the site counts as HTTPS."""
    https: Answer | None = None
    http: Answer | None = None
    route: tuple[str, ...] = ()
    """URLs of the redirect chain that starts at http, the start included."""
    cookies: tuple[str, ...] = ()
    """Set-Cookie values over the whole chain and robots.txt."""
    meta_csp: tuple[str, ...] = ()
    meta_referrer: str | None = None
    scripts: tuple[tuple[str, str], ...] = ()
    """(src as written, integrity) of every script element, inline ones with an empty src."""
    cors: Answer | None = None
    """Answer to a request with a foreign Origin; ``None`` where none was sent."""
    cors_origin: str = ""
    preloaded: frozenset[str] = frozenset()
    """Host names known to be on the HSTS preload list."""


def look(evidence: Evidence) -> Seen | None:
    """Gather the Observatory's inputs; ``None`` where the site gave no page."""
    front = evidence.get(Front)
    if front is None:
        return None
    verified = _verified(evidence.get(TlsServer))
    https, http = evidence.get(HttpsFront), evidence.get(HttpFront)
    route = tuple(exchange.url for exchange in http.exchanges) if http else ()
    chain = (*front.exchanges, *(http.exchanges if http else ()))
    page = front.page
    return Seen(
        host=urlsplit(front.exchanges[0].url).hostname or "",
        auto=_answer(front.last, verified),
        auto_url=front.exchanges[0].url,
        https=_answer(https.last, verified) if https and https.last else None,
        http=_answer(http.last, verified or not _secure(route)) if http and http.last else None,
        route=route,
        cookies=tuple(value for exchange in chain for value in exchange.all("set-cookie")),
        meta_csp=tuple(c for n, c in page.meta if n == "content-security-policy") if page else (),
        meta_referrer=next((c for n, c in reversed(page.meta) if n == "referrer"), None)
        if page
        else None,
        scripts=tuple((script.raw, script.integrity) for script in page.scripts) if page else (),
    )


def _verified(server: TlsServer | None) -> bool:
    """Tell whether the certificate would satisfy a client; without TLS evidence assume it does."""
    if server is None:
        return True
    return all(
        address.trusted is not False and address.host_matches is not False
        for address in server.addresses
    )


def _secure(route: tuple[str, ...]) -> bool:
    return any(url.startswith("https:") for url in route)


def _answer(exchange: Exchange, verified: bool) -> Answer:
    joined: dict[str, str] = {}
    cookies = []
    for raw, value in exchange.headers:
        name = raw.lower()
        if name == "set-cookie":
            cookies.append((name, value))
        elif name not in joined:
            joined[name] = value
        elif name not in KEPT_FIRST:
            joined[name] = f"{joined[name]}, {value}"
    return Answer((*joined.items(), *cookies), verified)
