"""What passes between the outbox and whatever sends: a message, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal_audit.history.notices.channels import Channel


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message."""

    title: str
    text: str
    html: str
    recipient: str = ""
    """Mail address that is added to the channel's own address; empty: it has its own."""
    id: str = ""
    """The same at every attempt, so that a receiver can tell a repetition."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a message."""

    ok: bool
    error: str = ""
    """Why not, without any secret: a code of ours, or what the library or the server said."""
    unsure: bool = False
    """Whether it may have arrived all the same."""


Sender = Callable[[Channel, Outgoing], Sent]
