"""The outbox of flips: written with the verdicts, turned into digests once and for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from portal_audit.model import Severity
from portal_audit.store.outbox_tables import DeliveryRow, FlipRow
from portal_audit.store.transactions import transaction

CHUNK = 500
"""Keys in one statement."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One thing that changed about a portal."""

    key: str
    """What makes it the same flip: kept once, told once."""
    subject: str
    """What is told once an organisation, such as one threshold of one certificate."""
    run_id: str
    portal: str
    """The portal's key."""
    organisation: str
    check: str
    """Empty where it is about the portal as a whole."""
    reason: str
    """Name of the event (``portal_audit.history.notices.events``)."""
    old: str
    new: str
    severity: Severity
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A digest in words, for one recipient."""

    organisation: str
    channel: str
    recipient: str
    title: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of the flips that were waiting."""

    announced: frozenset[str] = frozenset()
    """Keys of the flips that the letters tell of."""
    postponed: frozenset[str] = frozenset()
    """Keys of the flips that wait for the next run; all others are laid aside."""
    letters: tuple[OutboxMessage, ...] = ()


def write_flips(session: Session, run_id: str, portal: str, flips: Sequence[Flip]) -> None:
    """Write the flips of one portal in a transaction that somebody else opened.

    Those of the same run and portal that nobody was told of yet are replaced: a portal that is
    looked at twice in a run counts as it was seen last.
    """
    session.execute(
        delete(FlipRow).where(
            FlipRow.run_id == run_id, FlipRow.portal == portal, FlipRow.processed_at.is_(None)
        )
    )
    _add_new(session, flips)


def _add_new(session: Session, flips: Iterable[Flip]) -> None:
    session.add_all(FlipRow(**asdict(flip)) for flip in _new(session, flips))


def _new(session: Session, flips: Iterable[Flip]) -> list[Flip]:
    wanted = {flip.key: flip for flip in flips}
    old: set[str] = set()
    for keys in _chunks(wanted):
        old |= set(session.scalars(select(FlipRow.key).where(FlipRow.key.in_(keys))))
    return [flip for key, flip in wanted.items() if key not in old]


class Outbox:
    """The flips of a store that wait to be told."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine of an open store."""
        self._engine = engine

    def add(self, flips: Iterable[Flip]) -> None:
        """Write flips that come with no verdict; those that are there already stay as they are."""
        with transaction(self._engine) as session:
            _add_new(session, flips)

    def new(self, flips: Iterable[Flip]) -> list[Flip]:
        """Return which of these :meth:`add` would write."""
        with transaction(self._engine) as session:
            return _new(session, flips)

    def flips(self, run_id: str) -> tuple[Flip, ...]:
        """Return all flips of one run, told or not, in the order they came."""
        query = select(FlipRow).where(FlipRow.run_id == run_id)
        with transaction(self._engine) as session:
            rows = session.scalars(query.order_by(FlipRow.created_at, FlipRow.key))
            return tuple(_flip(row) for row in rows)

    def waiting(self, wanted: Callable[[Flip], bool]) -> tuple[Flip, ...]:
        """Return what nobody has been told of yet."""
        with transaction(self._engine) as session:
            return tuple(_waiting(session, wanted))

    def settle(
        self,
        digest: str,
        run_id: str,
        now: datetime,
        wanted: Callable[[Flip], bool],
        decide: Callable[[Sequence[Flip], frozenset[tuple[str, str]]], Settlement],
    ) -> Settlement:
        """Decide once what becomes of the flips that are waiting, in one transaction.

        *decide* gets them with the pairs (organisation, subject) that were told before. Of two
        who settle at the same time each flip falls to one: it is claimed by an update.
        """
        with transaction(self._engine) as session:
            for keys in _chunks([flip.key for flip in _waiting(session, wanted)]):
                session.execute(
                    update(FlipRow)
                    .where(FlipRow.key.in_(keys), FlipRow.processed_at.is_(None))
                    .values(processed_at=now, digest=digest)
                )
            query = select(FlipRow).where(FlipRow.digest == digest)
            mine = [_flip(row) for row in session.scalars(query.order_by(FlipRow.key))]
            decided = decide(mine, _told_before(session, digest, mine))
            aside = [flip.key for flip in mine if flip.key not in decided.announced]
            for keys in _chunks(aside):
                session.execute(update(FlipRow).where(FlipRow.key.in_(keys)).values(digest=None))
            for keys in _chunks(decided.postponed):
                session.execute(
                    update(FlipRow).where(FlipRow.key.in_(keys)).values(processed_at=None)
                )
            session.add_all(
                DeliveryRow(
                    **asdict(letter),
                    digest=digest,
                    run_id=run_id,
                    created_at=now,
                    attempts=0,
                    unsure=False,
                )
                for letter in decided.letters
            )
            return decided


def _waiting(session: Session, wanted: Callable[[Flip], bool]) -> list[Flip]:
    query = select(FlipRow).where(FlipRow.processed_at.is_(None)).order_by(FlipRow.key)
    return [flip for row in session.scalars(query) if wanted(flip := _flip(row))]


def _told_before(
    session: Session, digest: str, flips: Sequence[Flip]
) -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for subjects in _chunks({flip.subject for flip in flips}):
        query = select(FlipRow.organisation, FlipRow.subject).where(
            FlipRow.subject.in_(subjects), FlipRow.digest.is_not(None), FlipRow.digest != digest
        )
        found |= {(row.organisation, row.subject) for row in session.execute(query)}
    return frozenset(found)


def _flip(row: FlipRow) -> Flip:
    values = {field.name: getattr(row, field.name) for field in fields(Flip)}
    return Flip(**{**values, "severity": Severity(row.severity)})


def _chunks(keys: Iterable[str]) -> Iterable[list[str]]:
    listed = sorted(keys)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))
