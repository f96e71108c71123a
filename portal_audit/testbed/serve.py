"""Runs all portals of the sample province in this process."""

from __future__ import annotations

import contextlib
import csv
import selectors
import socket
import ssl
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from portal_audit.testbed.certificates import Authority
from portal_audit.testbed.communes import write_communes
from portal_audit.testbed.conversation import IDLE_SECONDS, Conversation
from portal_audit.testbed.ports import ADDRESS, Ports, bind
from portal_audit.testbed.province import PORTALS, PROVINCE, Portal
from portal_audit.testbed.site import ISSUER_PATH, Addresses, Site
from portal_audit.testbed.tls import server_context

HANDSHAKE_SECONDS = 10.0
HELD_CONNECTIONS = 64
"""How many connections the portal that never answers keeps open."""
COLUMNS = (
    *("url", "name", "kind", "organisation", "province"),
    *("parent", "contact", "tags", "address", "http_url"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """One listening port."""

    site: Site
    context: ssl.SSLContext | None
    """TLS settings; ``None`` for plain HTTP."""


class Province:
    """All portals. ``run`` accepts connections; each is served by a thread of its own.

    Threads, because OpenSSL then writes its alerts to the socket itself: asyncio's TLS drops the
    alert of a failed handshake, and other scanners read a missing alert as "could not tell".
    """

    def __init__(self, base_port: int, folder: Path) -> None:
        """Reserve ports, make certificates, write both lists (CSV) and ``ca.pem``."""
        self.folder = folder
        self._selector = selectors.DefaultSelector()
        self._held: deque[socket.socket] = deque(maxlen=HELD_CONNECTIONS)
        self._ports = bind(base_port, len(PORTALS))
        authority = Authority()
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(authority.root.pem)
        self.inventory = folder / "inventory.csv"
        self._write_inventory()
        write_communes(folder / "communes.csv")
        self._open(authority)

    def _addresses(self, portal: Portal, ports: Ports) -> Addresses:
        root = PORTALS[0]
        return Addresses(
            https=f"https://{portal.host}:{ports.https_port}",
            http=f"http://{portal.host}:{ports.http_port}",
            province=f"https://{root.host}:{self._ports[0].https_port}",
        )

    def _write_inventory(self) -> None:
        with self.inventory.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for portal, ports in zip(PORTALS, self._ports, strict=True):
                where = self._addresses(portal, ports)
                row = {
                    "url": where.https + "/",
                    "name": portal.name,
                    "kind": portal.kind.value,
                    "organisation": portal.organisation,
                    "province": PROVINCE,
                    "parent": "" if portal is PORTALS[0] else where.province + "/",
                    "contact": f"quantri@{portal.host}",
                    "tags": "testbed",
                    "address": ADDRESS,
                    "http_url": where.http + "/",
                }
                writer.writerow(row)

    def _open(self, authority: Authority) -> None:
        """Listen on every port that is to be open."""
        urls = {
            portal.slug: self._addresses(portal, ports).https + "/"
            for portal, ports in zip(PORTALS, self._ports, strict=True)
        }
        issuer = authority.intermediate.certificate.public_bytes(Encoding.DER)
        for portal, ports in zip(PORTALS, self._ports, strict=True):
            where = self._addresses(portal, ports)
            site = Site(portal, where, urls, datetime.now(UTC).date())
            site.issuer = issuer
            for listener, tls in ports.listen(portal):
                context = (
                    server_context(portal, authority, self.folder, where.http + ISSUER_PATH)
                    if tls
                    else None
                )
                listener.setblocking(False)
                self._selector.register(listener, selectors.EVENT_READ, Door(site, context))

    def run(self) -> None:
        """Accept connections for ever; ends by an exception (a signal's, say)."""
        while True:
            for key, _ in self._selector.select():
                with contextlib.suppress(OSError):
                    connection, _ = key.fileobj.accept()  # type: ignore[union-attr]
                    self._serve(connection, key.data)

    def _serve(self, connection: socket.socket, door: Door) -> None:
        if door.site.portal.fault == "never-answers":
            if len(self._held) == HELD_CONNECTIONS:
                self._held[0].close()
            self._held.append(connection)
            return
        threading.Thread(target=_converse, args=(connection, door), daemon=True).start()

    def close(self) -> None:
        """Close every port."""
        self._selector.close()
        for ports in self._ports:
            ports.https.close()
            ports.http.close()
        for connection in self._held:
            connection.close()


def _converse(connection: socket.socket, door: Door) -> None:
    """Shake hands where TLS is spoken, answer requests, say goodbye."""
    with contextlib.suppress(OSError), connection:
        connection.settimeout(HANDSHAKE_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if door.context is None:
            Conversation(connection, door.site, secure=False)
            return
        with door.context.wrap_socket(connection, server_side=True) as secured:
            secured.settimeout(IDLE_SECONDS)
            Conversation(secured, door.site, secure=True)
            secured.settimeout(1.0)
            secured.unwrap()
