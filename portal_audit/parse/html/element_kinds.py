"""What the name of an element says of it before anything else does, told quickly.

A page has a thousand elements; the parser's number of a name is told far quicker than the name.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s "
        "samp small span strike strong sub sup time tt u var wbr",
    )
)
MARKED_TAGS = frozenset({"nav", "header", "footer", "article", "marquee"})
"""Tags that say where on the page their content stands, or how it is shown."""
HANDLERS = frozenset(
    re.findall(
        r"\w+",
        "onabort onbeforeunload onblur onchange onclick oncontextmenu ondblclick onerror onfocus "
        "onfocusin onfocusout onhashchange oninput onkeydown onkeypress onkeyup onload onmousedown "
        "onmouseenter onmouseleave onmousemove onmouseout onmouseover onmouseup onpaste "
        "onpointerdown onpointerup onreset onresize onscroll onselect onsubmit ontoggle ontouchend "
        "ontouchmove ontouchstart onunload onwheel",
    )
)
"""Event handler content attributes (WHATWG HTML 8.1.8.2) that are met on pages."""

Kind = tuple[str, bool, bool]
"""Name of an element, whether it begins a line, whether its name alone says something."""
NO_ELEMENT = ("", False, False)


def kind_of(node: LexborNode) -> Kind:
    """Return the kind of a node; ``NO_ELEMENT`` for a comment and the like."""
    name = node.tag
    if name is None or name[0] == "-":
        return NO_ELEMENT
    return name, name not in _INLINE, name in MARKED_TAGS


_EXAMPLE = LexborHTMLParser("<p>text")
TEXT = next(_EXAMPLE.css("p")[0].iter(include_text=True)).tag_id
_COMMON = (
    "a article aside b body br button div em font footer form h1 h2 h3 h4 h5 h6 head header html "
    "i img input label li link main meta nav ol option p script section select small span strong "
    "style table tbody td th thead title tr u ul"
)
KINDS = {node.tag_id: kind_of(node) for node in map(_EXAMPLE.create_node, _COMMON.split())}
"""Of common elements, by the parser's number of their names."""
