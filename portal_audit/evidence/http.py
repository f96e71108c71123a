"""Evidence of the first HTTP exchanges: what https and http of the host answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal_audit.errors import NoEvidence
from portal_audit.evidence.page import Page


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the head of its answer, as sent."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names as sent, in the order sent; repeated headers stay apart."""
    elapsed: float
    """Seconds from the request to the last header."""
    http_version: str = "HTTP/1.1"

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a header, in the order sent, whatever the case of its name."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)

    def header(self, name: str) -> str | None:
        """Return the first value of a header."""
        return next(iter(self.all(name)), None)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request brought no answer."""

    cause: str
    """``dns``, ``refused``, ``timeout``, ``tls``, ``not-http``, ``forbidden``, ``budget``,
    ``local``,
    ``redirect-loop``, ``too-many-redirects``."""
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FirstContact:
    """What the host answered over one scheme (http or https), redirects followed."""

    start: str
    """The URL first asked for."""
    exchanges: tuple[Exchange, ...] = ()
    """Every answer of the chain, redirects first, in order."""
    failure: Failure | None = None
    """Why the chain broke off; ``exchanges`` then holds what came before."""
    page: Page | None = None
    """The page at the end of the chain, where it was HTML."""
    unread: str = ""
    """Why its body could not be read (``HttpResponse.unreadable``); empty where it could."""

    @property
    def answered(self) -> bool:
        """Whether the first request brought any HTTP answer at all."""
        return bool(self.exchanges)

    @property
    def last(self) -> Exchange | None:
        """The answer the chain ended with, if it did not break off."""
        return self.exchanges[-1] if self.exchanges and self.failure is None else None


@dataclass(frozen=True, slots=True)
class HttpsFront(FirstContact):
    """What ``https://host/`` answered. Certificates are not verified here: that is TLS evidence."""


@dataclass(frozen=True, slots=True)
class HttpFront(FirstContact):
    """What ``http://host/`` answered."""


@dataclass(frozen=True, slots=True)
class PhoneView:
    """What the front page is for a visitor that names a phone as its device."""

    url: str
    """Where it stands after redirects."""
    status: int
    viewport: tuple[str, ...] = ()
    """Contents of its viewport elements, in order."""


@dataclass(frozen=True, slots=True)
class Front:
    """The front page as a visitor gets it: over HTTPS where that answers, else over HTTP."""

    exchanges: tuple[Exchange, ...]
    """The chain that led to it; never empty."""
    page: Page | None
    https: bool
    """Whether the page at the end came over HTTPS."""
    unread: str = ""
    """Why its body could not be read (``HttpResponse.unreadable``); empty where it could."""
    phone: PhoneView | None = None
    """Asked for where the page's own viewport would not suit a phone."""

    @property
    def last(self) -> Exchange:
        """The answer whose headers count."""
        return self.exchanges[-1]

    @property
    def url(self) -> str:
        """Where the front page stands after its redirects."""
        return self.exchanges[-1].url

    def readable_page(self) -> Page | None:
        """Return the page, ``None`` where the answer is no HTML.

        Raises NoEvidence where its body could not be read, so that nothing is said of it.
        """
        if self.unread:
            raise NoEvidence(self.unread)
        return self.page

    def header(self, name: str) -> str | None:
        """Return the first value of a header of the front page."""
        return self.last.header(name)

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a header of the front page."""
        return self.last.all(name)

    def directives(self, name: str) -> Mapping[str, str] | None:
        """Return the ``key=value; key`` parts of a header's first value, keys in lower case."""
        value = self.header(name)
        if value is None:
            return None
        pairs = (part.partition("=") for part in value.split(";") if part.strip())
        return {key.strip().lower(): rest.strip().strip('"') for key, _, rest in pairs}
