"""Public suffixes: names below which anyone may register, such as ``gov.vn``."""

from functools import lru_cache

from tldextract import TLDExtract

_extract = TLDExtract(suffix_list_urls=(), cache_dir=None, extra_suffixes=("dcs.vn",))
"""The Public Suffix List as it came with the library: nothing is fetched, nothing kept on disk.
``dcs.vn`` is missing there: provincial committees of the party register below it."""


@lru_cache(maxsize=1024)
def is_public_suffix(name: str) -> bool:
    """Tell whether a name (lower case, no point in front) is a public suffix or a bare label."""
    found = _extract(as_vietnamese(name))
    return "." not in name or (bool(found.suffix) and not found.domain)


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str:
    """Return the name that was registered right below a public suffix; empty where none was."""
    found = _extract(as_vietnamese(host))
    if not (found.domain and found.suffix):
        return ""
    labels = found.suffix.count(".") + 2
    return ".".join(host.split(".")[-labels:])


def as_vietnamese(host: str) -> str:
    """Return the name that a host below ``.test`` stands for: the same one below ``.vn``.

    That domain is for tests only (RFC 6761 6.2). Sample provinces live there, and have to be read
    by the rules of real ones.
    """
    return f"{host[:-5]}.vn" if host.endswith(".test") else host
