"""Whether the selector of a style rule finds anything in a document."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

_MOST = 200
"""Parts of selectors that are looked up for one page; the rest is taken to find something."""
_LONGEST = 300
_PSEUDO = re.compile(r"(?<!\\)::?[a-z-]+(?:\((?:[^()]|\([^()]*\))*\))?", re.IGNORECASE)
_COMPOUND = re.compile(r"(?:\[[^\]]*\]|\\.|[^\s>+~\[\\])+")


class Selected:
    """Looks selectors up in one document, each element that they name once.

    A selector finds nothing where any element that it names is not there. How the elements stand
    to each other is not looked at: that costs too much on hostile pages. Classes that a script may
    give later are not there either: such a rule is not proven to be of any use. What an element is
    or has at times (``:hover``, ``::before``) is left out of the selector.
    """

    def __init__(self, document: LexborHTMLParser) -> None:
        """Look in *document*."""
        self._document = document
        self._found: dict[str, bool] = {}

    def __call__(self, selector: str) -> bool:
        """Tell whether *selector* may find an element; so may one that cannot be read."""
        plain = _PSEUDO.sub("", selector[: _LONGEST + 1])
        return len(selector) > _LONGEST or all(map(self._is_there, _COMPOUND.findall(plain)))

    def _is_there(self, compound: str) -> bool:
        found = self._found.get(compound)
        if found is None and len(self._found) < _MOST:
            found = self._found[compound] = self._look_up(compound)
        return found is not False

    def _look_up(self, compound: str) -> bool:
        try:
            return self._document.css_first(compound) is not None
        except SelectolaxError:
            return True
