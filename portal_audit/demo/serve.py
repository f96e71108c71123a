"""Runs all portals of a set in this process."""

from __future__ import annotations

import contextlib
import csv
import selectors
import socket
import ssl
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from cryptography.hazmat.primitives.serialization import Encoding

from portal_audit.demo.certificates import Authority
from portal_audit.demo.communes import write_communes
from portal_audit.demo.conversation import IDLE_SECONDS, Conversation
from portal_audit.demo.ports import ADDRESS, Ports, bind
from portal_audit.demo.province import PORTALS, PROVINCE, Portal
from portal_audit.demo.site import ISSUER_PATH, Answers, Site, SiteAddresses
from portal_audit.demo.tls import server_context

HANDSHAKE_SECONDS = 10.0
HELD_CONNECTIONS = 64
"""How many connections the portal that never answers keeps open."""
COLUMNS = (
    *("url", "name", "kind", "organisation", "province"),
    *("parent", "contact", "tags", "address", "http_url"),
)

P = TypeVar("P", bound=Portal)


@dataclass(frozen=True, slots=True)
class Listener:
    """One listening port."""

    site: Answers
    context: ssl.SSLContext | None
    """TLS settings; ``None`` for plain HTTP."""
    holds: bool
    """Whether connections are accepted and never answered."""


class Servers(ABC, Generic[P]):
    """All portals of a set. ``run`` accepts connections; each is served by a thread of its own.

    Threads, because OpenSSL then writes its alerts to the socket itself: asyncio's TLS drops the
    alert of a failed handshake, and other scanners read a missing alert as "could not tell".
    """

    def __init__(self, portals: Sequence[P], base_port: int, folder: Path) -> None:
        """Reserve ports, make certificates, write ``inventory.csv`` and ``ca.pem``."""
        self.folder = folder
        self.authority = Authority()
        self._selector = selectors.DefaultSelector()
        self._held: deque[socket.socket] = deque(maxlen=HELD_CONNECTIONS)
        self._ports = bind(base_port, len(portals))
        self._places = tuple(zip(portals, self._ports, strict=True))
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(self.authority.root.pem)
        self.inventory = folder / "inventory.csv"
        self._write_inventory()
        for portal, ports in self._places:
            self._open(portal, ports)

    @abstractmethod
    def site(self, portal: P, where: SiteAddresses) -> Answers:
        """Return what answers the requests of a portal."""

    @abstractmethod
    def context(self, portal: P, where: SiteAddresses) -> ssl.SSLContext:
        """Return the TLS settings of a portal."""

    def addresses(self, portal: P, ports: Ports) -> SiteAddresses:
        """Return where a portal answers."""
        root, first = self._places[0]
        return SiteAddresses(
            https=f"https://{portal.host}:{ports.https_port}",
            http=f"http://{portal.host}:{ports.http_port}",
            province=f"https://{root.host}:{first.https_port}",
        )

    @property
    def urls(self) -> dict[str, str]:
        """The HTTPS URL of every portal, by slug."""
        return {p.slug: self.addresses(p, ports).https + "/" for p, ports in self._places}

    def _write_inventory(self) -> None:
        with self.inventory.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for number, (portal, ports) in enumerate(self._places):
                where = self.addresses(portal, ports)
                row = {
                    "url": where.https + "/",
                    "name": portal.name,
                    "kind": portal.kind.value,
                    "organisation": portal.organisation,
                    "province": PROVINCE,
                    "parent": where.province + "/" if number else "",
                    "contact": f"quantri@{portal.host}",
                    "tags": "testbed",
                    "address": ADDRESS,
                    "http_url": where.http + "/",
                }
                writer.writerow(row)

    def _open(self, portal: P, ports: Ports) -> None:
        """Listen on every port of a portal that is to be open."""
        where = self.addresses(portal, ports)
        site = self.site(portal, where)
        holds = portal.fault == "never-answers"
        for bound, tls in ports.listen(portal):
            context = self.context(portal, where) if tls else None
            bound.setblocking(False)
            self._selector.register(bound, selectors.EVENT_READ, Listener(site, context, holds))

    def run(self) -> None:
        """Accept connections for ever; ends by an exception (a signal's, say)."""
        while True:
            for key, _ in self._selector.select():
                with contextlib.suppress(OSError):
                    connection, _ = key.fileobj.accept()  # type: ignore[union-attr]
                    self._serve(connection, key.data)

    def _serve(self, connection: socket.socket, listener: Listener) -> None:
        if listener.holds:
            if len(self._held) == HELD_CONNECTIONS:
                self._held[0].close()
            self._held.append(connection)
            return
        threading.Thread(target=_converse, args=(connection, listener), daemon=True).start()

    def close(self) -> None:
        """Close every port."""
        self._selector.close()
        for ports in self._ports:
            ports.https.close()
            ports.http.close()
        for connection in self._held:
            connection.close()


class ProvinceServers(Servers[Portal]):
    """The eighteen portals of the sample province."""

    def __init__(self, base_port: int, folder: Path) -> None:
        """Open them; writes ``communes.csv`` besides."""
        super().__init__(PORTALS, base_port, folder)
        write_communes(folder / "communes.csv")

    def site(self, portal: Portal, where: SiteAddresses) -> Answers:
        """Return the portal's pages and files."""
        site = Site(portal, where, self.urls, datetime.now(UTC).date())
        site.issuer = self.authority.intermediate.certificate.public_bytes(Encoding.DER)
        return site

    def context(self, portal: Portal, where: SiteAddresses) -> ssl.SSLContext:
        """Return careful settings, or those of the portal's fault."""
        return server_context(portal, self.authority, self.folder, where.http + ISSUER_PATH)


def _converse(connection: socket.socket, listener: Listener) -> None:
    """Do the TLS handshake where there is one, answer requests, close properly."""
    with contextlib.suppress(OSError), connection:
        connection.settimeout(HANDSHAKE_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if listener.context is None:
            Conversation(connection, listener.site, secure=False)
            return
        with listener.context.wrap_socket(connection, server_side=True) as secured:
            secured.settimeout(IDLE_SECONDS)
            Conversation(secured, listener.site, secure=True)
            secured.settimeout(1.0)
            secured.unwrap()
