"""``portal-audit evidence``: what was found of one site, as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Annotated

import typer

from portal_audit.cli import options
from portal_audit.cli.settings import Settings
from portal_audit.errors import BadInput
from portal_audit.inventory.urls import normalise
from portal_audit.model import Target
from portal_audit.output.sanitise import SUSPECT
from portal_audit.store import Store
from portal_audit.texts import Message, did_you_mean

SHOWN = 5
"""How many sites a message names."""


def evidence(
    run: options.RunArgument = "latest",
    site: Annotated[str, typer.Option(metavar="ID|URL", help="Which site.")] = "",
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Print what was found of one site, as JSON.

    Example: portal-audit evidence latest --site https://portal.example/
    """
    settings = Settings.gather(options.given(locals(), "run", "site"))
    with Store.open(settings.store, create=False) as opened:
        info = opened.info(run)
        target = find(site, opened.targets(info.id), info.id)
        data = opened.evidence_json(info.id, target.id)
    if data is None:
        raise BadInput(Message("site-not-visited", url=target.url, run=info.id))
    typer.echo(as_json(data))


def find(site: str, targets: Sequence[Target], run_id: str) -> Target:
    """Return the target with this id or URL; raises BadInput where there is none."""
    if not site and len(targets) == 1:
        return targets[0]
    try:
        url = normalise(site)
    except ValueError:
        url = site
    for target in targets:
        if site == target.id or url == target.url:
            return target
    ids = [target.id for target in targets]
    shown, left = ", ".join(ids[:SHOWN]), len(ids) - SHOWN
    sites = Message("and-more", shown=shown, n=left) if left > 0 else shown
    if not site:
        raise BadInput(Message("which-site", sites=sites))
    # A name is compared with both: people copy URLs from the browser and ids from reports.
    hint = did_you_mean(site, ids) or did_you_mean(url, [target.url for target in targets])
    raise BadInput(Message("no-such-site", site=site, run=run_id, hint=hint, sites=sites))


def as_json(data: object) -> str:
    """Return indented JSON in which what a terminal obeys or hides is escaped: ``\\u202e``.

    Controls, also those of C1, and characters that turn the direction of writing or are invisible.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "\n".join(SUSPECT.sub(_escaped, line) for line in text.split("\n"))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
