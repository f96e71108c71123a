"""``portal-audit demo``: audit the sample province on this machine."""

from __future__ import annotations

from dataclasses import replace

import typer

from portal_audit import inventory
from portal_audit.cli import options
from portal_audit.cli.scan import begin, prepare_scan
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.store import Store

PACE = {"rate": 200.0, "concurrency": 8, "site_timeout": 60.0, "second_looks": 0}
"""These portals are ours and on this machine: no rate limit is needed, what is down stays so."""


def demo(
    out: options.Out = None,
    store: options.Store = None,
    format: options.Format = None,
    reports: options.Reports = None,
    lang: options.Lang = None,
    shared: options.Shared = None,
    title: options.Title = None,
    letter: options.Letter = None,
    processes: options.Processes = None,
    browser: options.Browser = None,
    screenshots: options.Screenshots = None,
    quiet: options.Quiet = None,
    json_log: options.JsonLog = None,
) -> None:
    """Start the sample province on loopback, audit it, write the report, stop it.

    Example: portal-audit demo --out report
    """
    flags = options.given(locals())
    prepare_scan(Settings.gather(flags, file=None, environment={}), ())  # before anything starts
    from portal_audit.demo.control import Testbed

    with Testbed() as bed:
        ours = {"ca_file": bed.ca_file, "allow_private": ["127.0.0.0/8"], **PACE}
        # Only flags: what somebody set for real portals does not suit these.
        settings = Settings.gather({**ours, **flags}, file=None, environment={})
        plan = prepare_scan(settings, inventory.read(bed.inventory))
        with Store.open(settings.store) as opened:
            begin(opened, replace(plan, resumable=False))
    typer.echo(words(settings.lang)("demo.more"), err=True)
