"""The tables of history: narrow rows that are only ever added, and the outbox of notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from portal_audit.store.tables import Base, Utc, words


class TermRow(Base):
    """A word that many rows share (run, portal, check, outcome), so that they hold its number."""

    __tablename__ = "terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(words(300), unique=True)


class VerdictRow(Base):
    """What one run said of one check on one portal."""

    __tablename__ = "verdicts"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (SQLAlchemy's own form)

    run: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    portal: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    check: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    outcome: Mapped[int] = mapped_column(Integer)
    status: Mapped[int] = mapped_column(SmallInteger)
    severity: Mapped[int] = mapped_column(SmallInteger)
    points_lost: Mapped[float] = mapped_column(Float)


class ScoreRow(Base):
    """A portal's score in one run."""

    __tablename__ = "scores"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (SQLAlchemy's own form)

    run: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    portal: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Utc)
    state: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str | None] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(1))
    score: Mapped[float | None] = mapped_column(Float)
    coverage: Mapped[float] = mapped_column(Float)


class NoticeRow(Base):
    """A notice in the outbox; the key lets each be sent once."""

    __tablename__ = "notices"

    key: Mapped[str] = mapped_column(words(300), primary_key=True)
    run_id: Mapped[str] = mapped_column(String(40))
    organisation: Mapped[str] = mapped_column(words(500))
    portal: Mapped[str] = mapped_column(words(300))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Utc)
    sent_at: Mapped[datetime | None] = mapped_column(Utc)
    attempts: Mapped[int]
    last_error: Mapped[str | None] = mapped_column(words(500))
