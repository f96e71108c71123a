"""Keep runs: each site is committed as it finishes, so that a crash loses only those in flight."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from portal_audit.errors import BadInput, BadStore, PortalAuditError
from portal_audit.evidence import Evidence
from portal_audit.inventory.identity import default_key, keys_of
from portal_audit.model import Criteria, PortalScore, Run, SecondLook, SiteResult, Target, Verdict
from portal_audit.run_sites import StoredSites
from portal_audit.store import evidence_bases, history, outbox, results, serialise
from portal_audit.store.engine import open_engine
from portal_audit.store.outbox import Flip
from portal_audit.store.packed import PackedEvidence, pack_evidence, read_evidence
from portal_audit.store.run_info import RunInfo, run_info
from portal_audit.store.tables import RunRow, ScreenshotRow, SiteRow
from portal_audit.store.transactions import transaction
from portal_audit.texts import Message, did_you_mean

LATEST = "latest"


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
        flips: Sequence[Flip] | None = None,
    ) -> None:
        """Commit one finished site, and what flipped, at once or not at all.

        With ``evidence=None`` the stored evidence stays as it is; with ``flips=None`` what the
        outbox holds of this run and portal.
        """
        values: dict[str, Any] = {
            "state": result.state.value,
            "result": serialise.pack(serialise.dump_result(result)),
        }
        packed = pack_evidence(evidence) if isinstance(evidence, Evidence) else evidence
        key = target.key or default_key(target.url)
        if finished_at is not None:
            values["finished_at"] = finished_at
        query = update(SiteRow).where(SiteRow.run_id == run_id, SiteRow.site_id == target.id)
        with self.session() as session:
            begun = session.scalars(select(RunRow.started_at).where(RunRow.id == run_id)).one()
            if packed is not None:
                kept, base = evidence_bases.keep(session, key, begun, packed.blob)
                values |= {"evidence": kept, "evidence_base": base}
            session.execute(query.values(**values))
            picture = packed.screenshot if packed is not None else None
            if picture is not None:
                row = ScreenshotRow(run_id=run_id, site_id=target.id, image=picture.image)
                session.merge(row)
            history.add(session, run_id, key, begun, result)
            if flips is not None:
                outbox.write_flips(session, run_id, key, flips)

    def finish_run(
        self, run_id: str, finished_at: datetime, second_look: SecondLook | None = None
    ) -> None:
        """Mark a run as finished; it is complete if no site is left to do.

        *second_look* is added to that of before, where the run was resumed.
        """
        left = select(SiteRow.site_id).where(SiteRow.run_id == run_id, SiteRow.state.is_(None))
        with self.session() as session:
            complete = session.execute(left.limit(1)).first() is None
            query = update(RunRow).where(RunRow.id == run_id)
            session.execute(query.values(finished_at=finished_at, complete=complete))
            if second_look is not None:
                again = func.coalesce(RunRow.looked_again, 0) + second_look.portals
                cleared = func.coalesce(RunRow.cleared, 0) + second_look.cleared
                session.execute(query.values(looked_again=again, cleared=cleared))

    def rejudged(self, run_id: str, criteria: Criteria) -> None:
        """Write down under which rules the results of a run stand now."""
        query = update(RunRow).where(RunRow.id == run_id)
        with self.session() as session:
            session.execute(
                query.values(criteria_version=criteria.version, fingerprint=criteria.fingerprint)
            )

    def runs(self, *ids: str) -> tuple[RunInfo, ...]:
        """Return every run, or those with these ids, the latest first."""
        counting = select(SiteRow.run_id, func.count(), func.count(SiteRow.state))
        if ids:
            counting = counting.where(SiteRow.run_id.in_(ids))
        counts = counting.group_by(SiteRow.run_id).subquery()
        query = select(RunRow, counts.c[1], counts.c[2]).outerjoin(
            counts, counts.c.run_id == RunRow.id
        )
        if ids:
            query = query.where(RunRow.id.in_(ids))
        with self.session() as session:
            rows = session.execute(query.order_by(RunRow.started_at.desc(), RunRow.id)).all()
            return tuple(run_info(row, sites or 0, done or 0) for row, sites, done in rows)

    def info(self, run_id: str | None = None) -> RunInfo:
        """Return the summary of one run; without id, or with ``latest``, of the latest."""
        if run_id not in (None, LATEST) and (exact := self.runs(str(run_id))):
            return exact[0]
        runs = self.runs()
        if not runs:
            raise BadInput(Message("store.empty"))
        if run_id in (None, LATEST):
            return runs[0]
        found = [run for run in runs if run.id.startswith(str(run_id))]
        if len(found) == 1:
            return found[0]
        if found:
            raise BadInput(Message("store.several-runs", run=run_id))
        newest = ", ".join(run.id for run in runs[:3])
        hint = did_you_mean(str(run_id), [LATEST, *(run.id for run in runs)])
        raise BadInput(Message("store.no-run", run=run_id, hint=hint, newest=newest))

    def run(self, run_id: str | None = None, *, streamed: bool = False) -> Run:
        """Return a run with its results, in the order of the inventory, not yet ranked.

        Sites still to do are there as not scanned, with the cause ``interrupted``. *streamed*
        results are read from the store whenever they are asked for, one at a time.
        """
        info = self.info(run_id)
        load = serialise.load_outline if streamed else serialise.load_result
        with self.session() as session:
            found = tuple(results.each(session, info.id, load))
        sites = StoredSites(found, partial(self._in_full, info.id)) if streamed else found
        return Run(
            id=info.id,
            started_at=info.started_at,
            finished_at=info.finished_at,
            complete=info.complete,
            criteria=info.criteria,
            sites=sites,
            authorised_by=info.authorised_by,
            second_look=info.second_look,
        )

    def _in_full(self, run_id: str, site: SiteResult) -> SiteResult:
        with self.session() as session:
            return results.in_full(session, run_id, site)

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
        text = self._evidence_text(run_id, site)
        return None if text is None else read_evidence(text)

    def evidence_json(self, run_id: str, site: str) -> dict[str, Any] | None:
        """Return the same as JSON values, without reading it."""
        text = self._evidence_text(run_id, site)
        return None if text is None else serialise.read(text)

    def _evidence_text(self, run_id: str, site: str) -> bytes | None:
        query = select(SiteRow.evidence, SiteRow.evidence_base)
        with self.session() as session:
            row = session.execute(
                query.where(SiteRow.run_id == run_id, SiteRow.site_id == site)
            ).first()
            if row is None or row.evidence is None:
                return None
            return evidence_bases.restore(session, row.evidence, row.evidence_base)

    def verdicts(
        self,
        *,
        portal: str | None = None,
        check: str | None = None,
        runs: Sequence[str] | None = None,
        portals: Sequence[str] | None = None,
        checks: Sequence[str] | None = None,
    ) -> tuple[Verdict, ...]:
        """Return the narrow rows of verdicts, the oldest run first; all unless narrowed."""
        with self.session() as session:
            return tuple(
                history.verdicts(
                    session, portal=portal, check=check, runs=runs, portals=portals, checks=checks
                )
            )

    def scores(
        self, *, portal: str | None = None, runs: Sequence[str] | None = None
    ) -> tuple[PortalScore, ...]:
        """Return the narrow rows of scores, the oldest run first."""
        with self.session() as session:
            return tuple(history.scores(session, portal=portal, runs=runs))

    def critical_faults(self, besides: str) -> Mapping[str, frozenset[str]]:
        """Return, by portal key, its critical faults when it was last read in another run.

        Portals that no other run than *besides* has read are not there.
        """
        with self.session() as session:
            return history.critical_faults(session, besides)

    def fill_history(self) -> int:
        """Write the narrow rows of runs that were stored before there were any; return how many."""
        filled = 0
        with self.session() as session:
            filled_before = history.runs_with_rows(session)
        for info in reversed(self.runs()):
            if info.id in filled_before:
                continue
            with self.session() as session:
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

    def session(
        self, wrong: type[PortalAuditError] = PortalAuditError
    ) -> AbstractContextManager[Session]:
        """Open a transaction; raises *wrong* where the database fails."""
        return transaction(self.engine, wrong)
