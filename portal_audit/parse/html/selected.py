"""Whether the selector of a style rule finds anything in a document."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

_MOST = 100
"""Parts of selectors that are looked up in one page; the rest is taken to find something."""
_LONGEST = 300
_PSEUDO = re.compile(r"(?<!\\)::?[a-z-]+(?:\((?:[^()]|\([^()]*\))*\))?", re.IGNORECASE)


_COMBINATOR = re.compile(r"\s*[\s>+~]\s*")
_QUOTED = re.compile(r"[\"'\\]")


class Selected:
    """Looks selectors up in one document, each part of one by itself and once.

    A selector finds nothing where one of its parts does: of ``.menu > li.open`` there must be a
    ``.menu`` and a ``li.open``. How they stand to each other is not looked at, since that takes a
    parser time without bound: six names in a row, seconds on a page of sixty elements in a row.
    Classes that a script may give later are not there: such a rule is not proven to be of any use.
    What an element is or has at times (``:hover``, ``::before``) is left out of the selector.
    """

    def __init__(self, document: LexborHTMLParser) -> None:
        """Look in *document*."""
        self._document = document
        self._found: dict[str, bool] = {}

    def __call__(self, selector: str) -> bool:
        """Tell whether *selector* finds an element, or cannot be read."""
        plain = _PSEUDO.sub("", selector).strip()
        if len(plain) > _LONGEST or _QUOTED.search(plain):
            return True
        return all(map(self._is_there, filter(None, _COMBINATOR.split(plain))))

    def _is_there(self, part: str) -> bool:
        found = self._found.get(part)
        if found is None and len(self._found) < _MOST:
            found = self._found[part] = self._look_up(part)
        return found is not False

    def _look_up(self, part: str) -> bool:
        try:
            return self._document.css_first(part) is not None
        except SelectolaxError:
            return True
