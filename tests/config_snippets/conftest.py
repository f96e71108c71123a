"""What all tests of this folder share: certificates, an OCSP responder, files, and the checks."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.model import Finding
from portal_audit.rules import catalog
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.profile import Profile
from portal_audit.rules.profile_files import load_all
from tests.config_snippets.application import PAGE, Replaceable, application, serving
from tests.config_snippets.cases import Case
from tests.config_snippets.credentials import Credentials
from tests.config_snippets.layouts import Layout, Running, started
from tests.config_snippets.pasting import Pasted
from tests.config_snippets.scan import findings

NOTHING = Pasted()


@dataclass(frozen=True, slots=True)
class Workshop:
    """Brings a case about on a server, and says what the checks find there."""

    catalog: Catalog
    profile: Profile
    credentials: Credentials
    responder: int
    documents: Path
    folder: Callable[[], Path]
    open: ExitStack
    """Ends, with the session, the servers that many cases share."""
    plain: dict[str, tuple[Replaceable, Running]] = field(default_factory=dict)
    """Server → one without any fault of its own, and the application behind it."""

    def lines(self, check: str, server: str) -> str:
        """Return the lines of a check exactly as they are printed."""
        found = self.catalog.get(check)
        assert found is not None, check
        return found.config[server]

    def layout(self, server: str, case: Case, port: int) -> Layout:
        """Return the base configuration with the fault of the case, the application on *port*."""
        return Layout(
            port,
            self.credentials.make(case.certificate, self.responder),
            self.documents,
            case.faulty.get(server, ""),
            case.redirects,
            case.https,
            case.static,
        )

    def look(
        self, server: str, case: Case, pasted: Pasted = NOTHING, *checks: str
    ) -> dict[str, Finding]:
        """Run the server and scan it with the case's check, or with *checks*; stop it again."""
        behind = application(case.sends, case.page, bare_errors=case.bare_errors)
        if pasted == NOTHING and case.behind_alone(server):
            application_in_place, site = self.plain_server(server, case)
            application_in_place.answer = behind
            return self.scan(site, *(checks or [case.check]))
        with serving(behind) as port:
            layout = replace(self.layout(server, case, port), pasted=pasted)
            with started(server, layout, self.credentials, self.folder()) as site:
                for _ in range(case.visits):
                    found = self.scan(site, *(checks or [case.check]))
        return found

    def plain_server(self, server: str, case: Case) -> tuple[Replaceable, Running]:
        """Return the server as it is where only the application is faulty, started once."""
        if server not in self.plain:
            behind = Replaceable(application((), case.page))
            layout = self.layout(server, case, self.open.enter_context(serving(behind)))
            running = started(server, layout, self.credentials, self.folder())
            self.plain[server] = behind, self.open.enter_context(running)
        return self.plain[server]

    def scan(self, site: Running, *checks: str) -> dict[str, Finding]:
        """Scan a server with these checks."""
        asked = self.catalog.select(only=checks)
        return findings(site, asked, self.profile, self.credentials.root)


@pytest.fixture(scope="session")
def documents() -> Iterator[Path]:
    """Hold the files that a web server serves itself; Apache gives up root before it reads."""
    expires = datetime.now(UTC) + timedelta(days=200)
    text = f"Contact: mailto:ung-cuu@portal.example\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
    with tempfile.TemporaryDirectory(prefix="portal-audit-documents-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / ".well-known").mkdir()
        (folder / ".well-known" / "security.txt").write_text(text, encoding="utf-8")
        for name in ("index", "404"):
            (folder / f"{name}.html").write_text(f"{PAGE}<p>{name}", encoding="utf-8")
        yield folder


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, documents: Path) -> Iterator[Workshop]:
    """Give everything that a test needs to bring faults about and to look at them."""
    folder = tmp_path_factory.mktemp("config_snippets")
    credentials = Credentials(folder)
    numbers = count(1)
    with serving(credentials.responder()) as responder, ExitStack() as shared:
        yield Workshop(
            catalog.read(),
            load_all()["web"],
            credentials,
            responder,
            documents,
            lambda: folder / f"server-{next(numbers)}",
            shared,
        )
    POOL.close()
