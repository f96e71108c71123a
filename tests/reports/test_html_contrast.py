"""Ink and ground of the pages keep the contrast of WCAG 2.2 AA (SC 1.4.3), in both schemes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest


@cache
def _colours(scheme: str) -> dict[str, str]:
    css = (Path(__file__).parents[2] / "reports" / "html" / "style.css").read_text("utf-8")
    blocks = re.findall(r":root \{([^}]*)\}", css)
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[0]))
    return (
        light
        if scheme == "light"
        else light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[1]))
    )


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *[
            (ink, ground)
            for ink in ("ink", "soft", "link", "accent", "good")
            for ground in ("paper", "ground")
        ],
        ("on-brand", "brand"),
        ("on-brand-soft", "brand"),
        ("good", "good-ground"),
        ("warn", "warn-ground"),
        ("ink", "warn-ground"),
        ("bad", "bad-ground"),
        ("quiet", "quiet-ground"),
        *[("#ffffff", level) for level in "abcden"],
    ],
)
def test_text_stands_out(scheme: str, ink: str, ground: str) -> None:
    colours = _colours(scheme)
    light, dark = sorted(
        (_luminance(colours.get(ink, ink)), _luminance(colours[ground])), reverse=True
    )
    assert (light + 0.05) / (dark + 0.05) >= 4.5
