"""A web hook on loopback that answers as it is told and keeps what it was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Hook:
    """What it answers, and what came."""

    port: int = 0
    status: int = 200
    body: bytes = b"ok"
    hang: threading.Event | None = None
    """Where set, answers wait for it."""
    came: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address in the form of Apprise, with a secret in it."""
        return f"json://user:SECRETPART@127.0.0.1:{self.port}/hook/SECRETTOKEN"


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.came.append(sent)
            names = ("X-Portal-Audit-Message", "Idempotency-Key")
            made.ids += [self.headers.get(name, "") for name in names]
            self._answer()

        def do_GET(self) -> None:
            made.asked.append(self.path)
            self._answer()

        def _answer(self) -> None:
            if made.hang is not None:
                made.hang.wait(20)
            self.send_response(made.status)
            self.send_header("Content-Length", str(len(made.body)))
            self.end_headers()
            self.wfile.write(made.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    if made.hang is not None:
        made.hang.set()
    server.shutdown()
    thread.join()
    server.server_close()
