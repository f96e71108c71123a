"""The MDN HTTP Observatory score, algorithms 4, 5 and 6, computed from our evidence. Pure.

Our computation of their published rules, quirks included, so that anyone can compare: where their
reading differs from a browser's, our own checks follow the browser and this view follows them.
"""

from portal_audit.scoring.external.observatory.inputs import ObservatoryInput, ObservatoryResponse
from portal_audit.scoring.external.observatory.score import (
    ALGORITHMS,
    Observatory,
    grade,
    priced,
    rate,
    rate_all,
)

__all__ = [
    "ALGORITHMS",
    "Observatory",
    "ObservatoryInput",
    "ObservatoryResponse",
    "grade",
    "priced",
    "rate",
    "rate_all",
]
