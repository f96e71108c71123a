"""URLs of portals: one normal form, and the id of a target made from it."""

from __future__ import annotations

import re
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address

from portal_audit.texts import Message

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_URL = 2048
LONGEST_ID = 100
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|_|$)")
"""Beginnings of names that Windows keeps for devices, whatever follows the dot."""
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


def normalise(text: str, schemes: tuple[str, ...] = ("https", "http")) -> str:
    """Return a URL with scheme, punycode host (RFC 5891), no default port, path, no fragment.

    A URL without scheme gets the first of *schemes*. Raises ValueError, made of a Message, where
    this is no URL of a portal.
    """
    text = text.strip()
    if not text or len(text) > LONGEST_URL:
        raise ValueError(Message("url.length", most=LONGEST_URL))
    if any(char.isspace() or not char.isprintable() or char in '\\<>"' for char in text):
        raise ValueError(Message("url.characters"))
    from httpx import (  # with all that shows its own command line: a tenth of a second
        URL,
        InvalidURL,
    )

    bare = "://" not in text.partition("?")[0]
    try:
        url = URL(f"{schemes[0]}://{text}" if bare else text)
        host = url.raw_host.decode("ascii").lower().rstrip(".")
    except (InvalidURL, UnicodeError, ValueError) as error:
        raise ValueError(Message("url.unreadable", reason=error)) from error
    if url.scheme not in schemes:
        one, *others = schemes
        accepted = Message("one-or-other", one=one, other=others[0]) if others else one
        raise ValueError(Message("url.scheme", scheme=url.scheme, schemes=accepted))
    if url.userinfo:
        raise ValueError(Message("url.user"))
    if bare and "." not in host and ":" not in host and host != "localhost":
        raise ValueError(Message("url.bare"))
    if url.port is not None and not 0 < url.port < 65536:
        raise ValueError(Message("url.port"))
    _check_host(host)
    port = "" if url.port in (None, DEFAULT_PORTS[url.scheme]) else f":{url.port}"
    shown = f"[{host}]" if ":" in host else host
    path = url.raw_path.decode("ascii") or "/"
    return f"{url.scheme}://{shown}{port}{path if path.startswith('/') else '/' + path}"


def _check_host(host: str) -> None:
    """Raise ValueError unless *host* is a DNS name (RFC 1123) or an IP address."""
    try:
        ip_address(host)
    except ValueError:
        labels = host.split(".")
        if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
            raise ValueError(Message("url.host", host=host or "–")) from None
        if labels[-1].isdecimal():
            raise ValueError(Message("url.number", host=host)) from None


def target_id(url: str) -> str:
    """Return the id of the target at a normalised URL: the same on every machine and every day.

    It is made of host, port and path, safe as a file name on any system, and ends in a few
    characters of a hash wherever two different URLs could otherwise share it.
    """
    from httpx import URL

    parts = URL(url)
    host = parts.raw_host.decode("ascii").lower()
    path = parts.raw_path.decode("ascii")
    pieces = [host.replace(":", "-")]
    if parts.scheme == "http":
        pieces.append("http")
    if parts.port is not None:
        pieces.append(str(parts.port))
    slug = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")
    if slug:
        pieces.append(slug)
    name = "_".join(pieces)
    lossy = path != f"/{slug}" or "_" in host or ":" in host or slug.isdecimal() or slug == "http"
    if lossy or len(name) > LONGEST_ID:
        digest = sha256(url.encode()).hexdigest()[:8]
        name = f"{name[:LONGEST_ID]}_{digest}"
    return f"_{name}" if DEVICES.match(name) else name


def normalise_address(text: str) -> str:
    """Return an IP address in its normal form; raises ValueError where it is none."""
    address: IPv4Address | IPv6Address = ip_address(text.strip().strip("[]"))
    if isinstance(address, IPv6Address) and address.scope_id:
        raise ValueError(Message("url.zone"))
    return str(address)
