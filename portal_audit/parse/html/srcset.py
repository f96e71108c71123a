"""The candidates of ``srcset`` and ``imagesrcset`` (WHATWG HTML 4.8.4.3.10)."""

import re
from collections.abc import Iterator

_MOST = 20
_LONGEST = 8_000
_NEXT = re.compile(r"[\s,]*(\S+)")
_DESCRIPTORS = re.compile(r"(?:\([^)]*\)|[^,(])*(?:,|$)")


def image_candidates(text: str) -> Iterator[str]:
    """Yield the addresses, data left out; one may hold commas, but does not end with one."""
    yield from (url for url, _ in _candidates(text) if url[:5].lower() != "data:")


def replaces_src(text: str) -> bool:
    """Tell whether browsers fetch one of the candidates, whatever the screen, and never ``src``."""
    described = [kind.strip().lower() for _, kind in _candidates(text)]
    return any(kind in ("", "1x") or kind.endswith("w") for kind in described)


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    text, at = text[:_LONGEST], 0
    for _ in range(_MOST):
        found = _NEXT.match(text, at)
        if found is None:
            return
        url, at = found[1].rstrip(","), found.end()
        kind = ""
        if url == found[1]:
            descriptors = _DESCRIPTORS.match(text, at)
            at, kind = (descriptors.end(), descriptors[0]) if descriptors else (len(text), "")
        if url:
            yield url, kind.rstrip(",")
