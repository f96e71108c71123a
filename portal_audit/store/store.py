"""Keep runs: each site is committed as it finishes, so that a crash loses only those in flight."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal_audit.errors import BadInput, BadStore, PortalAuditError
from portal_audit.evidence import Evidence
from portal_audit.evidence.serialise import load
from portal_audit.inventory.identity import default_key, keys_of
from portal_audit.model import Criteria, PortalScore, Run, SiteResult, Target, Verdict
from portal_audit.store import history, serialise
from portal_audit.store.engine import open_engine
from portal_audit.store.packed import PackedEvidence, pack_evidence
from portal_audit.store.place import shown_place
from portal_audit.store.tables import RunRow, ScreenshotRow, SiteRow

LATEST = "latest"


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One line of the list of runs."""

    id: str
    started_at: datetime
    finished_at: datetime | None
    complete: bool
    sites: int
    done: int
    settings: Mapping[str, Any]
    criteria: Criteria
    authorised_by: str | None


class Store:
    """A database of runs. Use it as a context manager, or close it."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine on an up-to-date schema; see :meth:`open`."""
        self.engine = engine

    @classmethod
    def open(cls, place: str, *, create: bool = True) -> Self:
        """Open the store at a SQLAlchemy URL or path; raises BadStore (see ``open_engine``)."""
        return cls(open_engine(place, create))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def begin_run(
        self,
        targets: Sequence[Target],
        *,
        started_at: datetime,
        criteria: Criteria,
        settings: Mapping[str, Any],
        authorised_by: str | None = None,
    ) -> str:
        """Write down what is going to be scanned; return the id of the run.

        Raises BadStore where the store cannot be written.
        """
        run_id = f"{started_at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        row = RunRow(
            id=run_id,
            started_at=started_at,
            finished_at=None,
            complete=False,
            settings=dict(settings),
            criteria_version=criteria.version,
            fingerprint=criteria.fingerprint,
            authorised_by=authorised_by,
        )
        keys = keys_of(targets)
        sites = [
            SiteRow(
                run_id=run_id,
                position=position,
                site_id=target.id,
                target=serialise.dump_target(replace(target, key=keys[target.id])),
            )
            for position, target in enumerate(targets)
        ]
        with self.session(BadStore) as session:
            session.add(row)
            session.flush()
            session.add_all(sites)
        return run_id

    def save_site(
        self,
        run_id: str,
        target: Target,
        evidence: Evidence | PackedEvidence | None,
        result: SiteResult,
        finished_at: datetime | None = None,
    ) -> None:
        """Commit one finished site. With ``evidence=None`` the stored evidence stays as it is."""
        values: dict[str, Any] = {
            "state": result.state.value,
            "result": serialise.pack(serialise.dump_result(result)),
        }
        packed = pack_evidence(evidence) if isinstance(evidence, Evidence) else evidence
        if packed is not None:
            values["evidence"] = packed.blob
        if finished_at is not None:
            values["finished_at"] = finished_at
        query = update(SiteRow).where(SiteRow.run_id == run_id, SiteRow.site_id == target.id)
        with self.session() as session:
            session.execute(query.values(**values))
            picture = packed.screenshot if packed is not None else None
            if picture is not None:
                row = ScreenshotRow(run_id=run_id, site_id=target.id, image=picture.image)
                session.merge(row)
            begun = session.scalars(select(RunRow.started_at).where(RunRow.id == run_id)).one()
            key = target.key or default_key(target.url)
            history.add(session, run_id, key, begun, result)

    def finish_run(self, run_id: str, finished_at: datetime) -> None:
        """Mark a run as finished; it is complete if no site is left to do."""
        left = select(SiteRow.site_id).where(SiteRow.run_id == run_id, SiteRow.state.is_(None))
        with self.session() as session:
            complete = session.execute(left.limit(1)).first() is None
            query = update(RunRow).where(RunRow.id == run_id)
            session.execute(query.values(finished_at=finished_at, complete=complete))

    def rejudged(self, run_id: str, criteria: Criteria) -> None:
        """Write down under which rules the results of a run stand now."""
        query = update(RunRow).where(RunRow.id == run_id)
        with self.session() as session:
            session.execute(
                query.values(criteria_version=criteria.version, fingerprint=criteria.fingerprint)
            )

    def runs(self) -> tuple[RunInfo, ...]:
        """Return every run, the latest first."""
        counts = (
            select(SiteRow.run_id, func.count(), func.count(SiteRow.state))
            .group_by(SiteRow.run_id)
            .subquery()
        )
        query = select(RunRow, counts.c[1], counts.c[2]).outerjoin(
            counts, counts.c.run_id == RunRow.id
        )
        with self.session() as session:
            rows = session.execute(query.order_by(RunRow.started_at.desc(), RunRow.id)).all()
            return tuple(_info(row, sites or 0, done or 0) for row, sites, done in rows)

    def info(self, run_id: str | None = None) -> RunInfo:
        """Return the summary of one run; without id, or with ``latest``, of the latest."""
        runs = self.runs()
        if not runs:
            raise BadInput("the store holds no run yet. Run `portal-audit scan` first.")
        if run_id in (None, LATEST):
            return runs[0]
        found = [run for run in runs if run.id == run_id]
        found = found or [run for run in runs if run.id.startswith(str(run_id))]
        if len(found) == 1:
            return found[0]
        newest = ", ".join(run.id for run in runs[:3])
        if found:
            raise BadInput(f"{run_id}: several runs begin so. Write more of the id.")
        raise BadInput(f"{run_id}: no such run in the store. The latest are: {newest}.")

    def run(self, run_id: str | None = None) -> Run:
        """Return a run with its results, in the order of the inventory, not yet ranked.

        Sites still to do are there as not scanned, with the cause ``interrupted``.
        """
        info = self.info(run_id)
        query = select(SiteRow.target, SiteRow.result).where(SiteRow.run_id == info.id)
        with self.session() as session:
            rows = session.execute(query.order_by(SiteRow.position)).all()
        sites = tuple(
            serialise.unfinished(serialise.load_target(target))
            if blob is None
            else serialise.load_result(serialise.unpack(blob))
            for target, blob in rows
        )
        return Run(
            id=info.id,
            started_at=info.started_at,
            finished_at=info.finished_at,
            complete=info.complete,
            criteria=info.criteria,
            sites=sites,
            authorised_by=info.authorised_by,
        )

    def targets(self, run_id: str) -> tuple[Target, ...]:
        """Return the targets of a run, in the order of its inventory."""
        query = select(SiteRow.target).where(SiteRow.run_id == run_id).order_by(SiteRow.position)
        with self.session() as session:
            return tuple(serialise.load_target(data) for data in session.scalars(query))

    def done(self, run_id: str) -> frozenset[str]:
        """Return the ids of the sites that are finished."""
        query = select(SiteRow.site_id).where(SiteRow.run_id == run_id, SiteRow.state.is_not(None))
        with self.session() as session:
            return frozenset(session.scalars(query))

    def evidence(self, run_id: str, site: str) -> Evidence | None:
        """Return the evidence of a site, by its id; ``None`` while it is still to do."""
        data = self.evidence_json(run_id, site)
        return None if data is None else load(data)

    def evidence_json(self, run_id: str, site: str) -> dict[str, Any] | None:
        """Return the same as JSON values, without reading it."""
        query = select(SiteRow.evidence).where(SiteRow.run_id == run_id, SiteRow.site_id == site)
        with self.session() as session:
            blob = session.scalars(query).first()
        if blob is None:
            return None
        data: dict[str, Any] = serialise.unpack(blob)
        return data

    def verdicts(
        self,
        *,
        portal: str | None = None,
        check: str | None = None,
        runs: Sequence[str] | None = None,
    ) -> tuple[Verdict, ...]:
        """Return the narrow rows of verdicts, the oldest run first; all unless narrowed."""
        with self.session() as session:
            return tuple(history.verdicts(session, portal=portal, check=check, runs=runs))

    def scores(
        self, *, portal: str | None = None, runs: Sequence[str] | None = None
    ) -> tuple[PortalScore, ...]:
        """Return the narrow rows of scores, the oldest run first."""
        with self.session() as session:
            return tuple(history.scores(session, portal=portal, runs=runs))

    def fill_history(self) -> int:
        """Write the narrow rows of runs that were stored before there were any; return how many."""
        filled = 0
        for info in reversed(self.runs()):
            with self.session() as session:
                if history.has_rows(session, info.id):
                    continue
                rows = session.execute(
                    select(SiteRow.target, SiteRow.result)
                    .where(SiteRow.run_id == info.id, SiteRow.result.is_not(None))
                    .order_by(SiteRow.position)
                ).all()
                targets = [serialise.load_target(target) for target, _ in rows]
                keys = keys_of(targets)
                for target, (_, blob) in zip(targets, rows, strict=True):
                    result = serialise.load_result(serialise.unpack(blob))
                    history.add(session, info.id, keys[target.id], info.started_at, result)
                filled += bool(rows)
        return filled

    def screenshot(self, run_id: str, site: str) -> bytes | None:
        """Return the picture of a site as JPEG, by its id; ``None`` where none was taken."""
        with self.session() as session:
            row = session.get(ScreenshotRow, (run_id, site))
            return None if row is None else row.image

    @contextmanager
    def session(self, wrong: type[PortalAuditError] = PortalAuditError) -> Iterator[Session]:
        """Yield a session that is committed at the end; say database errors in one line."""
        try:
            with Session(self.engine) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            raise wrong(
                f"the store {shown_place(self.engine.url)} failed: "
                f"{cause}. Check that it can be written and that the disk is not full."
            ) from error


def _info(row: RunRow, sites: int, done: int) -> RunInfo:
    return RunInfo(
        id=row.id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        complete=row.complete,
        sites=sites,
        done=done,
        settings=row.settings,
        criteria=Criteria(row.criteria_version, row.fingerprint),
        authorised_by=row.authorised_by,
    )
