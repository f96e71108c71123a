"""Digests on their way: claimed by one sender at a time, marked as sent only when they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Engine, and_, select, update
from sqlalchemy.orm import Session

from portal_audit.store.outbox_tables import DeliveryRow
from portal_audit.store.process_identity import is_dead
from portal_audit.store.transactions import transaction

CLAIM = timedelta(minutes=15)
"""After this a claim of another machine counts as lost; on this one the process itself is asked."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One digest for one recipient, as its sender sees it."""

    id: int
    digest: str
    organisation: str
    channel: str
    recipient: str
    title: str
    text: str
    html: str
    attempts: int
    """Including the present one."""
    unsure: bool
    """Whether an earlier attempt may have arrived."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A digest that has not been delivered."""

    channel: str
    recipient: str
    attempts: int
    last_error: str
    given_up: bool


class Deliveries:
    """The digests of a store that are to be sent."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine of an open store."""
        self._engine = engine

    def claim(
        self, holder: str, now: datetime, passing_over: frozenset[str] = frozenset()
    ) -> Delivery | None:
        """Return the next digest that is due, which is now *holder*'s alone; ``None``: no more.

        Channels in *passing_over* are left out.
        """
        with transaction(self._engine) as session:
            query = select(DeliveryRow).where(
                _open(),
                (DeliveryRow.next_at.is_(None)) | (DeliveryRow.next_at <= now),
                DeliveryRow.channel.not_in(passing_over),
            )
            for row in session.scalars(query.order_by(DeliveryRow.id)):
                if _held(row, now):
                    continue
                unsure = row.unsure or row.claimed_by is not None
                before = _same(DeliveryRow.claimed_by, row.claimed_by)
                since = _same(DeliveryRow.claimed_at, row.claimed_at)
                values = {
                    "claimed_by": holder,
                    "claimed_at": now,
                    "attempts": row.attempts + 1,
                    "unsure": unsure,
                }
                if _update(session, and_(_open(), DeliveryRow.id == row.id, before, since), values):
                    return _delivery(row, unsure)
        return None

    def sent(self, delivery: Delivery, holder: str, now: datetime) -> None:
        """Mark a digest as sent; only whoever claimed it can."""
        self._settle(delivery, holder, {"sent_at": now, "claimed_by": None, "last_error": None})

    def failed(
        self,
        delivery: Delivery,
        holder: str,
        error: str,
        *,
        unsure: bool,
        next_at: datetime | None,
        now: datetime,
    ) -> None:
        """Note a failure; it is tried again at *next_at*, or given up where that is ``None``."""
        values = {
            "claimed_by": None,
            "claimed_at": None,
            "last_error": error[:500],
            "unsure": unsure or delivery.unsure,
            "next_at": next_at,
            "given_up_at": now if next_at is None else None,
        }
        self._settle(delivery, holder, values)

    def _settle(self, delivery: Delivery, holder: str, values: Mapping[str, object]) -> None:
        mine = and_(DeliveryRow.id == delivery.id, DeliveryRow.claimed_by == holder)
        with transaction(self._engine) as session:
            _update(session, mine, values)

    def stuck(self, digest: str | None = None) -> tuple[Stuck, ...]:
        """Return what has been tried in vain, of one digest or of all."""
        query = select(DeliveryRow).where(
            DeliveryRow.sent_at.is_(None), DeliveryRow.last_error.is_not(None)
        )
        if digest is not None:
            query = query.where(DeliveryRow.digest == digest)
        with transaction(self._engine) as session:
            return tuple(
                Stuck(
                    row.channel,
                    row.recipient,
                    row.attempts,
                    row.last_error or "",
                    row.given_up_at is not None,
                )
                for row in session.scalars(query.order_by(DeliveryRow.id))
            )


def _open() -> ColumnElement[bool]:
    return and_(DeliveryRow.sent_at.is_(None), DeliveryRow.given_up_at.is_(None))


def _held(row: DeliveryRow, now: datetime) -> bool:
    if row.claimed_by is None:
        return False
    dead = is_dead(row.claimed_by)
    if dead is None:
        return row.claimed_at is not None and abs(now - row.claimed_at) < CLAIM
    return not dead


def _same(column: Any, value: object) -> ColumnElement[bool]:
    same: ColumnElement[bool] = column.is_(None) if value is None else column == value
    return same


def _update(session: Session, where: ColumnElement[bool], values: Mapping[str, object]) -> bool:
    """Change a row if it still is as *where* says; tell whether it was."""
    done = session.execute(update(DeliveryRow).where(where).values(**values))
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def _delivery(row: DeliveryRow, unsure: bool) -> Delivery:
    return Delivery(
        row.id,
        row.digest,
        row.organisation,
        row.channel,
        row.recipient,
        row.title,
        row.text,
        row.html,
        row.attempts,
        unsure,
    )
