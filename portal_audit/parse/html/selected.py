"""Whether the selector of a style rule finds anything in a document."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

_MOST = 200
"""Selectors of one page that are looked up; the rest is taken to find something."""
_LONGEST = 300
_PSEUDO = re.compile(r"(?<!\\)::?[a-z-]+(?:\((?:[^()]|\([^()]*\))*\))?", re.IGNORECASE)


class Selected:
    """Looks selectors up in one document, each once.

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
        if len(plain) > _LONGEST:
            return True
        found = self._found.get(plain)
        if found is None and len(self._found) < _MOST:
            found = self._found[plain] = self._look_up(plain)
        return found is not False

    def _look_up(self, selector: str) -> bool:
        try:
            return self._document.css_first(selector) is not None
        except SelectolaxError:
            return True
