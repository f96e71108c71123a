"""One HTTP/1.1 connection to a testbed portal."""

from __future__ import annotations

import gzip
import socket
from functools import lru_cache
from http.server import BaseHTTPRequestHandler
from typing import Any

from portal_audit.demo.response import HTML, Response
from portal_audit.demo.site import Answers

IDLE_SECONDS = 15.0
MAX_POST = 65_536
THANKS = "<!doctype html><html lang='vi'><title>Cảm ơn</title><p>Cảm ơn ý kiến của bạn.</p></html>"


class Conversation(BaseHTTPRequestHandler):
    """Answers requests until the client hangs up; says nothing about the server's software."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS

    def __init__(self, connection: socket.socket, site: Answers, *, secure: bool) -> None:
        """Converse at once, to the end."""
        self._site = site
        self._secure = secure
        nobody: Any = None
        super().__init__(connection, ("127.0.0.1", 0), nobody)

    def do_GET(self) -> None:
        """Answer a page or file."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self._site.answer(self.path, secure=self._secure, headers=headers))

    do_HEAD = do_OPTIONS = do_GET

    def do_POST(self) -> None:
        """Read a form, forget it, say thanks."""
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdecimal() else MAX_POST + 1
        if size > MAX_POST:
            self.close_connection = True
            self._send(Response(413, b""))
            return
        self.rfile.read(size)
        answer = self._site.answer("/", secure=self._secure)
        if answer.status == 200:
            headers = tuple(pair for pair in answer.headers if pair[0] != "Set-Cookie")
            answer = Response(200, THANKS.encode(), HTML, headers)
        self._send(answer)

    def _send(self, response: Response) -> None:
        """Write status, headers and, unless asked for the head alone, the body."""
        self.send_response_only(response.status)
        self.send_header("Date", self.date_time_string())
        self.send_header("Content-Type", response.content_type)
        body = response.body
        if response.content_type.startswith(("text/", "application/xml", "application/rss")):
            self.send_header("Vary", "Accept-Encoding")
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                self.send_header("Content-Encoding", "gzip")
                body = _packed(body)
        self.send_header("Content-Length", str(len(body)))
        for name, value in response.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_response(self, code: int, message: str | None = None) -> None:
        """Start an answer without the Server header that the base class would add."""
        self.send_response_only(code, message)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep no log: whoever scans logs its own requests."""


@lru_cache(maxsize=2048)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)
