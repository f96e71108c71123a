"""What several runs saw unchanged is stored once: evidence is kept as what has changed.

The first evidence of a portal is its base, named by the hash of its blob. That of later runs is
compressed with the base as dictionary, so that pages that stayed as they were cost next to nothing
and a counter on each of them costs its digits. Where a portal has changed too much for that, a new
base begins.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal_audit.errors import BadStore
from portal_audit.store import serialise
from portal_audit.store.tables import EvidenceBaseRow, SiteRow
from portal_audit.texts import Message

_WORTH_IT = 0.6
"""Of the size that evidence has alone; where what has changed is more, it becomes a new base."""


def keep(session: Session, portal: str, at: datetime, blob: bytes) -> tuple[bytes, str]:
    """Return packed evidence as the table of sites holds it, and the hash of its base."""
    name = hashlib.sha256(blob).hexdigest()
    if session.get(EvidenceBaseRow, name) is not None:
        return b"", name
    query = select(EvidenceBaseRow).where(EvidenceBaseRow.portal == portal)
    base = session.scalars(query.order_by(EvidenceBaseRow.at.desc()).limit(1)).first()
    if base is not None:
        text = serialise.decompress(blob)
        changes = serialise.compress_onto(serialise.decompress(base.blob), text)
        if len(changes) <= _WORTH_IT * len(blob):
            return changes, base.hash
    session.add(EvidenceBaseRow(hash=name, portal=portal, at=at, blob=blob))
    session.flush()
    return b"", name


def restore(session: Session, blob: bytes, base: str | None) -> bytes:
    """Return the JSON of evidence; raises BadStore where it or its base is damaged."""
    if base is None:
        return serialise.decompress(blob)
    row = session.get(EvidenceBaseRow, base)
    if row is None:
        lost = Message("store.lost-base", base=base[:12])
        raise BadStore(Message("store.damaged", what=lost))
    text = serialise.decompress(row.blob)
    return serialise.decompress_onto(text, blob) if blob else text


def drop_unused(session: Session) -> int:
    """Take away bases that no evidence is built on any more; return how many bytes they had."""
    used = select(SiteRow.evidence_base).where(
        SiteRow.evidence_base.is_not(None), SiteRow.evidence.is_not(None)
    )
    unused = EvidenceBaseRow.hash.not_in(used)
    size = session.scalar(select(func.sum(func.length(EvidenceBaseRow.blob))).where(unused))
    session.execute(delete(EvidenceBaseRow).where(unused))
    return size or 0
