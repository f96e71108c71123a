"""A page in the browser reaches nothing but through the HTTP client, whatever it tries."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from string import Template
from typing import Any

import pytest

from portal_audit.collect.browser import Tab
from tests.collect.browser.conftest import Show, page
from tests.conftest import reply

pytestmark = pytest.mark.browser

ELSEWHERE = "127.0.0.2"
ATTEMPTS = Template(
    """
<link rel="preconnect" href="http://$place"><link rel="prefetch" href="http://$place/prefetch">
<img src="http://$place/image.png"><iframe src="http://$place/frame"></iframe>
<form id="post" method="post" action="http://$place/post" target="nowhere"></form>
<a id="ping" href="#" ping="http://$place/ping">x</a><a id="load" download href="http://$place/d"></a>
<script>
const quiet = (run) => { try { const done = run(); if (done && done.catch) done.catch(() => 0); }
  catch (error) { } };
const worker = (type, code) => quiet(() => new type(URL.createObjectURL(new Blob([code]))));
quiet(() => new WebSocket("ws://$place/socket"));
quiet(() => { const peer = new RTCPeerConnection({iceServers: [{urls: "stun:$place"},
  {urls: "turn:$place?transport=tcp", username: "a", credential: "b"}]});
  peer.createDataChannel("x");
  return peer.createOffer().then((o) => peer.setLocalDescription(o)); });
quiet(() => new WebTransport("https://$place/").ready);
quiet(() => navigator.sendBeacon("http://$place/beacon", "x"));
quiet(() => fetch("http://$place/fetch", {keepalive: true, mode: "no-cors"}));
quiet(() => new EventSource("http://$place/events"));
quiet(() => navigator.serviceWorker.register("/service.js"));
worker(Worker, "fetch('http://$place/w', {mode: 'no-cors'}); new WebSocket('ws://$place/ws')");
worker(SharedWorker, "fetch('http://$place/s', {mode: 'no-cors'}); new WebSocket('ws://$place/ss')");
quiet(() => window.open("http://$place/popup"));
for (const id of ["ping", "load"]) quiet(() => document.getElementById(id).click());
quiet(() => document.getElementById("post").submit());
quiet(() => { location.href = "http://$place/away"; });
</script>"""
)


@dataclass
class Stranger:
    """Listens elsewhere on loopback and counts who comes."""

    place: str = ""
    visits: list[str] = field(default_factory=list)
    first: asyncio.Event = field(default_factory=asyncio.Event)

    def came(self, how: str) -> None:
        self.visits.append(how)
        self.first.set()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, stranger: Stranger) -> None:
        self.stranger = stranger

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        self.stranger.came("udp")


@asynccontextmanager
async def stranger() -> AsyncIterator[Stranger]:
    """Listen on one port for both TCP and UDP."""
    here = Stranger()

    def came(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        here.came("tcp")
        writer.transport.abort()

    server = await asyncio.start_server(came, ELSEWHERE, 0, family=socket.AF_INET)
    port = server.sockets[0].getsockname()[1]
    here.place = f"{ELSEWHERE}:{port}"
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: _Datagrams(here), local_addr=(ELSEWHERE, port)
    )
    try:
        yield here
    finally:
        transport.close()
        server.close()
        await server.wait_closed()


async def _visited_by(tab: Tab, server: Any, *, wait: float) -> list[str]:
    async with stranger() as here:
        server.paths["/"] = reply(
            "200 OK",
            "Content-Type: text/html; charset=utf-8",
            body=page(ATTEMPTS.substitute(place=here.place)),
        )
        shown = await tab.render(server.url(), picture=True)
        assert shown is not None
        if wait:
            async with asyncio.timeout(wait):
                await here.first.wait()
        return here.visits


def test_nothing_gets_past_the_door(show: Show) -> None:
    async def look(tab: Tab, server: Any) -> tuple[list[str], set[str], list[str]]:
        visits = await _visited_by(tab, server, wait=0)
        return visits, {refusal.why for refusal in tab.refusals}, server.targets

    visits, reasons, asked = show({}, look)
    assert visits == []
    assert {"forbidden", "method", "kind"} <= reasons
    assert "/service.js" not in asked


def test_without_the_confinement_the_same_page_does_get_out(show: Show) -> None:
    """Else the test above would prove nothing."""

    async def look(tab: Tab, server: Any) -> list[str]:
        return await _visited_by(tab, server, wait=20)

    assert show({}, look, confined=False)
