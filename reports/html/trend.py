"""Scores over time as a small line: an SVG that opens from disk and is read out as a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from portal_audit.output.trend import Trend, TrendPoint

WIDTH, HEIGHT, EDGE = 240, 48, 4
"""In units of the picture; the edge leaves room for the dots."""


def drawing(trend: Trend, sentence: str) -> Markup:
    """Return the line of a trend; *sentence* says the same to whoever does not see it.

    Scores stand between 0 and 100 whatever they are, so that two portals compare. A run without a
    score is a gap; one under other rules begins behind a broken upright line.
    """
    parts = [_upright(place) for place in _other_rules(trend)]
    parts += [_line(stretch) for stretch in _stretches(trend)]
    last = next((i for i in reversed(range(len(trend.points))) if _has(trend.points[i])), None)
    if last is not None:
        parts.append(_dot(*_place(trend, last)))
    return Markup(
        '<svg class="trend" viewBox="0 0 {} {}" width="{}" height="{}" role="img">'
        "<title>{}</title>{}</svg>"
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, sentence, Markup("").join(parts))


def _has(point: TrendPoint) -> bool:
    return point.score is not None


def _place(trend: Trend, number: int) -> tuple[float, float]:
    """Return where a run stands: runs at equal steps, the score upwards."""
    steps = max(len(trend.points) - 1, 1)
    across = EDGE + (WIDTH - 2 * EDGE) * number / steps
    score = trend.points[number].score or 0.0
    return round(across, 1), round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * score / 100, 1)


def _stretches(trend: Trend) -> Iterator[list[tuple[float, float]]]:
    """Yield the runs between two gaps, or two changes of rules."""
    stretch: list[tuple[float, float]] = []
    for number, point in enumerate(trend.points):
        if stretch and (point.other_rules or not _has(point)):
            yield stretch
            stretch = []
        if _has(point):
            stretch.append(_place(trend, number))
    if stretch:
        yield stretch


def _other_rules(trend: Trend) -> Iterator[float]:
    for number, point in enumerate(trend.points):
        if point.other_rules:
            half = (WIDTH - 2 * EDGE) / max(len(trend.points) - 1, 1) / 2
            yield round(_place(trend, number)[0] - half, 1)


def _line(stretch: list[tuple[float, float]]) -> Markup:
    if len(stretch) == 1:
        return _dot(*stretch[0])
    points = " ".join(f"{across},{down}" for across, down in stretch)
    return Markup('<polyline points="{}"/>').format(points)


def _dot(across: float, down: float) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="2.5"/>').format(across, down)


def _upright(across: float) -> Markup:
    return Markup('<line x1="{}" x2="{}" y1="0" y2="{}"/>').format(across, across, HEIGHT)
