"""Addresses of pages in the styles that real platforms have."""

from __future__ import annotations

import re
import unicodedata
import zlib
from enum import StrEnum


class SlugStyle(StrEnum):
    """How a platform makes an address of a title."""

    HTML = "html"
    """``/gioi-thieu/co-cau-to-chuc.html``."""
    PLAIN = "plain"
    """``/co-cau-to-chuc``."""
    DROPPED = "dropped"
    """``/web/guest/lanh-ao-so``: đ is dropped, as one common platform does."""
    JOINED = "joined"
    """``/Pages/cocautochuc.aspx``."""
    NUMBERED = "numbered"
    """``/co-cau-to-chuc-76761``."""


def slug(title: str, *, keep_d: bool = True) -> str:
    """Return a title in lower-case ASCII with hyphens; đ becomes d, or nothing."""
    swapped = title.lower().replace("đ", "d" if keep_d else "")
    plain = unicodedata.normalize("NFD", swapped).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def path(style: SlugStyle, section: str, title: str) -> str:
    """Return the path of a page."""
    match style:
        case SlugStyle.HTML:
            return f"/{section}/{slug(title)}.html"
        case SlugStyle.PLAIN:
            return f"/{slug(title)}"
        case SlugStyle.DROPPED:
            return f"/web/guest/{slug(title, keep_d=False)}"
        case SlugStyle.JOINED:
            return f"/Pages/{slug(title).replace('-', '')}.aspx"
        case SlugStyle.NUMBERED:
            return f"/{slug(title)}-{10000 + zlib.crc32(title.encode()) % 80000}"
