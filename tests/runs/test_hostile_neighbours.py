"""No portal can hurt another: beside hostile ones, a healthy portal is judged as it is alone."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.demo.certificates import Authority
from portal_audit.model import Kind, SiteResult, Target
from portal_audit.rules import catalog, profile_files
from portal_audit.runs.many_portals import audit_here
from portal_audit.runs.site_audit import AuditSettings
from portal_audit.store.serialise import dump_result
from tests.collect.tls.tls_lab import LabServer
from tests.fixtures.hostile import hostile
from tests.fixtures.hostile_pages import HOSTILE_PAGES


@pytest.fixture(scope="module")
def settings() -> AuditSettings:
    """All in one process and one event loop: the strictest there is."""
    every = catalog.read()
    return AuditSettings(
        every,
        profile_files.load_all(every),
        rules=AccessRules(allow_private=(ip_network("127.0.0.0/8"),)),
        limits=VisitLimits(rate=1000, tls_rate=1000, max_body_wire=100_000),
        concurrency=12,
        browser=None,
    )


def audited(job: AuditSettings, targets: Sequence[Target]) -> dict[str, SiteResult]:
    async def visit() -> dict[str, SiteResult]:
        return {audit.target.id: audit.result async for audit in audit_here(targets, job)}

    return asyncio.run(visit())


def as_stored(site: SiteResult) -> bytes:
    """Return all that is kept of a result, but for the moment of the visit."""
    return json.dumps(dump_result(replace(site, visited_at=None)), sort_keys=True).encode()


def test_pages_that_take_long_to_read_hurt_no_neighbour(settings: AuditSettings) -> None:
    with ExitStack() as servers:
        targets = [
            Target(name, servers.enter_context(hostile(name)).url, kind=Kind.COMMUNE)
            for name in ("healthy", *HOSTILE_PAGES)
        ]
        alone = audited(settings, targets[:1])["healthy"]
        sites = audited(settings, targets)
    assert as_stored(sites["healthy"]) == as_stored(alone)
    assert len(alone.findings) > 50
    ranked = {name for name, site in sites.items() if site.level not in ("N", "E")}
    assert ranked <= {"healthy"}, "nobody gains by it"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ssl.SSLContext]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued = Authority().leaf("healthy.example", age=timedelta(days=3, hours=7))
    file = tmp_path / "chain.pem"
    file.write_bytes(issued.key_pem + issued.pem)
    context.load_cert_chain(file)
    yield context
    POOL.close()


def test_portals_that_stall_every_probe_of_tls_take_no_evidence_from_a_neighbour(
    settings: AuditSettings, served: ssl.SSLContext
) -> None:
    limits = replace(settings.limits, read_timeout=0.5, connect_timeout=0.5, site_timeout=20)
    job = replace(settings, limits=limits, catalog=settings.catalog.select(["tls"]))
    with ExitStack() as servers:
        stalled = [servers.enter_context(LabServer(served, patience=2)) for _ in range(2)]
        healthy = servers.enter_context(LabServer(served))
        targets = [
            Target(name, f"https://{name}.example:{server.port}/", address="127.0.0.1")
            for name, server in [("healthy", healthy), *zip("ab", stalled, strict=True)]
        ]
        alone = audited(job, targets[:1])["healthy"]
        beside = audited(job, targets)
    assert as_stored(beside["healthy"]) == as_stored(alone)
    assert alone.families["tls"].coverage > 0.9
    assert {beside[name].level for name in "ab"} == {"N"}, "nobody gains by it"
