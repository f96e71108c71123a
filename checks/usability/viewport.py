"""Viewport: the page fits a phone, and people may enlarge it (CSS Viewport, WCAG 2.1 SC 1.4.4)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal_audit.api import Front, Outcome

_PAIR = re.compile(r"([^\s,;=]+)\s*=\s*([^\s,;=]+)")
_NUMBER = re.compile(r"[+-]?\d{1,10}(?:\.\d{1,10})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``viewport.toml``."""

    min_maximum_scale: float
    """How many times people must at least be able to enlarge the page."""


def judge(front: Front, limits: Limits) -> Outcome:
    """Read the last viewport element, as browsers do; that of the page for phones, if there is one.

    A portal that sends phones another page is judged by what phones get.
    """
    if (page := front.readable_page()) is None:
        return Outcome("not-html", where=[front.url])
    contents = [content for name, content in page.meta if name == "viewport"]
    own = _outcome(front.url, contents, limits)
    if own.name == "fits" or front.phone is None:
        return own
    shown = _outcome(front.phone.url, front.phone.viewport, limits)
    return Outcome("fits-phones", where=shown.where, **shown.facts) if shown.name == "fits" else own


def _outcome(url: str, contents: Sequence[str], limits: Limits) -> Outcome:
    where = [url]
    if not contents:
        return Outcome("missing", where=where)
    shown = contents[-1][:200]
    values = _values(contents[-1])
    if _is_no(values.get("user-scalable", "yes")):
        return Outcome("zoom-disabled", where=where, value=shown)
    largest = _number(values.get("maximum-scale", ""))
    if largest is not None and 0 <= largest < limits.min_maximum_scale:
        return Outcome("zoom-limited", where=where, value=shown, maximum_scale=largest)
    if values.get("width") == "device-width" or _number(values.get("initial-scale", "")):
        return Outcome("fits", where=where, value=shown)
    if "width" in values:
        return Outcome("fixed-width", where=where, value=shown)
    return Outcome("unreadable", where=where, value=shown)


def _values(content: str) -> Mapping[str, str]:
    return {name.lower(): value.lower() for name, value in _PAIR.findall(content[:1000])}


def _is_no(value: str) -> bool:
    """Browsers take ``no``, and numbers between −1 and 1, as no."""
    number = _number(value)
    return value == "no" or (number is not None and -1 < number < 1)


def _number(value: str) -> float | None:
    found = _NUMBER.match(value)
    return float(found[0]) if found else None
