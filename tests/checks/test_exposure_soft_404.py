"""What a path answers that does not exist."""

from collections.abc import Callable

import pytest

from portal_audit.api import Exchange, Finding, NotFound, Samples

Ask = Callable[..., Finding]
ASKED = "https://xa.example.gov.vn/khong-co-trang-nay-1a2b3c4d"


def lost(status: int, similarity: float | None = None, location: str = "") -> NotFound:
    headers = (("Location", location),) if location else ()
    answer = Exchange(ASKED, status, headers, 0.1)
    return NotFound(ASKED, (answer,), True, "Trang", 100, similarity)


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        (lost(404), "right"),
        (lost(404, 1.0), "right"),
        (lost(410), "right"),
        (lost(400), "other-error"),
        (lost(406), "other-error"),
        (lost(500), "server-error"),
        (lost(403), "kept-out"),
        (lost(429), "kept-out"),
        (lost(503), "kept-out"),
        (lost(302, location="https://sso.example.vn/"), "redirected"),
        (lost(301), "redirected"),
        (lost(200, 0.95), "home-again"),
        (lost(200, 0.5), "found"),
        (lost(200), "found"),
        (None, "not-asked"),
    ],
)
def test_soft_404(seen: NotFound | None, outcome: str, ask: Ask) -> None:
    assert ask("exposure.soft_404", Samples(seen)).outcome == outcome


def test_the_last_answer_of_a_chain_counts(ask: Ask) -> None:
    chain = (*lost(302).exchanges, *lost(404).exchanges)
    assert ask("exposure.soft_404", Samples(NotFound(ASKED, chain))).outcome == "right"
