"""A picture of the front page, as a browser showed it to the visit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screenshot:
    """What a visitor sees first: 1280 × 800 pixels, without scrolling.

    No check looks at it, and it stands in no evidence file: it is kept and shown as it is.
    """

    url: str
    image: bytes
    """JPEG."""
