"""The objects that browsers give to scripts, as far as they load, write or lead away."""

from __future__ import annotations

from typing import Protocol

from portal_audit.parse.javascript.effects import EffectLog
from portal_audit.parse.javascript.made_elements import ORIGIN, MadeElements
from portal_audit.parse.javascript.strings import decoded, from_char_codes, resolved
from portal_audit.parse.javascript.values import (
    UNKNOWN,
    BoundMethod,
    Constant,
    Element,
    Existing,
    Function,
    Global,
    Items,
    Record,
    Text,
    Value,
    whole_text,
)
from portal_audit.parse.javascript.waiting import WaitingFunctions

_SOON = 10_000.0
"""Milliseconds; what a timer does later is not done on every visit."""
_INSERTS = frozenset(
    {"appendChild", "insertBefore", "append", "prepend", "before", "after", "replaceChild"}
)
_LOOKS_UP = frozenset({"getElementById", "querySelector"})
_AT_LOAD = frozenset({"load", "DOMContentLoaded", "pageshow", "readystatechange", "onload"})
_DECODERS = frozenset({"atob", "unescape", "decodeURIComponent", "decodeURI"})
_TIMERS = frozenset(
    {
        *("setTimeout", "setInterval", "setImmediate", "queueMicrotask"),
        *("requestAnimationFrame", "requestIdleCallback"),
    }
)
_TAKES_BACK = frozenset({"clearTimeout", "clearInterval", "removeEventListener"})
_REQUESTS = frozenset({"get", "post", "getJSON", "ajax", "head", "put", "delete", "request"})


class Follows(Protocol):
    """What follows a script."""

    scheme: str
    conditional: int

    def call(self, function: Function, arguments: list[Value]) -> Value:
        """Follow a function that is called."""

    def call_maybe(self, function: Function) -> None:
        """Follow a function that may be called."""

    def run_code(self, code: str) -> None:
        """Follow the text of a script."""


