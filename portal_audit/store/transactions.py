"""One transaction on a store; what the database says against it becomes one line for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal_audit.errors import PortalAuditError
from portal_audit.store.place import shown_place


@contextmanager
def transaction(
    engine: Engine, wrong: type[PortalAuditError] = PortalAuditError
) -> Iterator[Session]:
    """Yield a session that is committed at the end, or not at all.

    Raises *wrong*, with the place and a remedy, where the database fails.
    """
    try:
        with Session(engine) as session, session.begin():
            yield session
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise wrong(
            f"the store {shown_place(engine.url)} failed: "
            f"{cause}. Check that it can be written and that the disk is not full."
        ) from error
