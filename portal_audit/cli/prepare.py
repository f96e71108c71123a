"""Validate everything a scan needs, before the first packet is sent."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal_audit import inventory
from portal_audit.cli.file_modes import share_with_group
from portal_audit.cli.settings import Settings
from portal_audit.collect.browser import find_chromium
from portal_audit.collect.tls.worker.supported_versions import UnsupportedVersion, check_versions
from portal_audit.errors import BadInput
from portal_audit.evidence import TlsServer
from portal_audit.model import Criteria, Target
from portal_audit.output import report as reports
from portal_audit.rules import catalog as catalogs
from portal_audit.rules import profile_files as profiles
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.profile import Profile
from portal_audit.runs.site_audit import AuditSettings
from portal_audit.texts import Message, did_you_mean
from portal_audit.texts.system import reason

if TYPE_CHECKING:
    from portal_audit.store import RunInfo

INVENTORY_SUFFIXES = (".csv", ".xlsx", ".xls", ".yaml", ".yml", ".txt")


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """The checks and profiles in force."""

    everything: Catalog
    """Before ``--only`` and ``--skip``."""
    catalog: Catalog
    profiles: dict[str, Profile]
    profile: Profile | None
    criteria: Criteria

    def profile_of(self, kind: str) -> Profile:
        """Return the profile for portals of this kind."""
        return self.profile or self.profiles[kind]

    @property
    def in_force(self) -> dict[str, Profile]:
        """The profiles in force, by name."""
        return self.profiles if self.profile is None else {self.profile.name: self.profile}


def rules(settings: Settings) -> LoadedRules:
    """Load checks and profiles; raises BadCheck where one cannot be used."""
    everything = catalogs.read(local=settings.checks)
    _refuse_unknown_checks(settings, everything)
    chosen = everything.select(settings.only, settings.skip)
    built_in = profiles.load_all(everything)
    profile = None
    if settings.profile is not None:
        profile = profiles.load(settings.profile)
        profiles.check_names(profile, everything)
    in_force = [profile] if profile else list(built_in.values())
    version = ", ".join(sorted({one.version for one in in_force}))
    criteria = Criteria(version, profiles.fingerprint(chosen, in_force))
    return LoadedRules(everything, chosen, built_in, profile, criteria)


def _refuse_unknown_checks(settings: Settings, catalog: Catalog) -> None:
    """Raise BadInput, with suggestions, where ``--only`` or ``--skip`` names what is not there."""
    names = {*catalog.families, *(check.id for check in catalog)}
    unknown = dict.fromkeys(one for one in (*settings.only, *settings.skip) if one not in names)
    faults = [
        Message("no-such-check-or-family", name=one, hint=did_you_mean(one, sorted(names)))
        for one in unknown
    ]
    if faults:
        raise BadInput(Message("lines", lines=faults))


def check_ids(names: str | None, rules: LoadedRules) -> frozenset[str]:
    """Return the checks of a comma-separated list; raises BadInput for one that does not exist."""
    ids = [check.id for check in rules.everything]
    given = [name.strip() for name in (names or "").split(",") if name.strip()]
    for name in given:
        if name not in ids:
            hint = did_you_mean(name, ids)
            raise BadInput(Message("no-such-check-or-family", name=name, hint=hint))
    return frozenset(given)


def like(run: RunInfo, flags: Mapping[str, Any]) -> Settings:
    """Return settings for work on a stored run: what shaped it counts unless flags differ."""
    shaping = ("checks", "reports", "profile", "only", "skip", "title", "letter")
    same = {name: run.settings[name] for name in shaping if name in run.settings}
    return Settings.gather({**same, **flags})


def job(settings: Settings, in_force: LoadedRules) -> AuditSettings:
    """Return how every site is audited; raises BadInput where the CA file cannot be used."""
    if settings.ca_file is not None:
        check_ca_file(settings.ca_file)
    if any(TlsServer in check.needs.values() for check in in_force.catalog):
        _refuse_untested_libraries()
    browser = find_chromium(settings.browser)
    if settings.screenshots and browser is None:
        raise BadInput(Message("no-browser-for-screenshots"))
    return AuditSettings(
        catalog=in_force.catalog,
        profiles=in_force.profiles,
        profile=in_force.profile,
        limits=settings.limits(),
        rules=settings.net_rules(),
        concurrency=settings.concurrency,
        processes=settings.process_count(),
        authorised_by=settings.authorised_by,
        staging=settings.staging,
        browser=browser,
        screenshots=settings.screenshots,
    )


def _refuse_untested_libraries() -> None:
    """Raise BadInput before the first portal, not at each, where TLS could not be looked at."""
    try:
        check_versions()
    except UnsupportedVersion as error:
        facts = error.facts | {"installed": error.facts["installed"] or Message("not-installed")}
        raise BadInput(Message("tls-library", **facts)) from error


def targets(urls: Sequence[str], flag: Path | None, settings: Settings) -> tuple[Target, ...]:
    """Return the portals given as URLs and in an inventory; raises BadInventory.

    *flag* is the inventory of the command line; that of the settings is a default, and counts
    only where no URL is given.
    """
    _refuse_files(urls)
    file = flag if urls else settings.inventory
    listed = () if file is None else inventory.read(file)
    both = inventory.combine([inventory.target(url) for url in urls], listed)
    if not both:
        raise BadInput(Message("no-portals"))
    return both


def _refuse_files(urls: Sequence[str]) -> None:
    """Raise BadInput where a list of portals was given in place of a URL."""
    for word in urls:
        path = Path(word)
        if "://" not in word and (path.suffix.lower() in INVENTORY_SUFFIXES or path.is_file()):
            raise BadInput(Message("file-for-url", file=word))


def format_settings(settings: Settings) -> reports.FormatSettings:
    """Return what single formats need besides the run."""
    return reports.FormatSettings(
        settings.lang, settings.letter, lambda: find_chromium(settings.browser)
    )


def outputs(settings: Settings) -> None:
    """See that every format exists and the report folder can be written, leaving no trace.

    What is written from then on is for its owner alone, or for the group as well (``shared``).
    """
    if settings.shared:
        share_with_group()
    if not settings.format:
        names = ", ".join(reports.formats(settings.reports))
        raise BadInput(Message("no-format-named", names=names))
    reports.check_ready(settings.format, format_settings(settings), settings.reports)
    place = settings.out.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise BadInput(
            Message("out-not-writable", out=settings.out, reason=reason(error))
        ) from error


def check_ca_file(file: Path) -> None:
    """Raise BadInput unless *file* holds at least one PEM certificate."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        found = load_pem_x509_certificates(file.read_bytes())
    except OSError as error:
        raise BadInput(Message("ca-file-unreadable", file=file, reason=reason(error))) from error
    except ValueError:
        found = []
    if not found:
        raise BadInput(Message("ca-file-not-pem", file=file))
