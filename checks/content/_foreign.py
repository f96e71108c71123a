"""What the pages load from hosts of other organisations."""

from portal_audit.api import Crawl, Front, Page, Script, Stylesheet
from portal_audit.parse.http.urls import domain_of, host_of
from portal_audit.parse.javascript.script_types import runs


def pages(front: Front, crawl: Crawl) -> list[Page]:
    """Return every page read, each once."""
    return list({page.url: page for page in (front.page, *crawl.pages) if page}.values())


def assets(page: Page) -> list[Script | Stylesheet]:
    """Return the page's scripts and style sheets from other organisations."""
    scripts = (script for script in page.scripts if runs(script.type))
    all_assets: list[Script | Stylesheet] = [*scripts, *page.stylesheets]
    return [asset for asset in all_assets if asset.url and is_foreign(asset.url, page.url)]


def hosts(page: Page) -> list[str]:
    """Return the foreign hosts that the page loads anything from, in order."""
    urls = [
        *(script.url or "" for script in page.scripts if runs(script.type)),
        *(sheet.url for sheet in page.stylesheets),
        *(frame.url for frame in page.frames),
        *(image.url for image in page.images if image.tag != "lazy"),
        *(load.url for load in page.loads if load.kind != "form"),
        *(url for _, url in page.requested or ()),
    ]
    different = dict.fromkeys(urls)
    return list(dict.fromkeys(host_of(url) for url in different if is_foreign(url, page.url)))


def is_foreign(url: str, page: str) -> bool:
    """Tell whether a URL is of another organisation than the page (by registered domain)."""
    host = host_of(url)
    return url[:4].lower() == "http" and bool(host) and domain_of(host) != domain_of(host_of(page))
