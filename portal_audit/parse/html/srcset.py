"""The candidates of ``srcset`` and ``imagesrcset`` (WHATWG HTML 4.8.4.3.10)."""

import re
from collections.abc import Iterator

_MOST = 20
_LONGEST = 8_000
_NEXT = re.compile(r"[\s,]*(\S+)")
_DESCRIPTORS = re.compile(r"(?:\([^)]*\)|[^,(])*(?:,|$)")


def image_candidates(text: str) -> Iterator[str]:
    """Yield the addresses, data left out; one may hold commas, but does not end with one."""
    text, at = text[:_LONGEST], 0
    for _ in range(_MOST):
        found = _NEXT.match(text, at)
        if found is None:
            return
        url, at = found[1].rstrip(","), found.end()
        if url == found[1]:
            descriptors = _DESCRIPTORS.match(text, at)
            at = descriptors.end() if descriptors else len(text)
        if url and url[:5].lower() != "data:":
            yield url
