"""The table of fixes, and one fix applied to the inputs of the external ratings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from portal_audit.evidence import TlsServer
from portal_audit.scoring.external.inputs import Inputs
from portal_audit.scoring.external.observatory.inputs import ObservatoryInput
from portal_audit.scoring.remediation import http_fixes, tls_fixes

HSTS = "strict-transport-security"
YEAR = 31_536_000
"""Seconds of HSTS that its check asks for."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What fixing one check changes; see ``fixes.toml``."""

    set: Mapping[str, str] = field(default_factory=dict)
    without_meta: tuple[str, ...] = ()
    cookies: Mapping[str, str] = field(default_factory=dict)
    only_https: bool = False
    """Brings nothing while there is no HTTPS."""
    steps: tuple[str, ...] = ()
    tls_steps: tuple[str, ...] = ()
    address: Mapping[str, Any] = field(default_factory=dict)
    observatory: tuple[str, ...] = ()
    """Tests that may change."""
    ssl_labs: tuple[str, ...] = ()
    mozilla_tls: tuple[str, ...] = ()


@cache
def fixes() -> Mapping[str, Fix]:
    """Return the fix of every check that an external rating looks at."""
    text = files("portal_audit.scoring.remediation").joinpath("fixes.toml").read_text("utf-8")
    rows: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {
        check: Fix(**{name: _frozen(v) for name, v in row.items()}) for check, row in rows.items()
    }


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def apply_fix(inputs: Inputs, check: str) -> Inputs:
    """Return the inputs as they would be with this check met and nothing else changed.

    They come back as they are where no rating looks at the check, or cannot be met by itself (a
    header that needs HTTPS, on a portal without).
    """
    row = fixes().get(check)
    if row is None:
        return inputs
    if inputs.server is not None and (row.tls_steps or row.address):
        inputs = inputs.with_server(_server(inputs.server, row))
    if inputs.observatory is not None:
        inputs = replace(inputs, observatory=_site(inputs.observatory, row))
    if HSTS in row.set and inputs.server is not None and inputs.server.addresses:
        inputs = replace(inputs, hsts_age=max(inputs.hsts_age or 0, YEAR))
    return inputs


def _server(server: TlsServer, row: Fix) -> TlsServer:
    for name in row.tls_steps:
        server = tls_fixes.STEPS[name](server)
    if row.address:
        changed = (replace(each, **row.address) for each in server.addresses)
        server = TlsServer(tuple(changed))
    return server


def _site(site: ObservatoryInput, row: Fix) -> ObservatoryInput:
    if row.only_https and site.https is None:
        return site
    for name in row.steps:
        site = http_fixes.STEPS[name](site)
    if row.set:
        site = http_fixes.with_headers(site, row.set)
    if row.cookies:
        site = http_fixes.with_cookies(site, row.cookies)
    if "content-security-policy" in row.without_meta:
        site = replace(site, meta_csp=())
    if "referrer" in row.without_meta:
        site = replace(site, meta_referrer=None)
    return site
