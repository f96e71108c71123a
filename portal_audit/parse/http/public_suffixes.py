"""Public suffixes: names below which anyone may register, such as ``gov.vn``."""

from functools import lru_cache

from tldextract import TLDExtract

_extract = TLDExtract(suffix_list_urls=(), cache_dir=None, extra_suffixes=("dcs.vn",))
"""The Public Suffix List as it came with the library: nothing is fetched, nothing kept on disk."""


@lru_cache(maxsize=1024)
def is_public_suffix(name: str) -> bool:
    """Tell whether a name (lower case, no point in front) is a public suffix or a bare label."""
    found = _extract(name)
    return "." not in name or (found.suffix == name and not found.domain)
