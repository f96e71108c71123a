"""Answers of webhooks that say 200 and mean no: some services put the refusal into the body."""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST = 65_536
"""Bytes of an answer that are read for a refusal."""
_BAD_WORDS = frozenset({"error", "fail", "failed", "failure", "rejected"})
_FAILED = re.compile(r"delivery failed with error|^\s*(error|failed)\b", re.IGNORECASE)
"""How the connectors of Microsoft Teams say it, and plain words at the beginning."""


def refusal(body: bytes) -> str:
    """Return how an answer refuses; empty where it does not, or nothing can be made of it."""
    text = body[:LONGEST].decode("utf-8", "replace").strip()
    try:
        data = json.loads(text)
    except ValueError:
        return text[:200] if _FAILED.search(text) and not text.startswith("<") else ""
    if data is False:
        return "false"
    return _in_object(data) if isinstance(data, dict) else ""


def _in_object(data: dict[str, Any]) -> str:
    lowered = {str(key).lower(): value for key, value in data.items()}
    said = next(
        (
            str(lowered[key])
            for key in ("error", "errors", "message", "description", "detail")
            if lowered.get(key)
        ),
        "",
    )
    refused = (
        lowered.get("ok") is False
        or lowered.get("success") is False
        or str(lowered.get("status", "")).lower() in _BAD_WORDS
        or bool(lowered.get("error") or lowered.get("errors"))
    )
    return (said or "refused")[:200] if refused else ""
