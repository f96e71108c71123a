"""Read a URL into the place it leads to: scheme, host, port and request target."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urljoin

import httpx

from portal_audit.errors import Forbidden

PORTS = {"http": 80, "https": 443}
MAX_URL = 8_000
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")


@dataclass(frozen=True, slots=True)
class RequestUrl:
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


def request_url(url: str) -> RequestUrl:
    """Read *url*; user name, password and fragment are dropped.

    Raises Forbidden where it is no http or https URL with a host and a port of 1–65535.
    """
    if len(url) > MAX_URL:
        raise Forbidden(f"URL of {len(url)} characters")
    try:
        parts = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Forbidden(f"not a URL: {error}"[:200]) from None
    if parts.scheme not in PORTS:
        raise Forbidden(f"scheme {parts.scheme[:40]!r}")
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    if not 1 <= port <= 65535:
        raise Forbidden(f"port {port}")
    host = _host(parts.raw_host.decode("ascii", "replace"))
    return RequestUrl(parts.scheme, host, port, parts.raw_path.decode("ascii") or "/")


def join(base: str, location: str) -> str:
    """Resolve the Location of an answer that was read as Latin-1 but may have been UTF-8."""
    with suppress(UnicodeError):  # then it stays as it was
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, location.strip())
    except ValueError:  # such as an unclosed bracket: `place` says what is wrong with it
        return location.strip()


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that *host* writes out, or ``None`` where it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _host(text: str) -> str:
    host = text.lower().removesuffix(".")
    if ":" in host:
        if not isinstance(literal(host), IPv6Address) or "%" in host:
            raise Forbidden(f"host {host[:60]!r}")
        return str(literal(host))
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise Forbidden(f"host {host[:60]!r}")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return str(_ipv4(host))
    return host


def _ipv4(host: str) -> IPv4Address:
    """Read the octal, hexadecimal and shortened forms too, as browsers do (WHATWG URL 3.5)."""
    numbers: list[int] = []
    for part in host.split("."):
        if not _NUMBER.fullmatch(part):
            raise Forbidden(f"host {host[:60]!r}")
        numbers.append(_number(part))
    *heads, tail = numbers
    if len(heads) > 3 or any(head > 255 for head in heads) or tail >= 256 ** (4 - len(heads)):
        raise Forbidden(f"host {host[:60]!r}")
    value = sum(head << 8 * (3 - index) for index, head in enumerate(heads)) + tail
    return IPv4Address(value)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    try:
        return int(part, 8 if part.startswith("0") else 10)
    except ValueError:
        raise Forbidden(f"host part {part[:20]!r}") from None
