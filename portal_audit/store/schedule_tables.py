"""The tables of schedules: when which scan is due, what became of it, who holds an inventory."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Float, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal_audit.store.column_types import words
from portal_audit.store.tables import Base, Utc


class ScheduleRow(Base):
    """A scan that is due again and again."""

    __tablename__ = "schedules"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    cron: Mapped[str] = mapped_column(words(200))
    zone: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[list[str]] = mapped_column(JSON)
    """Of ``portal-audit scan``."""
    folder: Mapped[str] = mapped_column(words(1000))
    """Working folder of the scan."""
    inventory: Mapped[str] = mapped_column(words(600))
    """Name of the lease that the scan takes."""
    quiet_hours: Mapped[list[str]] = mapped_column(JSON)
    jitter: Mapped[int] = mapped_column(Integer)
    """Seconds."""
    grace: Mapped[float] = mapped_column(Float)
    """Hours."""
    next_at: Mapped[datetime | None] = mapped_column(Utc)
    created_at: Mapped[datetime] = mapped_column(Utc)


class FiringRow(Base):
    """One time at which a schedule was due: the key lets only one scheduler have it."""

    __tablename__ = "firings"

    schedule: Mapped[str] = mapped_column(String(100), primary_key=True)
    due: Mapped[datetime] = mapped_column(Utc, primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    holder: Mapped[str] = mapped_column(words(200))
    """The process that runs it."""
    tries: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    exit_code: Mapped[int | None]
    run_id: Mapped[str | None] = mapped_column(String(40))


class LeaseRow(Base):
    """Who scans an inventory just now; a holder that no longer lives or beats has lost it."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(words(600), primary_key=True)
    holder: Mapped[str] = mapped_column(words(200))
    run_id: Mapped[str | None] = mapped_column(String(40))
    taken_at: Mapped[datetime] = mapped_column(Utc)
    beat_at: Mapped[datetime] = mapped_column(Utc)
