"""The portal's application behind the web server: it sends what a test lets it send."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Headers = Sequence[tuple[str, str]]

ORIGIN = "{origin}"
"""Stands in a header for the origin that a request came from."""
PAGE = '<html lang="vi"><title>Cổng</title><p>Xin chào</p><a href="/gioi-thieu">Giới thiệu</a>'
PAGES = frozenset({"/", "/gioi-thieu"})
Answer = tuple[int, Headers, bytes]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a web server that is being stopped hang up; anything else is raised."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(answer: Callable[[str, bytes], Answer]) -> Iterator[int]:
    """Answer requests on loopback with ``answer(path, body)``; yield the port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            status, headers, body = answer(self.path, self.rfile.read(length))
            self.send_response_only(status)
            for name, value in headers:
                if sent := value.replace(ORIGIN, self.headers.get("Origin", "")):
                    self.send_header(name, sent)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.005,))
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Replaceable:
    """An application in whose place another one can be put while it is served."""

    def __init__(self, answer: Callable[[str, bytes], Answer]) -> None:
        """Begin with this one."""
        self.answer = answer

    def __call__(self, path: str, body: bytes) -> Answer:
        """Answer as the one that is in place."""
        return self.answer(path, body)


def application(
    sends: Headers, page: str, *, bare_errors: bool = False
) -> Callable[[str, bytes], Answer]:
    """Return an application with two pages, which sends these headers with each.

    With *bare_errors* it leaves them out where there is no such page.
    """
    headers = list(sends)
    if "content-type" not in {name.lower() for name, _ in sends}:
        headers.append(("Content-Type", "text/html; charset=utf-8"))

    def answer(path: str, body: bytes) -> Answer:
        if path in PAGES:
            return 200, headers, page.encode()
        return 404, headers[len(sends) :] if bare_errors else headers, page.encode()

    return answer
