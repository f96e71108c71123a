"""Which tests run first and together, and a scripted web server on loopback."""

from __future__ import annotations

import asyncio
import gc
import signal
import ssl
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import pytest
import trustme
from hypothesis import settings

from portal_audit.cli import collect_garbage_rarely
from tests import built_in_checks, line_coverage, worker_reports
from tests.databases import PostgresServer, missing, postgres_server
from tests.groups import rank_of, scheduler

# A busy machine is no fault of what is tested; pytest-timeout ends what hangs.
settings.register_profile("portal-audit", deadline=None)
settings.load_profile("portal-audit")

built_in_checks.share()
collect_garbage_rarely()  # as the program itself does


def pytest_configure(config: pytest.Config) -> None:
    """Have workers tell less."""
    worker_reports.send_what_matters(config)


def pytest_collection_finish() -> None:
    """Make stores quickly, and spare the collector what lives as long as this process."""
    from tests import new_stores  # only processes that run tests need a database library

    new_stores.share()
    gc.freeze()  # ten thousand tests, all modules


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the groups that take longest."""
    items.sort(key=lambda item: rank_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    """Keep together what shares a fixture (``tests/groups.py``)."""
    return scheduler(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many lines were run, where they are counted."""
    if files := line_coverage.counted():
        terminalreporter.section("line coverage")
        for line in line_coverage.table(files):
            terminalreporter.write_line(line)


Reply = bytes | Callable[[str], bytes]
"""What a path answers: the whole message, or a function of the request's head."""


def reply(status: str = "200 OK", *lines: str, body: bytes = b"") -> bytes:
    """Return an answer as it stands on the wire; empty *body* and all."""
    head = (f"HTTP/1.1 {status}", *lines, f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(head).encode("utf-8") + body


def redirect(location: str, *lines: str) -> bytes:
    """Return a 302 to *location*."""
    return reply("302 Found", f"Location: {location}", *lines)


class Scripted:
    """Serves the paths it was given, keeps connections alive, and remembers what it saw.

    A path that it was not given answers 404; an empty reply hangs up.
    """

    reply = staticmethod(reply)
    redirect = staticmethod(redirect)

    def __init__(self, paths: Mapping[str, Reply], tls: ssl.SSLContext | None = None) -> None:
        self.paths = dict(paths)
        self.tls = tls
        self.port = 0
        self.connections = 0
        self.heads: list[str] = []

    @property
    def targets(self) -> list[str]:
        """The request targets seen, in order."""
        return [head.split(" ", 2)[1] for head in self.heads]

    def url(self, host: str = "127.0.0.1", path: str = "/") -> str:
        """Return the URL of a path under this name."""
        return f"http{'s' if self.tls else ''}://{host}:{self.port}{path}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        self._talks: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.close()
        await self._server.wait_closed()
        for talk in tuple(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        talk = asyncio.ensure_future(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                self.heads.append(head)
                answer = self.paths.get(head.split(" ", 2)[1], reply("404 Not Found"))
                message = answer(head) if callable(answer) else answer
                if not message:
                    return
                bodiless = head.startswith("HEAD ")
                writer.write(
                    message.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if bodiless else message
                )
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.transport.abort()


@pytest.fixture(scope="session")
def scripted() -> type[Scripted]:
    """The scripted server's class: ``async with scripted({"/": reply}) as server``."""
    return Scripted


@pytest.fixture(scope="session")
def server_tls() -> ssl.SSLContext:
    """A server's TLS context with a certificate that nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("portal.example").configure_cert(context)
    return context


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, the same for the whole session."""
    if reason := missing():
        pytest.skip(reason)
    with postgres_server() as server:
        yield server


@pytest.fixture
def heard() -> Iterator[None]:
    """Let this process and those it starts hear signals: ``nohup`` and ``&`` make them deaf."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {one: signal.getsignal(one) for one in signals}
    for one in signals:
        if before[one] is signal.SIG_IGN:
            signal.signal(one, signal.SIG_DFL)
    yield
    for one, handler in before.items():
        signal.signal(one, handler)
