"""Our Observatory view gives what the MDN HTTP Observatory itself gives, case by case."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from portal_audit.read.html import read_page

from portal_audit.net.door import Answer as Fetched
from portal_audit.views.observatory import Answer, Seen, rate
from tests.oracles.observatory_cases import Case, generated

HOME = Path(__file__).parent / "observatory"
PACKAGE = HOME / "node_modules" / "@mdn" / "mdn-http-observatory"
COUNT = int(os.environ.get("OBSERVATORY_CASES", "600"))

pytestmark = pytest.mark.oracle


def theirs(cases: list[Case]) -> list[dict[str, Any]]:
    """Return the verdicts of the npm package."""
    done = subprocess.run(
        ["node", "judge.mjs"],
        cwd=HOME,
        input="\n".join(json.dumps(case) for case in cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=170,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def seen(case: Case) -> Seen:
    """Return a case as our view takes it, its HTML read by our own reader."""
    html = case["html"].encode()
    fetched = Fetched(
        case["auto_url"], 200, (("Content-Type", "text/html"),), html, False, 0, 0, ""
    )
    page = read_page(fetched, asked=case["auto_url"])
    assert page is not None
    referrers = [content for name, content in page.meta if name == "referrer" and content]
    return Seen(
        host=case["host"],
        auto=answer(case["auto"]),
        auto_url=case["auto_url"],
        https=answer(case["https"]),
        http=answer(case["http"]),
        route=tuple(case["route"]),
        cookies=tuple((case["host"], line) for line in case["cookies"]),
        meta_csp=tuple(c for n, c in page.meta if n == "content-security-policy" and c),
        meta_referrer=referrers[-1] if referrers else None,
        scripts=tuple((script.raw, script.integrity) for script in page.scripts),
        cors=answer(case["cors"]),
        cors_origin=(case["cors"] or {}).get("origin", ""),
    )


def answer(given: dict[str, Any] | None) -> Answer | None:
    """Return an answer as our view takes it."""
    if given is None:
        return None
    headers: list[tuple[str, str]] = []
    for name, value in given["headers"].items():
        headers += [(name, each) for each in ([value] if isinstance(value, str) else value)]
    return Answer(tuple(headers), given["verified"])


def differences(cases: list[Case]) -> Iterable[str]:
    """Yield one line a case that differs."""
    for case, wanted in zip(cases, theirs(cases), strict=True):
        ours = rate(seen(case), algorithm=4)
        for name, result in wanted["results"].items():
            if ours.results[name] != result:
                yield f"{name}: ours {ours.results[name]}, theirs {result}\n  {json.dumps(case)}"
        if dict(ours.modifiers) == wanted["modifiers"] and (ours.score, ours.grade) != (
            wanted["score"],
            wanted["grade"],
        ):
            yield f"score: ours {ours.score} {ours.grade}, theirs {wanted['score']}"


@pytest.mark.skipif(
    shutil.which("node") is None or not PACKAGE.is_dir(),
    reason="needs Node and `make oracle-observatory`",
)
def test_every_generated_case_is_judged_alike() -> None:
    cases = list(generated(COUNT))
    found = list(differences(cases))
    assert not found, f"{len(found)} differences:\n" + "\n".join(found[:10])


def test_the_cases_meet_every_band_of_the_score() -> None:
    grades = Counter(rate(seen(case), 4).grade[0] for case in generated(300))
    assert set(grades) == set("ABCDF")
