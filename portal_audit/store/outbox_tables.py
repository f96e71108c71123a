"""The tables of the outbox: what flipped, and the digests that are to be delivered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal_audit.store.column_types import words
from portal_audit.store.tables import Base, Utc


class FlipRow(Base):
    """One thing that changed about a portal; told at most once."""

    __tablename__ = "flips"

    key: Mapped[str] = mapped_column(words(900), primary_key=True)
    subject: Mapped[str] = mapped_column(words(500))
    """What is told once an organisation, such as one threshold of one certificate."""
    run_id: Mapped[str] = mapped_column(String(40), index=True)
    portal: Mapped[str] = mapped_column(words(300))
    organisation: Mapped[str] = mapped_column(words(500))
    check: Mapped[str] = mapped_column(words(200))
    reason: Mapped[str] = mapped_column(String(30))
    old: Mapped[str] = mapped_column(words(200))
    new: Mapped[str] = mapped_column(words(200))
    severity: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(Utc)
    processed_at: Mapped[datetime | None] = mapped_column(Utc, index=True)
    digest: Mapped[str | None] = mapped_column(String(80))
    """The digest that told of it; empty where nobody had to be told."""


class DeliveryRow(Base):
    """One digest on its way to one recipient; the channel's address is never kept."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(80))
    run_id: Mapped[str] = mapped_column(String(40))
    organisation: Mapped[str] = mapped_column(words(500))
    """Empty for a digest of all of them."""
    channel: Mapped[str] = mapped_column(String(100))
    recipient: Mapped[str] = mapped_column(words(320))
    """Mail address from the inventory; empty where the channel says whom it reaches."""
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Utc)
    claimed_by: Mapped[str | None] = mapped_column(words(200))
    claimed_at: Mapped[datetime | None] = mapped_column(Utc)
    attempts: Mapped[int]
    unsure: Mapped[bool] = mapped_column(Boolean)
    """An attempt was broken off: it may have arrived."""
    next_at: Mapped[datetime | None] = mapped_column(Utc)
    sent_at: Mapped[datetime | None] = mapped_column(Utc)
    given_up_at: Mapped[datetime | None] = mapped_column(Utc)
    last_error: Mapped[str | None] = mapped_column(words(500))
