"""What a gate compares with: a baseline file, or a stored run judged under today's rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from portal_audit.cli.judge import judge_again
from portal_audit.cli.prepare import LoadedRules
from portal_audit.cli.settings import Settings
from portal_audit.cli.stored_history import LOOKBACK
from portal_audit.errors import BadInput
from portal_audit.history.baseline import (
    Baseline,
    baseline_of,
    loads,
    regressions,
    under_todays_keys,
    with_known,
)
from portal_audit.history.comparison import Key
from portal_audit.inventory.identity import former_keys, keys_of
from portal_audit.model import CONCLUSIVE, Run, SiteResult, State, Status, Target, Verdict
from portal_audit.store import Store
from portal_audit.texts import Message
from portal_audit.texts.system import reason

RUN_ID = re.compile(r"latest|\d{8}(-\d{0,6}(-[0-9a-f]{0,4})?)?")


def is_run(name: str) -> bool:
    """Tell whether a name is that of a stored run; a file of that name comes first."""
    return RUN_ID.fullmatch(name) is not None and not Path(name).exists()


def named(name: str, settings: Settings) -> str:
    """Return the id of the stored run of a name; raises BadInput where there is none."""
    with Store.open(settings.store, create=False) as store:
        return store.info(name).id


def read_baseline(file: Path) -> Baseline:
    """Read a baseline file; raises BadInput where it is none."""
    try:
        return loads(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "UTF-8?"
        raise BadInput(Message("baseline-unreadable", file=file, reason=why)) from error


def of_run(run_id: str, settings: Settings, rules: LoadedRules) -> Baseline:
    """Return the faults of a stored run; judged again, not kept, where other rules judged it.

    What it could not tell is as it was when it was last known.
    """
    with Store.open(settings.store, create=False) as store:
        run = store.run(run_id)
        keys = keys_of(store.targets(run.id))
        if run.criteria.fingerprint != rules.criteria.fingerprint:
            run = judge_again(store, run, rules, save=False)
        conclusive = {
            (keys[site.id], finding.check)
            for site in run.sites
            for finding in site.findings
            if finding.status in CONCLUSIVE
        }
        return with_known(baseline_of(run, keys), _known_before(store, run, keys, conclusive))


def _known_before(
    store: Store, run: Run, keys: Mapping[str, str], conclusive: Collection[Key]
) -> Iterator[Verdict]:
    """Yield the last conclusive verdicts of before on what a run could not tell."""
    unsure = {
        keys[site.id]
        for site in run.sites
        if site.state is not State.SCANNED
        or any(finding.status is Status.NOT_TESTED for finding in site.findings)
    }
    earlier = [one.id for one in store.runs() if one.started_at < run.started_at][:LOOKBACK]
    if unsure and earlier:
        store.fill_history()
        rows = store.verdicts(runs=earlier, portals=sorted(unsure))
        last = {(one.portal, one.check): one for one in rows if one.conclusive}
        yield from (verdict for key, verdict in last.items() if key not in conclusive)


def text_of(run: Run) -> Baseline:
    """Return the baseline of a run that was just judged."""
    return baseline_of(run, {site.id: site.key for site in run.sites})


def for_portals(old: Baseline, targets: Sequence[Target]) -> Baseline:
    """Return the baseline under the keys that these portals have today."""
    return under_todays_keys(old, former_keys(targets))


def worse(old: Baseline, site: SiteResult) -> frozenset[str]:
    """Return the checks of a site that got worse since the baseline.

    So did, for whoever requires it, what was no fault and cannot be tested now.
    """
    found = regressions(old, [(site.key, finding) for finding in site.findings])
    faults = old.portals.get(site.key, {})
    untested = {one.check for one in site.findings if one.status is Status.NOT_TESTED}
    return frozenset(one.finding.check for one in found) | (untested - faults.keys())
