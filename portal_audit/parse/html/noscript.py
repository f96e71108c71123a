"""``noscript`` as browsers with scripts have it: text that takes no part in the document.

A parser without scripts ends the head at a picture inside ``<noscript>``, and takes the picture for
one that is shown (WHATWG HTML 13.2.6.4.5).
"""

import re

_BEGIN = re.compile(r"<noscript(?:\s[^>]{0,500})?>", re.IGNORECASE | re.ASCII)
_END = re.compile(r"</noscript\s*>", re.IGNORECASE | re.ASCII)
_MOST = 50
ATTRIBUTE = "data-noscript"


def without_noscript(source: str) -> tuple[str, list[str]]:
    """Return a document with an empty ``template`` for each ``noscript``, and what they held."""
    parts: list[str] = []
    held: list[str] = []
    at = 0
    while len(held) < _MOST and (begin := _BEGIN.search(source, at)):
        end = _END.search(source, begin.end())
        if end is None:
            break
        # Without quotation marks: it may stand inside a string of a script.
        parts += [source[at : begin.start()], f"<template {ATTRIBUTE}={len(held)}></template>"]
        held.append(source[begin.end() : end.start()])
        at = end.end()
    return "".join([*parts, source[at:]]), held
