"""Which system a portal runs on, recognised by two independent signs; and how to go about it.

Themes are copied from system to system, so that one sign, or several of one kind, says nothing.
What is recognised chooses how a portal is read; no verdict may depend on it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from portal_audit.evidence import Page, Platform
from portal_audit.parse.http.urls import same_site

KINDS = ("generator", "headers", "assets", "links", "body")
_ENOUGH = 2
_MOST_SEEN = 80
"""Characters kept of what was seen."""
_ORIGIN = re.compile(r"^https?:(?=//)", re.IGNORECASE)
_SITE = re.compile(r"^https?://[^/?#]*", re.IGNORECASE)
_FIRST_WORDS = 300
_MOST_LINKS, _LONGEST = 200, 300
"""Links that are looked at, characters of an address."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One platform of ``platforms.toml``, where every entry is explained."""

    name: str
    signs: Mapping[str, re.Pattern[str]]
    """Kind → any of its expressions."""
    base: str = ""
    generic: bool = False
    site_maps: tuple[str, ...] = ()
    sitemap_files: tuple[str, ...] = ()
    lists: bool = False


@dataclass(frozen=True, slots=True)
class Strategy:
    """What a crawl may try on a platform, beside following links."""

    site_maps: tuple[str, ...] = ()
    """Paths of pages that list all others."""
    sitemap_files: tuple[str, ...] = ()
    """Paths of sitemaps (sitemaps.org)."""
    lists: bool = False
    """Whether lists that pages name in their scripts may be asked for."""


@cache
def fingerprints() -> Mapping[str, Fingerprint]:
    """Return every platform that can be recognised, by its key."""
    text = files("portal_audit.analyse").joinpath("platforms.toml").read_text("utf-8")
    return {key: _fingerprint(**row) for key, row in tomllib.loads(text).items()}


def recognise(page: Page) -> Platform:
    """Return the platform of a page; without a name where it cannot be determined for certain."""
    traits = {kind: tuple(values) for kind, values in _traits(page)}
    platforms = fingerprints()
    own = {key: _signs(each, traits) for key, each in platforms.items()}
    found: list[tuple[tuple[bool, int, bool], str, dict[str, str]]] = []
    for key, each in platforms.items():
        signs = own[key] and {**own.get(each.base, {}), **own[key]}
        if len(signs) >= _ENOUGH:
            found.append(((not each.generic, len(signs), bool(each.base)), key, signs))
    if not found:
        return Platform()
    found.sort(key=lambda one: one[0], reverse=True)
    (rank, key, signs), rivals = found[0], found[1:]
    if any(other == rank and _family(name) != _family(key) for other, name, _ in rivals):
        return Platform()  # as many signs of another system: one of them was copied
    return Platform(platforms[key].name, tuple(signs.items()))


def strategy_of(platform: Platform) -> Strategy:
    """Return how to go about a platform; nothing special for one that was not recognised."""
    platforms = fingerprints()
    each = next((one for one in platforms.values() if one.name == platform.name), None)
    if each is None:
        return Strategy()
    base = platforms.get(each.base, each)
    return Strategy(
        each.site_maps or base.site_maps,
        each.sitemap_files or base.sitemap_files,
        each.lists or base.lists,
    )


def _fingerprint(
    name: str,
    signs: Mapping[str, list[str]],
    base: str = "",
    generic: bool = False,
    site_maps: Iterable[str] = (),
    sitemap_files: Iterable[str] = (),
    lists: bool = False,
) -> Fingerprint:
    patterns = {
        kind: re.compile("|".join(f"(?:{one})" for one in each), re.IGNORECASE)
        for kind, each in signs.items()
    }
    return Fingerprint(name, patterns, base, generic, tuple(site_maps), tuple(sitemap_files), lists)


def _family(key: str) -> str:
    return fingerprints()[key].base or key


def _signs(each: Fingerprint, traits: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the first sign of each kind that the page bears."""
    found = {}
    for kind, pattern in each.signs.items():
        for trait in traits[kind]:
            if match := pattern.search(trait):
                start = max(match.start() - 20, 0)
                found[kind] = " ".join(trait[start : start + _MOST_SEEN].split())
                break
    return found


def _traits(page: Page) -> Iterator[tuple[str, Iterable[str]]]:
    yield "generator", [content for name, content in page.meta if name == "generator"]
    yield "headers", map(_header, page.headers)
    urls = [script.url for script in page.scripts if script.url]
    urls += [sheet.url for sheet in page.stylesheets]
    urls += [image.url for image in page.images[:_MOST_LINKS]]
    yield "assets", {_local(url, page.url): None for url in urls}
    yield (
        "links",
        {
            _local(link.url, page.url): None
            for link in page.links[:_MOST_LINKS]
            if same_site(link.url, page.url)
        },
    )
    body = [script.text for script in page.scripts if script.text]
    body += [name for form in page.forms for name in form.fields]
    body += [f"meta {name}" for name, _ in page.meta]
    yield "body", [*body, page.text[:_FIRST_WORDS], *(["#no-text"] if page.needs_browser else [])]


def _header(header: tuple[str, str]) -> str:
    name, value = header[0].lower(), header[1][:300]
    if name == "set-cookie":
        value = value.partition("=")[0] + "="
    return f"{name}: {value}"


def _local(url: str, page: str) -> str:
    """Return an address of the site itself without its origin, another without its scheme."""
    local = _SITE.sub("", url) or "/" if same_site(url, page) else _ORIGIN.sub("", url)
    return local[:_LONGEST]
