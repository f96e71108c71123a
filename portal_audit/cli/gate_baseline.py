"""What a gate compares with: a baseline file, or a stored run judged under today's rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from portal_audit.cli.judge import judge_again
from portal_audit.cli.prepare import LoadedRules
from portal_audit.cli.settings import Settings
from portal_audit.errors import BadInput
from portal_audit.history.baseline import (
    Baseline,
    baseline_of,
    loads,
    regressions,
    under_todays_keys,
)
from portal_audit.inventory.identity import former_keys, keys_of
from portal_audit.model import Run, SiteResult, Target
from portal_audit.store import Store
from portal_audit.texts import Message
from portal_audit.texts.system import reason

RUN_ID = re.compile(r"latest|\d{8}(-\d{0,6}(-[0-9a-f]{0,4})?)?")


def is_run(name: str) -> bool:
    """Tell whether a name is that of a stored run; a file of that name comes first."""
    return RUN_ID.fullmatch(name) is not None and not Path(name).exists()


def baseline(name: str, settings: Settings, rules: LoadedRules) -> Baseline:
    """Return the baseline of a file or a stored run; raises BadInput where it is neither."""
    if is_run(name):
        return _of_run(name, settings, rules)
    return read_baseline(Path(name))


def read_baseline(file: Path) -> Baseline:
    """Read a baseline file; raises BadInput where it is none."""
    try:
        return loads(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "UTF-8?"
        raise BadInput(Message("baseline-unreadable", file=file, reason=why)) from error


def _of_run(run_id: str, settings: Settings, rules: LoadedRules) -> Baseline:
    """Return the faults of a stored run; judged again, not kept, where other rules judged it."""
    with Store.open(settings.store, create=False) as store:
        run = store.run(run_id)
        keys = keys_of(store.targets(run.id))
        if run.criteria.fingerprint != rules.criteria.fingerprint:
            run = judge_again(store, run, rules, save=False)
        return baseline_of(run, keys)


def text_of(run: Run) -> Baseline:
    """Return the baseline of a run that was just judged."""
    return baseline_of(run, {site.id: site.key for site in run.sites})


def for_portals(old: Baseline, targets: Sequence[Target]) -> Baseline:
    """Return the baseline under the keys that these portals have today."""
    return under_todays_keys(old, former_keys(targets))


def worse(old: Baseline, site: SiteResult) -> frozenset[str]:
    """Return the checks of a site that got worse since the baseline."""
    found = regressions(old, [(site.key, finding) for finding in site.findings])
    return frozenset(one.finding.check for one in found)
