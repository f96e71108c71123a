"""A warning on its way to the parent process, which alone writes to the terminal."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Any

from portal_audit.texts import Message


def dump_warning(record: logging.LogRecord) -> dict[str, object]:
    """Return a log record as JSON holds it; a message stays one, for the parent to word."""
    trace = ""
    if record.exc_info and os.environ.get("PORTAL_AUDIT_DEBUG"):
        trace = "\n" + logging.Formatter().formatException(record.exc_info)
    if isinstance(record.msg, Message) and not trace:
        return record.msg.dump()
    return {"text": record.getMessage() + trace}


def load_warning(data: Mapping[str, Any]) -> Message | str:
    """Return what the other process warned of."""
    return Message.load(data) if "code" in data else str(data["text"])
