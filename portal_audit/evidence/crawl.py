"""Evidence of what the bounded crawl met."""

from dataclasses import dataclass

from portal_audit.evidence.page import ErrorPage, Page


@dataclass(frozen=True, slots=True)
class Robots:
    """``/robots.txt`` (RFC 9309)."""

    status: int | None
    """``None`` where no answer came."""
    text: str = ""
    sitemaps: tuple[str, ...] = ()
    forbids_all: bool = False
    """Whether it keeps this scanner out of ``/``."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """URLs of ``sitemap.xml`` (sitemaps.org), at most 2,000."""

    url: str
    status: int | None
    urls: tuple[str, ...] = ()
    valid: bool = True
    files: int = 0
    """How many further files it names, where it is an index; their URLs are in ``urls``."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A URL that was wanted but not read, and why."""

    url: str
    reason: str
    """``robots``, ``budget``, ``timeout``, ``refused``, ``http-404``, ``not-html`` …"""
    status: int | None = None
    content_type: str = ""
    label: str = ""
    """The words of the link that led there."""
    size: int | None = None
    file_name: str = ""
    """As Content-Disposition gives it (RFC 6266)."""
    leads_to: str = ""
    """Where it sends its visitors on, off the site."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature in a document."""

    signer: str
    """Whose certificate it is, by its common name."""
    issuer: str = ""
    whole_file: bool = False
    """Whether it covers every byte, so that nothing was added behind it."""
    intact: bool | None = None
    """Whether what it covers is as it was signed; ``None``: could not tell."""
    trusted: bool | None = None
    """Whether the certificate leads to a root of ``--ca-file``; ``None`` without one."""
    signed_at: str = ""
    """As the file says, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Document:
    """A published file (PDF, Word, Excel) that was fetched, and what could be read of it."""

    url: str
    status: int
    content_type: str = ""
    size: int | None = None
    """Bytes."""
    label: str = ""
    """The words of the link that led there."""
    pages: int | None = None
    """Of a PDF; ``None`` where unknown."""
    has_text: bool | None = None
    """Whether it has text or only pictures of it; ``None``: could not tell (encrypted, too large,
    broken, too slow to read)."""
    text: str = ""
    """Its beginning, at most 4,000 characters, lines kept; cells of a row stand apart by ``|``."""
    title: str = ""
    """As the file itself names it."""
    signatures: tuple[Signature, ...] | None = None
    """Of a PDF; ``None``: could not tell, or read before signatures were looked at."""


@dataclass(frozen=True, slots=True)
class BrowserUse:
    """What a browser did for a crawl, where the home page has no text without JavaScript."""

    pages: int
    """Pages it showed."""
    requests: int
    """Requests that those pages made, through the same client as every other."""
    refused: tuple[tuple[str, str], ...] = ()
    """(URL, reason) of what they asked for in vain, at most 50; reasons as in ``Refusal.why``."""
    first_lines: tuple[tuple[str, str], ...] = ()
    """(URL, first 300 characters) of the scripts that it fetched for them, at most 60."""


@dataclass(frozen=True, slots=True)
class Platform:
    """The system a portal runs on, where signs of two kinds tell (``analyse.platform``).

    It chooses how the portal is read; no verdict depends on it.
    """

    name: str = ""
    """Such as ``NukeViet``; empty where it was not recognised."""
    signs: tuple[tuple[str, str], ...] = ()
    """(kind, what was seen)."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """The pages read, and why the crawl stopped."""

    pages: tuple[Page, ...]
    """The home page first, in the order read."""
    unread: tuple[Unread, ...] = ()
    """What was tried or wanted, without becoming a page; documents (PDF …) stand here as
    ``not-html`` with the status, type and size that a HEAD or a first block said."""
    robots: Robots = Robots(None)
    sitemap: Sitemap | None = None
    stopped: str = "done"
    """``done``, ``page-budget``, ``time``, ``bytes``, ``blocked``, ``robots``."""
    budget: int = 30
    needs_browser: bool = False
    """Whether the home page has no text without JavaScript, and no browser gave it any."""
    documents: tuple[Document, ...] = ()
    """Files fetched to see whether they have text, at most six; each stands in ``unread`` too."""
    platform: Platform = Platform()

    browser: BrowserUse | None = None
    """``None`` where none was needed, or there is none."""
    feed: Sitemap | None = None
    """The RSS or Atom feed that the home page names, as a list of URLs."""

    errors: tuple[ErrorPage, ...] = ()
    """Answers with an error status that had text, at most eight."""

    @property
    def pages_read(self) -> int:
        """How many different pages were read: what was asked for by several addresses counts once.

        This is the number that every report and finding shows.
        """
        return len({page.url for page in self.pages})

    @property
    def home(self) -> Page | None:
        """The home page, where it was read."""
        return self.pages[0] if self.pages else None

    def page(self, url: str) -> Page | None:
        """Return the page read at this URL, or reached from it by redirect."""
        return next((page for page in self.pages if url in (page.url, page.asked)), None)

    def not_read(self, url: str) -> Unread | None:
        """Return why this URL was not read as a page."""
        return next((unread for unread in self.unread if unread.url == url), None)
