"""Age of the content management system, as the page itself tells it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal_audit.api import Crawl, Front, Outcome, Page


@dataclass(frozen=True, slots=True)
class Product:
    """A row of ``[[limits.products]]``."""

    name: str
    signs: list[re.Pattern[str]]
    """Expressions whose first group is the version, of “generator: …”, “header: value” and
    “asset: address”."""
    ended: str = ""
    """Below this version its makers correct nothing any more."""
    older: str = ""
    """Below this one they no longer develop it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``cms_age.toml``."""

    as_of: str
    """Day of the table, ISO 8601."""
    source: str
    products: list[Any]

    def __post_init__(self) -> None:
        """Read the rows, so that a misspelt one is refused when the check is loaded."""
        rows = [
            Product(**{**row, "signs": [re.compile(one, re.IGNORECASE) for one in row["signs"]]})
            for row in self.products
        ]
        object.__setattr__(self, "products", rows)


def judge(front: Front, crawl: Crawl, limits: Limits) -> Outcome:
    """Compare the version that the home page gives away with the table; none given is right."""
    page = front.page or crawl.home
    if page is None:
        return Outcome("not-html", where=[front.url])
    traits = list(_traits(page, front))
    found = [(one, version) for one in limits.products if (version := _version(one, traits))]
    for name in ("ended", "older"):
        for product, version in found:
            bound = getattr(product, name)
            if bound and _number(version) < _number(bound):
                return Outcome(
                    name,
                    where=[page.url],
                    product=product.name,
                    version=version,
                    bound=bound,
                    as_of=limits.as_of,
                )
    if found:
        product, version = found[0]
        return Outcome(
            "current", where=[page.url], product=product.name, version=version, as_of=limits.as_of
        )
    return Outcome("hidden", where=[page.url])


def _traits(page: Page, front: Front) -> Iterator[str]:
    for name, content in page.meta:
        if name == "generator":
            yield f"generator: {content[:200]}"
    for name, value in front.last.headers or page.headers:
        yield f"{name}: {value[:200]}"
    for url in [*(s.url or "" for s in page.scripts), *(s.url for s in page.stylesheets)]:
        yield f"asset: {url[:400]}"


def _version(product: Product, traits: list[str]) -> str:
    matches = (sign.search(trait) for sign in product.signs for trait in traits)
    return next((match[1] for match in matches if match), "")


def _number(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".") if part.isdecimal()]
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts)
