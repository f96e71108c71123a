"""The tables of history: narrow rows that are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from portal_audit.store.column_types import words
from portal_audit.store.tables import Base, Utc


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
    __table_args__ = (Index("ix_scores_portal", "portal", "at"), {"sqlite_with_rowid": False})

    run: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    portal: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Utc)
    state: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str | None] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(1))
    score: Mapped[float | None] = mapped_column(Float)
    coverage: Mapped[float] = mapped_column(Float)
