"""Read URLs as browsers do (WHATWG URL; host names by RFC 5891): the only reader of hosts."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

import idna

PORTS = {"http": 80, "https": 443}
MAX_URL = 8_000
MAX_HOST = 253
"""Characters of a name (RFC 1035 2.3.4)."""

_ABSOLUTE = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?:.*@)?(\[[^\]]*\]|[^:]*)(?::(\d{0,8}))?", re.DOTALL)
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_AROUND = "".join(map(chr, range(0x21)))
"""Control characters and blanks, which are dropped at either end of a URL."""
_KEPT_IN_PATH = "!$%&'()*+,/:;=@[\\]^|~"
_KEPT_IN_QUERY = "!$%&()*+,/:;=?@[\\]^`{|}~"
_WITHIN = str.maketrans("", "", "\t\n\r")
_WEB_SCHEME = re.compile(r"(https?):[/\\]*", re.IGNORECASE)


class BadUrl(ValueError):
    """Text that is no web URL, or no host."""


@dataclass(frozen=True, slots=True)
class WebUrl:
    """Where a request goes."""

    scheme: str
    """``http`` or ``https``."""
    host: str
    """ASCII, lower case, without a trailing dot; IPv6 without brackets."""
    port: int
    target: str
    """Path and query, percent-encoded."""

    @property
    def authority(self) -> str:
        """Host, and port where it is not the scheme's own: the Host header (RFC 9110 7.2)."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port as a URL prefix."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole URL, without user name and fragment."""
        return self.origin + self.target


@lru_cache(maxsize=4096)
def read_url(url: str) -> WebUrl:
    """Read *url*; user name, password and fragment are dropped.

    Raises BadUrl where it is no http or https URL with a host and a port of 1–65535.
    """
    if len(url) > MAX_URL:
        raise BadUrl(f"URL of {len(url)} characters")
    found = _ABSOLUTE.fullmatch(url.strip(_AROUND))
    scheme = found[1].lower() if found else url.partition(":")[0]
    if found is None or scheme not in PORTS:
        raise BadUrl(f"scheme {scheme[:40]!r}")
    authority = _AUTHORITY.fullmatch(found[2])
    if authority is None:
        raise BadUrl(f"host {found[2][:60]!r}")
    port = int(authority[2]) if authority[2] else PORTS[scheme]
    if not 1 <= port <= 65535:
        raise BadUrl(f"port {port}")
    host = read_host(authority[1])
    return WebUrl(scheme, host, port, _target(found[3]))


def _target(rest: str) -> str:
    """Return path and query percent-encoded, without fragment (WHATWG URL 1.3)."""
    if not rest.isprintable():
        raise BadUrl("control characters")
    path, mark, query = rest.partition("#")[0].partition("?")
    encoded = quote(path, _KEPT_IN_PATH, errors="replace") + mark
    encoded += quote(query, _KEPT_IN_QUERY, errors="replace")
    return encoded if encoded.startswith("/") else f"/{encoded}"


def read_host(text: str) -> str:
    """Return a host as it is looked up: A-labels in lower case, or an IP address written plainly.

    Octal, hexadecimal and shortened IPv4 addresses are read too (WHATWG URL 3.5). Raises BadUrl.
    """
    host = unquote(text).lower().removesuffix(".") if "%" in text else text.lower()
    host = host.removesuffix(".")
    if ":" in host:
        address = literal(host.removeprefix("[").removesuffix("]"))
        if not isinstance(address, IPv6Address) or "%" in host:
            raise BadUrl(f"host {host[:60]!r}")
        return str(address)
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii").lower().removesuffix(".")
        except (idna.IDNAError, UnicodeError):
            raise BadUrl(f"host {host[:60]!r}") from None
    if not _NAME.fullmatch(host) or len(host) > MAX_HOST:
        raise BadUrl(f"host {host[:60]!r}")
    return str(_ipv4(host)) if _NUMBER.fullmatch(host.rpartition(".")[2]) else host


@lru_cache(maxsize=8192)
def host_of(url: str) -> str:
    """Return the host of a URL; empty where there is none that a browser would look up."""
    if (found := _WEB_SCHEME.match(url)) is not None:
        url = f"{found[1]}://{url[found.end() :]}".replace("\\", "/")
    try:
        host = urlsplit(url).hostname or ""
        return read_host(f"[{host}]" if ":" in host else host) if host else ""
    except ValueError:
        return ""


def parts_of(url: str) -> SplitResult | None:
    """Return the parts of a URL as they are written, its host too; ``None`` for a broken one.

    For hosts as they are looked up there is ``host_of``.
    """
    try:
        return urlsplit(url)
    except ValueError:
        return None


def joined(base: str, reference: str) -> str:
    """Resolve a reference by RFC 3986 alone; what cannot be resolved stays as it is written."""
    try:
        return urljoin(base, reference)
    except ValueError:  # such as an unclosed bracket: ``read_url`` says what is wrong with it
        return reference


def written(scheme: str, authority: str, path: str, query: str) -> str:
    """Put a URL together again."""
    return urlunsplit((scheme, authority, path, query, ""))


@lru_cache(maxsize=8192)
def path_of(url: str) -> str:
    """Return the path of a URL as it is written; empty where there is none."""
    parts = parts_of(url)
    return "" if parts is None else parts.path


def resolve(base: str, reference: str) -> str:
    """Resolve a URL reference, such as that of a Location field, as browsers do.

    It was read as Latin-1 but may have been UTF-8. Backslashes are slashes, and slashes before
    the host may be too many or too few.
    """
    with suppress(UnicodeError):  # then it stays as it was
        reference = reference.encode("latin-1").decode("utf-8")
    reference = reference.strip(_AROUND).translate(_WITHIN)
    place, mark, rest = _partition(reference)
    place = place.replace("\\", "/")
    if (found := _WEB_SCHEME.match(place)) is not None:
        after = place[found.end() :]
        slashes = found[0].count("/")
        if slashes > 1 or not base.lower().startswith(found[1].lower() + ":"):
            place = f"{found[1]}://{after}"
        else:  # ``https:path`` and ``https:/path`` are relative where the scheme is the same
            place = "/" * slashes + after
    return joined(base, place + mark + rest)


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that *host* writes out, or ``None`` where it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _partition(reference: str) -> tuple[str, str, str]:
    """Return what comes before query and fragment, the mark, and the rest."""
    marks = [at for mark in "?#" if (at := reference.find(mark)) >= 0]
    end = min(marks, default=len(reference))
    return reference[:end], reference[end : end + 1], reference[end + 1 :]


def _ipv4(host: str) -> IPv4Address:
    numbers: list[int] = []
    for part in host.split("."):
        if not _NUMBER.fullmatch(part):
            raise BadUrl(f"host {host[:60]!r}")
        numbers.append(_number(part))
    *heads, tail = numbers
    if len(heads) > 3 or any(head > 255 for head in heads) or tail >= 256 ** (4 - len(heads)):
        raise BadUrl(f"host {host[:60]!r}")
    value = sum(head << 8 * (3 - index) for index, head in enumerate(heads)) + tail
    return IPv4Address(value)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    try:
        return int(part, 8 if part.startswith("0") else 10)
    except ValueError:
        raise BadUrl(f"host part {part[:20]!r}") from None
