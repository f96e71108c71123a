"""Scan one real server with the engine itself, and return what one check finds."""

from __future__ import annotations

import asyncio
from ipaddress import IPv4Network
from pathlib import Path

from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.model import Finding, Target
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.profile import Profile
from portal_audit.runs.one_portal import audit_site
from portal_audit.runs.site_audit import AuditSettings
from tests.config_snippets.layouts import Running

LOOPBACK = IPv4Network("127.0.0.0/8")
LIMITS = VisitLimits(rate=200.0, tls_rate=1000.0, connections=8, max_pages=5, site_timeout=60.0)


def findings(site: Running, catalog: Catalog, profile: Profile, root: Path) -> dict[str, Finding]:
    """Audit the server with the checks of this catalog; return the findings by check."""
    target = Target("snippets", site.https, address="127.0.0.1", http_url=site.http)
    rules = AccessRules(allow_private=(LOOPBACK,), ca_file=str(root))
    job = AuditSettings(catalog, {}, profile=profile, limits=LIMITS, rules=rules)
    audit = asyncio.run(audit_site(target, job))
    return {finding.check: finding for finding in audit.result.findings}
