"""Validate everything a scan needs, before the first packet is sent."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal_audit import inventory
from portal_audit.cli.settings import Settings
from portal_audit.collect.browser import find_chromium
from portal_audit.errors import BadInput
from portal_audit.model import Criteria, Target
from portal_audit.output import report as reports
from portal_audit.rules import catalog as catalogs
from portal_audit.rules import profile_files as profiles
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.profile import Profile
from portal_audit.runs.one_portal import AuditSettings
from portal_audit.store import RunInfo

NO_SCREENSHOTS = (
    "--screenshots: there is no browser to take them. Install Chromium (on Debian or Ubuntu: "
    "`apt install chromium`) and `pip install 'portal-audit[browser]'`, or leave it out."
)


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
        """Return the profile that portals of this kind are held to."""
        return self.profile or self.profiles[kind]

    @property
    def in_force(self) -> dict[str, Profile]:
        """The profiles that portals are held to, by name."""
        return self.profiles if self.profile is None else {self.profile.name: self.profile}


def rules(settings: Settings) -> LoadedRules:
    """Load checks and profiles; raises BadCheck where one cannot be used."""
    everything = catalogs.read(local=settings.checks)
    chosen = everything.select(settings.only, settings.skip)
    known = profiles.load_all(everything)
    profile = None
    if settings.profile is not None:
        profile = profiles.load(settings.profile)
        profiles.check_names(profile, everything)
    in_force = [profile] if profile else list(known.values())
    version = ", ".join(sorted({one.version for one in in_force}))
    criteria = Criteria(version, profiles.fingerprint(chosen, in_force))
    return LoadedRules(everything, chosen, known, profile, criteria)


def like(run: RunInfo, flags: Mapping[str, Any]) -> Settings:
    """Return settings for work on a stored run: what it was asked holds unless flags differ."""
    asked = ("checks", "profile", "only", "skip")
    same = {name: run.settings[name] for name in asked if name in run.settings}
    return Settings.gather({**same, **flags})


def job(settings: Settings, in_force: LoadedRules) -> AuditSettings:
    """Return what is asked of every site; raises BadInput where the CA file is of no use."""
    if settings.ca_file is not None:
        check_ca_file(settings.ca_file)
    browser = find_chromium(settings.browser)
    if settings.screenshots and browser is None:
        raise BadInput(NO_SCREENSHOTS)
    return AuditSettings(
        catalog=in_force.catalog,
        profiles=in_force.profiles,
        profile=in_force.profile,
        limits=settings.limits(),
        rules=settings.net_rules(),
        concurrency=settings.concurrency,
        authorised_by=settings.authorised_by,
        browser=browser,
        screenshots=settings.screenshots,
    )


def targets(urls: Sequence[str], flag: Path | None, settings: Settings) -> tuple[Target, ...]:
    """Return the portals given as URLs and in an inventory; raises BadInventory.

    *flag* is the inventory of the command line; that of the settings is a default, and counts
    only where no URL is given.
    """
    file = flag if urls else settings.inventory
    listed = () if file is None else inventory.read(file)
    both = inventory.combine([inventory.target(url) for url in urls], listed)
    if not both:
        raise BadInput(
            "no portals given. Example: portal-audit scan https://portal.example/ "
            "(or -i FILE; `portal-audit inventory template portals.csv` writes an empty one)."
        )
    return both


def outputs(settings: Settings) -> None:
    """See that every format exists and the report folder can be written, leaving no trace."""
    if not settings.format:
        raise BadInput(f"--format: name at least one of {', '.join(reports.formats())}.")
    for name in settings.format:
        reports.renderer(name)
    place = settings.out.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise BadInput(
            f"--out {settings.out}: cannot be written ({error.strerror}). "
            "Name a folder that you may write to."
        ) from error


def check_ca_file(file: Path) -> None:
    """Raise BadInput unless *file* holds at least one PEM certificate."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        found = load_pem_x509_certificates(file.read_bytes())
    except OSError as error:
        raise BadInput(f"--ca-file {file}: cannot be read ({error.strerror}).") from error
    except ValueError as error:
        found = []
        reason = str(error).splitlines()[0][:120]
    else:
        reason = "it holds none"
    if not found:
        raise BadInput(
            f"--ca-file {file}: no certificates in PEM form ({reason}). "
            "Wanted: a text file with -----BEGIN CERTIFICATE----- blocks; convert a .cer or .der "
            "file with `openssl x509 -inform der`."
        )
