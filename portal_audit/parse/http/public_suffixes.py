"""Public suffixes: names below which anyone may register, such as ``gov.vn``."""

from functools import lru_cache

from publicsuffixlist import PublicSuffixList

PARTY = "dcs.vn"
"""Missing in the list: provincial committees of the party register below it."""


@lru_cache(maxsize=1)
def _list() -> PublicSuffixList:
    """The Public Suffix List as it came with the library, read when first needed, never fetched."""
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def _suffix(name: str) -> str:
    """Return the public suffix that a name is or ends with; empty where none is listed."""
    name = name.strip(".")
    if name == PARTY or name.endswith(f".{PARTY}"):
        return PARTY
    return _list().publicsuffix(name) or ""


@lru_cache(maxsize=1024)
def is_public_suffix(name: str) -> bool:
    """Tell whether a name (lower case, no point in front) is a public suffix or a bare label."""
    return "." not in name or _suffix(as_vietnamese(name)) == as_vietnamese(name)


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str:
    """Return the name that was registered right below a public suffix; empty where none was."""
    suffix = _suffix(as_vietnamese(host))
    if not suffix or suffix == as_vietnamese(host):
        return ""
    return ".".join(host.split(".")[-suffix.count(".") - 2 :])


def as_vietnamese(host: str) -> str:
    """Return the name that a host below ``.test`` stands for: the same one below ``.vn``.

    That domain is for tests only (RFC 6761 6.2). Sample provinces live there, and have to be read
    by the rules of real ones.
    """
    return f"{host[:-5]}.vn" if host.endswith(".test") else host
