"""What the external ratings are computed from, taken from the evidence. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal_audit.evidence import Evidence, Front, TlsServer
from portal_audit.parse.http.hsts import parse
from portal_audit.scoring.external.observatory.inputs import (
    ObservatoryInput,
    observatory_input,
    reverified,
    trusted,
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that the external ratings of one site are computed from."""

    observatory: ObservatoryInput | None = None
    """For the Observatory; ``None`` where it would give no score."""
    server: TlsServer | None = None
    """For SSL Labs and Mozilla; ``None`` where there is no TLS evidence."""
    hsts_age: int | None = None
    """Seconds of a valid HSTS header, which SSL Labs asks for; ``None`` where there is none."""

    def with_server(self, server: TlsServer) -> Inputs:
        """Return them with another TLS side, which also decides whether a client trusts it."""
        rated = self.observatory and reverified(self.observatory, verified=trusted(server))
        return replace(self, observatory=rated, server=server)


def inputs(evidence: Evidence) -> Inputs:
    """Take the inputs of every rating from the evidence."""
    front = evidence.get(Front)
    return Inputs(observatory_input(evidence), evidence.get(TlsServer), _hsts_age(front))


def _hsts_age(front: Front | None) -> int | None:
    if front is None or not front.https:
        return None
    header = parse(front.all("strict-transport-security"))
    return header.max_age if header else None
