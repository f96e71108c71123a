"""The elements that a script makes, and what it puts into the page."""

from __future__ import annotations

import re
from html import escape
from typing import Protocol

from portal_audit.parse.http.shown_types import is_shown
from portal_audit.parse.javascript.effects import EffectLog
from portal_audit.parse.javascript.script_types import runs
from portal_audit.parse.javascript.values import (
    UNKNOWN,
    BoundMethod,
    Constant,
    Element,
    Text,
    Value,
)

ORIGIN = re.compile(r"(?:(?:https?|wss?):)?//[^/?#\s]+[/?#]", re.IGNORECASE)
"""As much of an address as must be known before its host is."""
_KINDS = {
    "script": "script",
    "iframe": "frame",
    "img": "media",
    "link": "style",
    "embed": "frame",
    "object": "frame",
}
_SOURCES = {"link": "href", "a": "href", "object": "data"}
_WORDS = ("textContent", "innerText", "innerHTML")
_INERT = frozenset({"template", "noscript", "script", "textarea", "title", "xmp", "iframe"})
"""Elements of which what is written into them is no part of the page."""
_FETCHED_AT_ONCE = frozenset({"img", "video", "audio"})
"""Elements that fetch as soon as they have an address, in the page or not."""
_SCRIPT = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)


class Conditions(Protocol):
    """What knows whether what is followed may not run at all."""

    conditional: int


class MadeElements:
    """Fetches what elements name as soon as browsers do; writes what is put into the page."""

    def __init__(self, log: EffectLog, script: Conditions) -> None:
        """Write effects to *log*."""
        self._log, self._conditions = log, script

    def load(self, kind: str, value: Value) -> None:
        """Note that something is fetched, where its address is known and nothing decides on it."""
        if self._conditions.conditional or not isinstance(value, Text):
            return
        if value.whole or ORIGIN.match(value.value):
            self._log.load(kind, value.value)

    def set_attribute(self, element: Element, name: str, value: Value) -> None:
        """Give an element an attribute, or a property such as ``style.color``."""
        if isinstance(value, Constant) and value.value is True:
            value = Text("true")
        if not isinstance(value, Text):
            element.attributes.pop(name, None)
            return
        element.attributes[name] = value
        element.uncertain = element.uncertain or bool(self._conditions.conditional)
        if element.tag in _FETCHED_AT_ONCE and name == "src":
            self.load("media", value)
        elif element.inserted:
            self.insert(element)

    def put_in(self, owner: Value, element: Element) -> None:
        """Put an element into another one: into the page where that is in it, or is not known."""
        if isinstance(owner, Element) and not owner.inserted:
            owner.children.append(element)
        elif not (isinstance(owner, BoundMethod) and owner.name == "content"):  # of a template
            self.insert(element)

    def insert(self, element: Element) -> None:
        """An element that is put into the page is fetched, whichever was first."""
        stack = [element]
        while stack:
            one = stack.pop()
            one.inserted = True
            self._fetch(one)
            stack += reversed(one.children)
            one.children = []

    def _fetch(self, element: Element) -> None:
        attributes = element.attributes
        kind = _KINDS.get(element.tag)
        url = attributes.get(_SOURCES.get(element.tag, "src"))
        if kind and url is not None and not element.uncertain and _is_fetched(element):
            self.load(kind, url)
        if element.tag == "style":
            css = next((attributes[one] for one in _WORDS if one in attributes), None)
            self.write(Text(f"<style>{css.value}</style>", css.whole) if css else UNKNOWN)
        elif "innerHTML" in attributes and element.tag not in _INERT:
            self.put(attributes["innerHTML"])
        if element.tag == "a" and url is not None and url.whole:
            words = next((attributes[one] for one in _WORDS if one in attributes), Text(""))
            self.write(Text(f'<a href="{escape(url.value)}">{words.value}</a>', words.whole))
        for name, value in attributes.items():
            if name.startswith("style."):
                self.style(value)

    def put(self, value: Value) -> None:
        """Note HTML put into an element: scripts in it do not run (WHATWG HTML 8.5.1)."""
        if isinstance(value, Text):
            self.write(Text(_SCRIPT.sub("", value.value), value.whole))

    def style(self, value: Value) -> None:
        """Note what is given to the style of an element of the page."""
        if isinstance(value, Text) and "(" in value.value:
            single = ":" not in value.value.partition("(")[0]
            rules = f"background:{value.value}" if single else value.value
            self.write(Text(f'<i style="{escape(rules)}"></i>', value.whole))

    def write_here(self, value: Value) -> None:
        """Note what is written where the script stands."""
        if self._conditions.conditional:
            self.write(value)
        elif isinstance(value, Text) and value.whole:
            self._log.write_on(value.value)

    def write(self, value: Value) -> None:
        """Note HTML that stands in the page from now on."""
        if isinstance(value, Text) and value.whole:
            self._log.write(value.value, conditional=bool(self._conditions.conditional))


def _is_fetched(element: Element) -> bool:
    """Tell whether browsers fetch an element for its address, as its other attributes are."""
    get = element.attributes.get
    if element.tag == "link":
        return (
            "stylesheet" in get("rel", Text("")).value.lower().split() and get("disabled") is None
        )
    if element.tag == "script":
        return runs(get("type", Text("")).value) and get("noModule") is None
    if element.tag == "iframe" and get("loading") == Text("lazy"):
        return get("style.display") != Text("none") and get("hidden") is None
    kind = get("type") if element.tag in ("embed", "object") else None
    return kind is None or is_shown(kind.value)