class Browser(MadeElements):
    """Window, document, location and the libraries that send requests."""

    def __init__(self, log: EffectLog, interpreter: Follows) -> None:
        """Write effects to *log*."""
        super().__init__(log, interpreter)
        self._script = interpreter
        self.waiting = WaitingFunctions()

    def property(self, owner: Value, name: str) -> Value:
        """Return a property of something of the browser's."""
        if owner == Global("document"):
            if name == "location":
                return Global("location")
            return (
                Existing()
                if name in ("body", "head", "documentElement")
                else BoundMethod(owner, name)
            )
        if owner == Global("location") and name == "protocol":
            return Text(self._script.scheme + ":")
        if isinstance(owner, Existing) and name in ("parentNode", "parentElement", "firstChild"):
            return owner
        return BoundMethod(owner, name)

    def assign(self, owner: Value, name: str, value: Value) -> None:
        """Take note of ``owner.name = value``."""
        if (name == "location" and owner in (Global("window"), Global("document"))) or (
            owner == Global("location") and name == "href"
        ):
            self._leave(value)
        elif owner == Global("window") and name == "onload":
            self.waiting.set_onload(value, maybe=bool(self._script.conditional))
        elif isinstance(owner, Element):
            self.set_attribute(owner, name, value)
        elif isinstance(owner, Existing) and name in ("innerHTML", "outerHTML"):
            self.put(value)
        elif isinstance(owner, BoundMethod) and owner.name == "style" and isinstance(value, Text):
            if isinstance(owner.owner, Element):
                self.set_attribute(owner.owner, f"style.{name}", value)
            else:
                self.style(value)
        elif isinstance(value, Function):
            self._script_handler(name, value)

    def _script_handler(self, name: str, function: Function) -> None:
        """A handler of anything but loading waits for somebody: it is not followed."""
        if name in ("onload", "onpopstate"):
            self._script.call_maybe(function)

    def construct(self, called: Value, given: list[Value]) -> Value:
        """Return what ``new`` makes."""
        name = called.name if isinstance(called, Global) else ""
        first = given[0] if given else UNKNOWN
        if name == "Image":
            return Element("img")
        if name == "Audio":
            self.load("media", first)
            return Element("audio")
        if name == "XMLHttpRequest":
            return Element("XMLHttpRequest")
        if name == "Request":
            return _url_of(first)
        if name == "URL":
            return resolved(given)
        if name in ("WebSocket", "EventSource"):
            self.load("request", first)
        elif name == "Promise" and isinstance(first, Function):
            self._script.call(first, [])
        elif name == "Function" and given:
            return BoundMethod(Global("Function"), whole_text(given[-1]) or "")
        return UNKNOWN

    def call(self, called: Value, given: list[Value]) -> Value:
        """Take note of a call; return what it returns, where that is known."""
        first = given[0] if given else UNKNOWN
        if isinstance(called, Global):
            return self._call_global(called.name, first, given)
        if not isinstance(called, BoundMethod):
            self._may_run(given)
            return UNKNOWN
        owner, name = called.owner, called.name
        if isinstance(owner, Global):
            return self._call_method(owner.name, name, given)
        if isinstance(owner, Element):
            self._call_element(owner, name, given)
        elif isinstance(owner, Existing) and name in ("getElementsByTagName", "querySelectorAll"):
            return Existing()
        elif len(given) > 1:
            self._put_into(owner, name, given[1])
        if name in _INSERTS:
            for one in given:
                if isinstance(one, Element):
                    self.put_in(owner, one)
        if not isinstance(owner, Element | Existing):
            self._may_run(given)
        return UNKNOWN

    def _put_into(self, owner: Value, name: str, value: Value) -> None:
        if isinstance(owner, Existing) and name == "insertAdjacentHTML":
            self.put(value)
        elif isinstance(owner, BoundMethod) and (owner.name, name) == ("style", "setProperty"):
            self.style(value)

    def _call_global(self, name: str, first: Value, given: list[Value]) -> Value:
        if name in _DECODERS:
            return decoded(name, first)
        if name in ("$", "jQuery"):
            if isinstance(first, Function):
                self._wait(first)
            return _ready(first)
        if name in ("fetch", "axios"):
            self.load("request", _url_of(first))
        elif name == "eval":
            self._run(first)
        elif name in _TIMERS:
            return self._wait(first, *given[1:2])
        elif name in _TAKES_BACK:
            self.waiting.take_back(given[-1] if given else UNKNOWN)
        elif name == "open":  # browsers may keep a new window from opening
            self._leave(first, maybe=given[1:2] != [Text("_self")])
        elif name == "addEventListener":
            self._listen(given)
        elif name in ("parseInt", "Number"):
            text = whole_text(first)
            if text is not None and text.strip().isdecimal():
                return Constant(float(text))
            return first if isinstance(first, Constant) else UNKNOWN
        return UNKNOWN

    def _call_method(self, owner: str, name: str, given: list[Value]) -> Value:
        first = given[0] if given else UNKNOWN
        if owner == "document":
            return self._call_document(name, given)
        if owner == "String" and name == "fromCharCode":
            return from_char_codes(given)
        if owner.startswith("Promise"):
            return self._call_promise(owner, name, first)
        if owner == "Function":
            self._run(Text(name))  # new Function(code)()
        elif owner == "location" and name in ("replace", "assign"):
            self._leave(first)
        elif owner in ("$", "jQuery", "axios"):
            if name == "getScript":
                self.load("script", first)
            elif name in _REQUESTS:
                self.load("request", _url_of(first))
        elif owner == "navigator" and name == "sendBeacon":
            self.load("request", first)
        elif owner == "$(document)" and name in ("ready", "load", "on"):
            self._listen([Text("load"), first]) if name != "on" else self._listen(given)
        elif owner == "window" and name in ("addEventListener", "attachEvent"):
            self._listen(given)
        return UNKNOWN

    def _call_promise(self, owner: str, name: str, first: Value) -> Value:
        if (owner, name) == ("Promise.resolve()", "then"):
            self._wait(first)
        return Global("Promise.resolve()") if (owner, name) == ("Promise", "resolve") else UNKNOWN

    def _call_document(self, name: str, given: list[Value]) -> Value:
        if name in ("write", "writeln"):
            for one in given:
                self.write_here(one)
        elif name == "createDocumentFragment":
            return Element("#fragment")
        elif name == "createElement":
            tag = whole_text(given[0]) if given else None
            return Element(tag.lower()) if tag is not None else UNKNOWN
        elif name in _LOOKS_UP:
            return Existing()
        elif name == "getElementsByTagName":
            always = bool(given) and whole_text(given[0]) in ("head", "body", "html", "script")
            return Items([Existing()]) if always else UNKNOWN
        elif name in ("addEventListener", "attachEvent"):
            self._listen(given)
        return UNKNOWN

    def _call_element(self, element: Element, name: str, given: list[Value]) -> None:
        if name == "setAttribute" and len(given) > 1:
            attribute = whole_text(given[0])
            if attribute is not None:
                self.set_attribute(element, attribute.lower(), given[1])
        elif name == "removeAttribute" and given:
            element.attributes.pop((whole_text(given[0]) or "").lower(), None)
        elif name == "remove":
            element.inserted = False
        elif element.tag == "XMLHttpRequest" and name == "open" and len(given) > 1:
            self.set_attribute(element, "url", given[1])
        elif element.tag == "XMLHttpRequest" and name == "send" and not element.uncertain:
            self.load("request", element.attributes.get("url", UNKNOWN))

    def _listen(self, given: list[Value]) -> None:
        """Follow what waits for the page to be loaded; what waits for a visitor is left alone."""
        event = whole_text(given[0]) if given else None
        if event in _AT_LOAD and len(given) > 1:
            self._wait(given[1])
        elif event == "popstate":  # whoever goes back is sent on, where this was not asked for
            self._may_run(given[1:2])

    def _wait(self, value: Value, delay: Value = UNKNOWN) -> Record:
        late = isinstance(delay, Constant) and (delay.value or 0) > _SOON
        return self.waiting.add(value, maybe=late or bool(self._script.conditional))

    def _may_run(self, given: list[Value]) -> None:
        """Follow functions handed to what is not known, such as the answer of a request."""
        for one in given:
            if isinstance(one, Function):
                self._script.call_maybe(one)

    def _run(self, value: Value) -> None:
        if isinstance(value, Function):
            self._script.call(value, [])
        elif (code := whole_text(value)) is not None:
            self._script.run_code(code)

    def _leave(self, value: Value, *, maybe: bool = False) -> None:
        if isinstance(value, Text) and (value.whole or ORIGIN.match(value.value)):
            conditional = maybe or bool(self._script.conditional)
            self._log.redirect(value.value, conditional=conditional)


def _ready(first: Value) -> Value:
    return Global("$(document)") if first in (Global("document"), Global("window")) else UNKNOWN


def _url_of(value: Value) -> Value:
    """Return the address of a request that is given as such, or as an object with ``url``."""
    return value.values.get("url", UNKNOWN) if isinstance(value, Record) else value
