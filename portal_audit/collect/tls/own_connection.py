"""The certificate of the visit's own connection, for a server that answers visitors only.

A server may keep silent to probes and answer a browser's hello: an expired certificate would then
go unseen. What the visit was sent itself is judged instead; all else of its TLS stays unknown.
"""

from __future__ import annotations

from typing import Any

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.tls.missing_issuers import VALIDATION_SECONDS, complete
from portal_audit.collect.tls.worker_pool import POOL, Reply


async def own_connection(client: HttpClient, origin: str, request: dict[str, Any]) -> list[Reply]:
    """Return what a worker would say of the chain, had it been sent one; empty where nobody was.

    *request* names the roots (``store``, ``ca_file``). No further connection is made to the server.
    """
    sent = client.certificates.get(origin)
    if sent is None:
        return []
    asked = {
        "task": "validate",
        "pems": list(sent.pems),
        "fetched": [],
        "store": request["store"],
        "ca_file": request["ca_file"],
        "signed_handshake": sent.signed_handshake,
    }
    for reply in await POOL.ask(asked, VALIDATION_SECONDS):
        if reply["kind"] == "validation":
            piece = {**reply, "kind": "chain", "pem": list(sent.pems), "stapled": None}
            await complete(client, piece, request["store"], request["ca_file"])
            return [piece]
    return []
