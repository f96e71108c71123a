"""Which script elements browsers fetch and run (WHATWG HTML 4.12.1.1)."""

import re
from collections.abc import Mapping

NO_MODULE = "nomodule"
"""The type noted of a script for browsers that know no modules: none of today runs it."""
_JAVASCRIPT = re.compile(
    r"module|(?:text|application)/(?:x-)?(?:java|ecma)script|text/(?:jscript|livescript)"
    r"|text/javascript1\.[0-5]",
    re.IGNORECASE,
)
"""A parameter such as ``charset`` makes it another type (WHATWG MIME Sniffing 4.6)."""


def script_type(attributes: Mapping[str, str | None]) -> str:
    """Return the type of a script element: as written, or as ``language`` says; empty if usual."""
    written = attributes.get("type") or ""
    kind = written.strip("\t\n\f\r ") or written
    if "type" not in attributes and attributes.get("language"):
        kind = f"text/{attributes['language']}"
    if "nomodule" in attributes and kind.lower() != "module":
        kind = NO_MODULE
    return kind[:60]


def runs(kind: str) -> bool:
    """Tell whether browsers run a script of this type; other scripts may wake it later."""
    return not kind or _JAVASCRIPT.fullmatch(kind) is not None
