"""Where in a file something stands, as people count."""

from __future__ import annotations

from collections.abc import Iterable


def place_of(keys: Iterable[str | int]) -> str:
    """Return ``channel.1.url`` for ``("channel", 0, "url")``: programs count from 0."""
    return ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)
