"""Whether a site could be read, judged from evidence alone."""

import pytest

from portal_audit.evidence import (
    Evidence,
    Exchange,
    Failure,
    Front,
    Gap,
    HttpFront,
    HttpsFront,
    Page,
)
from portal_audit.scoring.reachability import reachability

URL = "https://a.test/"


def answered(status: int, text: str = "", title: str = "") -> Evidence:
    """Return evidence of a front page."""
    page = Page(URL, URL, status, title=title, text=text)
    return Evidence(Front((Exchange(URL, status, (), 0.1),), page, https=True))


def failed(https: str, http: str) -> Evidence:
    """Return evidence of two doors that did not answer."""
    return Evidence(
        HttpsFront(URL, failure=Failure(https, URL)),
        HttpFront("http://a.test/", failure=Failure(http, URL)),
    )


def half_seen(reason: str) -> Evidence:
    """Return evidence of one door that was closed; at the other our own probe failed."""
    https = HttpsFront(URL, failure=Failure("refused", URL))
    return Evidence(https, missing={HttpFront: Gap(reason)})


LONG = "Cổng thông tin điện tử xã Lũng Xanh. " * 40


@pytest.mark.parametrize(
    ("evidence", "state", "cause"),
    [
        (answered(200, LONG), "scanned", None),
        (answered(200, ""), "scanned", None),
        (answered(401, ""), "scanned", None),
        (answered(403, LONG), "scanned", None),
        (answered(403, "Forbidden"), "not-scanned", "blocked"),
        (answered(429, ""), "not-scanned", "blocked"),
        (answered(503, "Checking your browser before accessing"), "not-scanned", "blocked"),
        (answered(200, "", "Just a moment..."), "not-scanned", "blocked"),
        (answered(200, "Truy cập bị từ chối"), "not-scanned", "blocked"),
        (answered(200, LONG + "access denied"), "scanned", None),
        (answered(500, LONG), "not-scanned", "server-error"),
        (answered(502), "not-scanned", "server-error"),
        (answered(404, LONG), "not-scanned", "server-error"),
        (answered(200, "Welcome to nginx! If you see this page"), "not-scanned", "parked"),
        (failed("dns", "dns"), "not-scanned", "dns"),
        (failed("refused", "refused"), "not-scanned", "refused"),
        (failed("refused", "timeout"), "not-scanned", "timeout"),
        (failed("local", "local"), "not-scanned", "local"),
        (failed("local", "refused"), "not-scanned", "local"),
        (failed("tls", "refused"), "not-scanned", "tls"),
        (failed("not-http", "refused"), "not-scanned", "not-http"),
        (failed("redirect-loop", "refused"), "not-scanned", "not-http"),
        (failed("forbidden", "forbidden"), "not-scanned", "refused"),
        (half_seen("local"), "not-scanned", "local"),
        (half_seen("probe-failed: OSError"), "not-scanned", "interrupted"),
        (half_seen("deadline"), "not-scanned", "refused"),
        (Evidence(), "not-scanned", "interrupted"),
    ],
)
def test_standing(evidence: Evidence, state: str, cause: str | None) -> None:
    assert reachability(evidence) == (state, cause)
