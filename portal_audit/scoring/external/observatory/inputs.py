"""What the Observatory looks at, taken from our evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal_audit.evidence import Evidence, Front, HttpFront, HttpsFront, Samples, TlsServer
from portal_audit.evidence.http import Exchange
from portal_audit.evidence.samples import CrossOrigin
from portal_audit.parse.http.web_url import host_of

COOKIE = "set-cookie"
HTML = frozenset({"text/html", "application/xhtml+xml"})
"""Types whose meta elements they read, exactly as written before the first semicolon."""
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
class ObservatoryResponse:
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
class ObservatoryInput:
    """Everything that the rules read."""

    host: str
    auto: ObservatoryResponse | None
    """The page as a visitor gets it."""
    auto_url: str
    """The URL asked for, which decides whether the site counts as HTTPS."""
    https: ObservatoryResponse | None = None
    http: ObservatoryResponse | None = None
    route: tuple[str, ...] = ()
    """URLs of the redirect chain that starts at http, the start included."""
    cookies: tuple[tuple[str, str], ...] = ()
    """Host that set it, and Set-Cookie value, over the chain that led to the page."""
    meta_csp: tuple[str, ...] = ()
    meta_referrer: str | None = None
    scripts: tuple[tuple[str, str], ...] = ()
    """(src as written, integrity) of every script element, inline ones with an empty src."""
    cors: ObservatoryResponse | None = None
    """Response to a request with a foreign Origin; ``None`` where none was sent."""
    cors_origin: str = ""
    preloaded: frozenset[str] = frozenset()
    """Host names known to be on the HSTS preload list."""


def observatory_input(evidence: Evidence) -> ObservatoryInput | None:
    """Gather the Observatory's inputs; ``None`` where it would call the site down."""
    front = evidence.get(Front)
    if front is None or not _gradable(front.last.status):
        return None
    server = evidence.get(TlsServer)
    verified = server is None or trusted(server)
    https, http = evidence.get(HttpsFront), evidence.get(HttpFront)
    route = tuple(exchange.url for exchange in http.exchanges) if http else ()
    auto = _answer(front.last, verified)
    page = front.page if (auto.first("content-type") or "").split(";")[0] in HTML else None
    meta = page.meta if page else ()
    cors = _cross_origin(evidence.get(Samples))
    asked = (cors.preflight or cors.foreign) if cors else None
    return ObservatoryInput(
        host=host_of(front.exchanges[0].url),
        auto=auto,
        auto_url=front.exchanges[0].url,
        https=_answer(https.last, verified) if https and https.last else None,
        http=_answer(http.last, verified or not _secure(route)) if http and http.last else None,
        route=route,
        cookies=tuple((host_of(hop.url), v) for hop in front.exchanges for v in hop.all(COOKIE)),
        meta_csp=tuple(c for n, c in meta if n == "content-security-policy" and c),
        meta_referrer=next((c for n, c in reversed(meta) if n == "referrer" and c), None),
        scripts=tuple((s.raw, s.integrity) for s in front.page.scripts) if front.page else (),
        cors=_answer(asked, verified) if asked else None,
        cors_origin=cors.origin if cors else "",
    )


def _cross_origin(samples: Samples | None) -> CrossOrigin | None:
    return samples.cors if samples else None


def trusted(server: TlsServer) -> bool:
    """Tell whether the certificate would satisfy a client; what is not known is no fault."""
    return all(
        address.trusted is not False and address.host_matches is not False
        for address in server.addresses
    )


def reverified(inputs: ObservatoryInput, *, verified: bool) -> ObservatoryInput:
    """Return what would be seen if the certificate were, or were not, trusted."""
    return replace(
        inputs,
        auto=_verify(inputs.auto, verified or not _secure((inputs.auto_url,))),
        https=_verify(inputs.https, verified),
        http=_verify(inputs.http, verified or not _secure(inputs.route)),
        cors=_verify(inputs.cors, verified),
    )


def _verify(answer: ObservatoryResponse | None, verified: bool) -> ObservatoryResponse | None:
    return answer and replace(answer, verified=verified)


def _gradable(status: int) -> bool:
    return 200 <= status < 400 or status in (401, 403)


def _secure(route: tuple[str, ...]) -> bool:
    return any(url.startswith("https:") for url in route)


def _answer(exchange: Exchange, verified: bool) -> ObservatoryResponse:
    joined: dict[str, str] = {}
    cookies = []
    for raw, value in exchange.headers:
        name = raw.lower()
        if name == COOKIE:
            cookies.append((COOKIE, value))
        elif name not in joined:
            joined[name] = value
        elif name not in KEPT_FIRST:
            joined[name] = f"{joined[name]}, {value}"
    return ObservatoryResponse((*joined.items(), *cookies), verified)
