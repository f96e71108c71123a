"""Send what is due: each digest by one sender at a time, marked as sent after it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal_audit.history.notices.channels import Channels
from portal_audit.history.notices.digest import texts
from portal_audit.runs.notify.message import Outgoing, Sender, Sent
from portal_audit.store import Deliveries, Store
from portal_audit.store.deliveries import Delivery

WAITS = tuple(timedelta(minutes=m) for m in (5, 30, 120, 360, 720, 1440, 1440))
"""Before the second, third … attempt; after the last one a digest is given up."""
TIRED = 2
"""Failures in a row after which a channel is left alone until the next time."""


@dataclass(frozen=True, slots=True)
class Flushed:
    """What came of sending."""

    sent: int = 0
    failed: tuple[FailedDelivery, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """One digest that could not be sent."""

    channel: str
    recipient: str
    error: str
    next_at: datetime | None
    """``None``: it is given up."""
    attempts: int


def flush(
    store: Store,
    channels: Channels,
    send: Sender,
    holder: str,
    clock: Callable[[], datetime],
) -> Flushed:
    """Send every digest that is due.

    A channel that fails holds up no other. Raises PortalAuditError where the store cannot be
    written: what was sent then but could not be marked is sent again, and says that it is a
    repetition.
    """
    deliveries = Deliveries(store.engine)
    tired: Counter[str] = Counter()
    sent, failed = 0, list[FailedDelivery]()
    while True:
        resting = frozenset(name for name, count in tired.items() if count >= TIRED)
        delivery = deliveries.claim(holder, clock(), resting)
        if delivery is None:
            return Flushed(sent, tuple(failed))
        answer = _attempt(delivery, channels, send)
        if answer.ok:
            deliveries.sent(delivery, holder, clock())
            tired[delivery.channel] = 0
            sent += 1
            continue
        now = clock()
        wait = WAITS[delivery.attempts - 1] if delivery.attempts <= len(WAITS) else None
        next_at = None if wait is None else now + wait
        deliveries.failed(
            delivery, holder, answer.error, unsure=answer.unsure, next_at=next_at, now=now
        )
        tired[delivery.channel] += 1
        failed.append(
            FailedDelivery(
                delivery.channel, delivery.recipient, answer.error, next_at, delivery.attempts
            )
        )


def _attempt(delivery: Delivery, channels: Channels, send: Sender) -> Sent:
    channel = channels.named(delivery.channel)
    if channel is None:
        return Sent(False, "no-channel")
    text, html = delivery.text, delivery.html
    if delivery.unsure:
        repeat = texts(channel.lang)("repeat", digest=delivery.digest)
        text, html = f"{repeat}\n\n{text}", html.replace("<body>", f"<body>\n<p>{repeat}</p>", 1)
    message = Outgoing(
        delivery.title, text, html, delivery.recipient, f"{delivery.digest}-{delivery.id}"
    )
    try:
        return send(channel, message)
    except Exception as error:  # of a library, about one channel: no other must suffer
        return Sent(False, type(error).__name__, unsure=True)
