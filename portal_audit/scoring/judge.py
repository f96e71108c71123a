"""Turn evidence into findings. Pure: nothing here touches the network, a clock or a disk."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator
from typing import Any

from portal_audit.analyse.personal_data.find import hide_identity
from portal_audit.errors import NoEvidence
from portal_audit.evidence import Evidence, Visit
from portal_audit.model import Fact, Finding, Outcome, Status
from portal_audit.parse.http.url_secrets import masked
from portal_audit.rules.check import Check
from portal_audit.texts import Message

log = logging.getLogger(__name__)


def judge(checks: Iterable[Check], evidence: Evidence) -> Iterator[Finding]:
    """Run every check; none stops the others, and none sees anything but the evidence."""
    visit = evidence.get(Visit)
    authorised = visit is not None and visit.authorised_by is not None
    staging = visit is not None and visit.staging
    for check in checks:
        if check.active and not authorised:
            yield finding(check, Status.NOT_APPLICABLE, Outcome("not-authorised"))
        elif check.after_launch and staging:
            yield finding(check, Status.NOT_APPLICABLE, Outcome("before-launch"))
        else:
            yield _judge(check, evidence)


def _judge(check: Check, evidence: Evidence) -> Finding:
    arguments: dict[str, Any] = {}
    for name, kind in check.needs.items():
        if (piece := evidence.get(kind)) is None:
            gap = evidence.gap(kind)
            if gap.applies:
                outcome = Outcome("no-evidence", kind=kind.__name__, reason=gap.reason)
                return finding(check, Status.NOT_TESTED, outcome)
            outcome = Outcome("not-applicable", kind=kind.__name__, reason=gap.reason)
            return finding(check, Status.NOT_APPLICABLE, outcome)
        arguments[name] = piece
    try:
        outcome = check.rule(**arguments)
        return finding(check, check.outcomes[outcome.name].status, outcome)
    except NoEvidence as gap:  # part of what it needs could not be read
        needs = ", ".join(kind.__name__ for kind in check.needs.values())
        outcome = Outcome("no-evidence", kind=needs, reason=gap.reason)
        return finding(check, Status.NOT_TESTED, outcome)
    except Exception as error:  # a broken rule is our fault, never the site's
        place = _origin(error)
        log.warning(Message("log.rule-raised", check=check.id, place=place, error=repr(error)))
        broken = Outcome("broken-check", error=f"{type(error).__name__}: {error}"[:300])
        return finding(check, Status.NOT_TESTED, broken)


def _origin(error: Exception) -> str:
    """Return ``file:line`` of the statement that raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}"


def finding(check: Check, status: Status, outcome: Outcome) -> Finding:
    """Return the finding that an outcome of this check makes.

    A check without weight only reports: its verdicts become information until a profile gives it
    weight.
    """
    rule = check.outcomes.get(outcome.name)
    if not check.weight and status.value_of is not None:
        status = Status.INFO
    return Finding(
        check=check.id,
        family=check.family,
        status=status,
        outcome=outcome.name,
        severity=(rule and rule.severity) or check.severity,
        weight=check.weight,
        facts={name: _fact_without_secrets(fact) for name, fact in outcome.facts.items()},
        where=tuple(map(_without_secrets, outcome.where)),
        basis=check.basis,
    )


def _fact_without_secrets(fact: Fact) -> Fact:
    """Keep citizens' identity numbers, and tokens, out of what a rule quotes."""
    if isinstance(fact, str):
        return _without_secrets(fact)
    if isinstance(fact, list | tuple) and fact and isinstance(fact[0], str):
        items = [_without_secrets(str(item)) for item in fact]
        return tuple(items) if isinstance(fact, tuple) else items
    return fact


def _without_secrets(text: str) -> str:
    return hide_identity(masked(text))
