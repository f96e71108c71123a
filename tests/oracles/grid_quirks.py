"""Where another program is known to be wrong, or cannot see: what, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.oracles.tls_grid import GridServer

Suites = frozenset[str]


@dataclass(frozen=True, slots=True)
class Quirk:
    """One known difference."""

    program: str
    reason: str
    holds: Callable[[GridServer, str, str], bool]
    """Whether it concerns this suite of this version on this server."""


QUIRKS = (
    Quirk(
        "sslscan",
        "built on an OpenSSL without SSLv3, it finds the version by a hello of its own, and no "
        "suite; that it says the version is on is compared all the same",
        lambda server, version, suite: version == "SSLv3",
    ),
    Quirk(
        "nmap",
        "its hello of TLS 1.3 (nselib/tls.lua, DEFAULT_SIGSCHEMES) lacks ecdsa_secp384r1_sha384, "
        "so that a server with a key on P-384 has nothing to sign with",
        lambda server, version, suite: version == "TLSv1.3" and server.key == "ec384",
    ),
)


def excused(
    server: GridServer, program: str, version: str, ours: Suites, theirs: Suites
) -> tuple[Suites, Suites]:
    """Return both sides without the suites that only a known quirk keeps apart."""
    quirks = [quirk for quirk in QUIRKS if quirk.program == program]
    apart = ours ^ theirs
    known = {name for name in apart if any(q.holds(server, version, name) for q in quirks)}
    return ours - known, theirs - known
