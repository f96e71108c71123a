"""The probe of ``docs/add-a-probe.md`` works exactly as it is printed there."""

from __future__ import annotations

import asyncio
import inspect
import re
import ssl
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import TypeAdapter

from portal_audit.collect.gather import gather
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.model import Target
from tests.docs.guides import files_in, loaded
from tests.imports import ROOT

GUIDE = "docs/add-a-probe.md"
EVIDENCE, PROBE, TEST = files_in(GUIDE)


@pytest.fixture(scope="module")
def modules() -> Iterator[dict[str, ModuleType]]:
    with loaded(files_in(GUIDE)) as found:
        yield found


def test_the_guides_files_stand_where_the_guide_says() -> None:
    for path in (EVIDENCE, PROBE, TEST):
        assert (ROOT / path).parent.is_dir()
        assert not (ROOT / path).exists()


def test_the_guides_own_tests_pass(
    modules: dict[str, ModuleType], scripted: Any, server_tls: ssl.SSLContext
) -> None:
    fixtures = {"scripted": scripted, "server_tls": server_tls}
    tests = {n: f for n, f in vars(modules[TEST]).items() if n.startswith("test_")}
    assert len(tests) == 2
    for test in tests.values():
        test(**{name: fixtures[name] for name in inspect.signature(test).parameters})


def test_the_engine_runs_it_for_whoever_asks_for_its_evidence(
    modules: dict[str, ModuleType], scripted: Any, server_tls: ssl.SSLContext
) -> None:
    kind = modules[EVIDENCE].ChangePassword
    paths = {
        "/": scripted.reply("200 OK", "Content-Type: text/html", body=b"<title>C</title>"),
        modules[PROBE].WELL_KNOWN: scripted.redirect("/mat-khau"),
    }
    rules = AccessRules(allow_private=(ip_network("127.0.0.0/8"),))

    async def main() -> Any:
        async with scripted(paths, server_tls) as server:
            target = Target("portal", server.url("portal.example"), address="127.0.0.1")
            async with HttpClient(target, VisitLimits(rate=10_000), rules) as client:
                return (await gather([kind], target, client, VisitPlan(), 30)).get(kind)

    evidence = asyncio.run(main())
    assert evidence.location == "/mat-khau"
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    assert adapter.validate_json(adapter.dump_json(evidence)) == evidence


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("portal_audit/evidence/__init__.py", "__all__"),
        ("portal_audit/evidence/serialise.py", "KINDS"),
        ("portal_audit/api.py", "__all__"),
        ("portal_audit/collect/gather.py", "INSTALLED"),
    ],
)
def test_the_lines_to_change_are_where_the_guide_says(path: str, name: str) -> None:
    guide = Path(ROOT / GUIDE).read_text(encoding="utf-8")
    [row] = re.findall(rf"^\| `{re.escape(path)}` \| (.*) \|$", guide, re.M)
    assert f"`{name}`" in row
    assert re.search(rf"^{name}\b", (ROOT / path).read_text(encoding="utf-8"), re.M)
