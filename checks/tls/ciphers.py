"""Only strong cipher suites are accepted (Mozilla server-side TLS, intermediate 5.8)."""

from dataclasses import dataclass

from portal_audit.analyse.tls_addresses import undetermined, worst
from portal_audit.api import Outcome, TlsAddress, TlsServer
from portal_audit.parse.http.cipher_suites import suite

SHOWN = 10
GRAVEST_FIRST = (
    "null",
    "anonymous",
    "export",
    "rc4",
    "md5",
    "small-block",
    "static-key",
    "sha1-cbc",
    "phase-out",
    "unknown",
    "strong",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table."""

    strong: list[str]
    """IANA names of the suites that are in order."""


def judge(server: TlsServer, limits: Limits) -> Outcome:
    """Sort every accepted suite; the weakest kind names the outcome."""
    return worst(server, lambda address: _judge(address, frozenset(limits.strong)), GRAVEST_FIRST)


def _judge(address: TlsAddress, strong: frozenset[str]) -> Outcome:
    kinds: dict[str, list[str]] = {}
    for name in sorted(address.suites):
        kinds.setdefault("strong" if name in strong else _kind(name), []).append(name)
    gravest = min(kinds, key=GRAVEST_FIRST.index, default="unknown")
    if gravest == "strong" and undetermined(address):
        gravest = "unknown"
    beyond = [name for kind, names in kinds.items() if kind != "strong" for name in names]
    shown = kinds.get(gravest, [])
    others = [name for name in beyond if name not in shown]
    return Outcome(
        gravest,
        suites=shown[:SHOWN],
        others=others[:SHOWN],
        accepted=len(address.suites),
        beyond=len(beyond),
    )


def _kind(name: str) -> str:
    """Return the gravest fault of one suite; several may apply."""
    made_of = suite(name)
    signs = {
        "null": made_of.null,
        "anonymous": made_of.anonymous,
        "export": made_of.export,
        "rc4": made_of.rc4,
        "md5": name.endswith("_MD5"),
        "small-block": made_of.small_block or made_of.bits < 112,
        "static-key": not made_of.forward_secret,
        "sha1-cbc": made_of.cbc and name.endswith("_SHA"),
    }
    return next((kind for kind in GRAVEST_FIRST if signs.get(kind)), "phase-out")
