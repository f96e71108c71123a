"""Which protections an answer carries, as a browser takes them: header, or element of the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal_audit.parse.http import csp

HSTS = "Strict-Transport-Security"
NOSNIFF = "X-Content-Type-Options"
FRAMING = "X-Frame-Options"
POLICY = "Content-Security-Policy"
REFERRER = "Referrer-Policy"
ON_PAGES = (HSTS, NOSNIFF, FRAMING, POLICY, REFERRER)
ON_FILES = (HSTS, NOSNIFF)
"""What means something on scripts and style sheets: the others are about documents."""
ON_REDIRECTS = (HSTS,)
"""A browser shows nothing of a redirect, so only what is for the whole host counts."""

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer and what protects it."""

    url: str
    names: frozenset[str]


def read(url: str, headers: Pairs, meta: Pairs = ()) -> Sample:
    """Return the protections of one answer.

    A policy may stand in a meta element, and so may a referrer policy; ``frame-ancestors`` takes
    the place of X-Frame-Options, but only in a header (CSP3 section 6.4.2).
    """
    sent: dict[str, list[str]] = {}
    for name, value in headers:
        sent.setdefault(name.lower(), []).append(value)
    said = {name for name, value in meta if value.strip()}
    policies = csp.parse_all(sent.get(POLICY.lower(), []))
    names = {name for name in ON_PAGES if name.lower() in sent}
    if csp.limited(policies, "frame-ancestors"):
        names.add(FRAMING)
    if POLICY.lower() in said:
        names.add(POLICY)
    if "referrer" in said:
        names.add(REFERRER)
    return Sample(url, frozenset(names))


def missing(samples: Sequence[Sample], required: Iterable[str]) -> list[str]:
    """Return which of *required* none of these answers has; none where there are no answers."""
    return [name for name in required if samples and not any(name in one.names for one in samples)]


def lacking(samples: Sequence[Sample], required: Iterable[str]) -> list[str]:
    """Return which of *required* some of these answers lack."""
    return [name for name in required if any(name not in one.names for one in samples)]
