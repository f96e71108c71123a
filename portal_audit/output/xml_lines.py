"""XML fragments of several checks as one: elements that say nothing different become one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

PLACE = re.compile(r"<!--\s*(?:conf/|web\.config).*?-->\s*", re.DOTALL)
"""A comment at the head of a fragment that names the file it goes into."""
JOINED = ", "
"""Two values of one header are a list (RFC 9110 section 5.3)."""


def merged_xml(texts: Iterable[str]) -> str:
    """Return the fragments file by file, then what is no XML (commands), each once.

    Raises ParseError where a fragment is not well-formed.
    """
    files: dict[str, Element] = {}
    commands: dict[str, None] = {}
    for text in texts:
        if not text.startswith("<"):
            commands[text] = None
            continue
        head = PLACE.match(text)
        place, body = (head.group().strip(), text[head.end() :]) if head else ("", text)
        _add(files.setdefault(place, Element("root")), _read(body))
    parts = ["\n".join(filter(None, (place, _write(root)))) for place, root in files.items()]
    return "\n\n".join([*parts, *commands])


def _read(text: str) -> Element:
    builder = ElementTree.TreeBuilder(insert_comments=True)
    parser = ElementTree.XMLParser(target=builder)
    return ElementTree.fromstring(f"<root>{text}</root>", parser)  # our own texts, never scanned


def _write(root: Element) -> str:
    ElementTree.indent(root, "  ")
    texts = (ElementTree.tostring(child, encoding="unicode").strip() for child in root)
    # One level up: the root is not printed.
    return "\n".join(text.replace("\n  ", "\n") for text in texts)


def _add(into: Element, other: Element) -> None:
    for child in other:
        twin = next((one for one in into if _alike(one, child)), None)
        if twin is None:
            named = next((one for one in into if _same_header(one, child)), None)
            if named is None:
                into.append(child)
            else:
                named.set("value", JOINED.join((named.get("value", ""), child.get("value", ""))))
            continue
        twin.attrib.update(child.attrib)
        _add(twin, child)


def _alike(one: Element, other: Element) -> bool:
    """Whether nothing in them differs: no attribute, no text, no text of a child."""
    if one.tag != other.tag or (one.text or "").strip() != (other.text or "").strip():
        return False
    if any(one.get(name, value) != value for name, value in other.attrib.items()):
        return False
    there = _leaves(one)
    return all(there.get(tag, text) == text for tag, text in _leaves(other).items())


def _leaves(element: Element) -> dict[str, str]:
    """Return the texts of children without children; comments say nothing of the element."""
    texts = ((child.tag, (child.text or "").strip()) for child in element if not len(child))
    return {tag: text for tag, text in texts if isinstance(tag, str) and text}


def _same_header(one: Element, other: Element) -> bool:
    return (
        one.tag == other.tag == "add"
        and (name := other.get("name")) is not None
        and (one.get("name") == name and "value" in one.attrib)
    )
