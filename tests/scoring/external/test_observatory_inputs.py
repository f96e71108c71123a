"""What the Observatory's view takes from our evidence of foreign origins."""

import pytest

from portal_audit.evidence import CrossOrigin, Evidence, Exchange, Front, Samples
from portal_audit.scoring.external.observatory.inputs import observatory_input
from portal_audit.scoring.external.observatory.rules import cors

URL = "https://xa.example.gov.vn/"
ORIGIN = "https://portal-audit.invalid"
ALLOW = "Access-Control-Allow-Origin"
WITH = ("access-control-allow-credentials", "true")


@pytest.mark.parametrize(
    ("headers", "result"),
    [
        (None, "not-implemented"),
        ((), "not-implemented"),
        (((ALLOW, "*"),), "implemented-with-public-access"),
        (((ALLOW, ORIGIN),), "implemented-with-restricted-access"),
        (((ALLOW, ORIGIN), WITH), "implemented-with-universal-access"),
    ],
)
def test_cors(headers: tuple[tuple[str, str], ...] | None, result: str) -> None:
    front = Front((Exchange(URL, 200, (), 0.1),), None, https=True)
    answer = None if headers is None else Exchange(URL, 200, headers, 0.1)
    seen = observatory_input(Evidence(front, Samples(cors=CrossOrigin(ORIGIN, answer))))
    assert seen is not None
    assert cors(seen) == f"cross-origin-resource-sharing-{result}"


def test_without_samples() -> None:
    seen = observatory_input(Evidence(Front((Exchange(URL, 200, (), 0.1),), None, https=True)))
    assert seen is not None
    assert seen.cors is None
