"""The tables of the store. Every change here needs a migration in ``migrations/versions``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from portal_audit.store.column_types import words


class Utc(TypeDecorator[datetime]):
    """A moment, kept as UTC: SQLite forgets time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware time into naive UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of the tables."""


class RunRow(Base):
    """One run."""

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Utc)
    finished_at: Mapped[datetime | None] = mapped_column(Utc)
    complete: Mapped[bool]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    criteria_version: Mapped[str] = mapped_column(words(40))
    fingerprint: Mapped[str] = mapped_column(String(80))
    authorised_by: Mapped[str | None]
    looked_again: Mapped[int | None]
    """Portals looked at again before their verdict was kept; NULL where none was."""
    cleared: Mapped[int | None]
    """How many of them were read, or sound, at a later look."""
    pinned: Mapped[bool | None]
    """Whether all its evidence is kept, however old: a report or a dispute stands on it."""


class SiteRow(Base):
    """One site of a run; evidence and result are empty until it is finished."""

    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("run_id", "site_id", name="uq_sites_run_id_site_id"),)

    run_id: Mapped[str] = mapped_column(
        String(40), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    """Place in the inventory, from 0."""
    site_id: Mapped[str] = mapped_column(String(200))
    target: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str | None] = mapped_column(String(20))
    """``scanned`` or ``not-scanned``; NULL while the site is still to do."""
    evidence: Mapped[bytes | None] = mapped_column(LargeBinary)
    """JSON, compressed (``serialise.pack``); where there is a base, what is otherwise there."""
    evidence_base: Mapped[str | None] = mapped_column(String(64), index=True)
    """Hash of the evidence it is built on."""
    result: Mapped[bytes | None] = mapped_column(LargeBinary)
    """JSON, compressed (``serialise.pack``)."""
    finished_at: Mapped[datetime | None] = mapped_column(Utc)


class EvidenceBaseRow(Base):
    """Evidence of a portal that later evidence of it is built on."""

    __tablename__ = "evidence_bases"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of its blob (once of the JSON in it): only equal evidence has it."""
    portal: Mapped[str] = mapped_column(words(300), index=True)
    """Key of the portal."""
    at: Mapped[datetime] = mapped_column(Utc)
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    """JSON, compressed (``serialise.pack``)."""


class ScreenshotRow(Base):
    """The picture of a site in a run; apart from its evidence, which is read far more often."""

    __tablename__ = "screenshots"

    run_id: Mapped[str] = mapped_column(
        String(40), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
    )
    site_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    image: Mapped[bytes] = mapped_column(LargeBinary)
    """JPEG."""
