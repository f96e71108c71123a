"""Judge cases with sectxt, the reference validator of RFC 9116; run by its own interpreter.

One JSON case a line on stdin ({"pages": {url: {...}}} for what a site answers); one sorted list of
codes each on stdout. Nothing is fetched: requests_mock answers.
"""

import base64
import json
import sys
from typing import Any

import requests
import requests_mock
import sectxt


def codes(case: dict[str, Any]) -> list[str]:
    """Return every code of errors, recommendations and notifications."""
    with requests_mock.Mocker() as net:
        net.register_uri("GET", requests_mock.ANY, status_code=404)
        for url, page in case["pages"].items():
            if page.get("bad_certificate"):
                good = {"content": base64.b64decode(page["body"]), "headers": page["headers"]}
                answers = [{"exc": requests.exceptions.SSLError}, good]
                net.register_uri("GET", url, answers)
            else:
                net.register_uri(
                    "GET",
                    url,
                    status_code=page.get("status", 200),
                    headers=page["headers"],
                    content=base64.b64decode(page["body"]),
                )
        seen = sectxt.SecurityTXT("https://xa.example.gov.vn")
    found = [*seen.errors, *seen.recommendations, *seen.notifications]
    return sorted({fault["code"] for fault in found})


for line in sys.stdin:
    if line.strip():
        print(json.dumps(codes(json.loads(line))), flush=True)
