"""Subresource Integrity: foreign scripts cannot be exchanged unnoticed (W3C SRI)."""

from portal_audit.api import Crawl, Front, Outcome, Script, Stylesheet

from ._foreign import assets, pages


def judge(front: Front, crawl: Crawl) -> Outcome:
    """Look at every foreign script and style sheet of every page read."""
    found = [(page.url, asset) for page in pages(front, crawl) for asset in assets(page)]
    if not found:
        return Outcome("no-external", where=[front.url])
    if plain := [(url, asset) for url, asset in found if _is_insecure(asset)]:
        return Outcome("insecure", where=_pages(plain), count=_count(plain), url=_url(plain))
    bare = [(url, asset) for url, asset in found if not _is_protected(asset)]
    if not bare:
        return Outcome("all", where=_pages(found), count=_count(found))
    if len(bare) < len(found):
        return Outcome("some", where=_pages(bare), count=_count(bare), url=_url(bare))
    return Outcome("unprotected", where=_pages(bare), count=_count(bare), url=_url(bare))


def _is_insecure(asset: Script | Stylesheet) -> bool:
    """Whether it may come without encryption: ``http://``, or ``//`` on whatever the page is."""
    return (asset.url or "")[:5].lower() == "http:" or asset.raw.strip().startswith("//")


def _is_protected(asset: Script | Stylesheet) -> bool:
    hashes = asset.integrity.lower().split()
    hashed = any(value.startswith(("sha256-", "sha384-", "sha512-")) for value in hashes)
    return hashed and asset.crossorigin is not None


def _pages(found: list[tuple[str, Script | Stylesheet]]) -> list[str]:
    return list(dict.fromkeys(page for page, _ in found))[:20]


def _count(found: list[tuple[str, Script | Stylesheet]]) -> int:
    return len({asset.url for _, asset in found})


def _url(found: list[tuple[str, Script | Stylesheet]]) -> str:
    return (found[0][1].url or "")[:200]
