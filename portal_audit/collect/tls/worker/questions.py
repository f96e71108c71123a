"""Put one hello of our own to a server, and tell what kind of answer came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from portal_audit.collect.tls.worker.exchange import Closed, exchange
from portal_audit.collect.tls.worker.hello import TLS13, ClientHello, ServerReply
from portal_audit.collect.tls.worker.jobs import Runner, TlsJob
from portal_audit.collect.tls.worker.key_exchange import SHA1_SCHEMES
from portal_audit.collect.tls.worker.sslyze_api import ServerConnectivityInfo

VERSIONS = {
    "TLSv1.3": TLS13,
    "TLSv1.2": 0x0303,
    "TLSv1.1": 0x0302,
    "TLSv1.0": 0x0301,
    "SSLv3": 0x0300,
}
SCHEMES = (
    *(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807, 0x0808),
    *(0x0402, 0x0303, 0x0301, *SHA1_SCHEMES),
)
"""Every signature scheme in use, so that no suite fails for want of one."""
NONE_FITS = frozenset({40, 70, 71})
"""Alerts that speak of everything offered (RFC 5246 7.2.2): handshake_failure,
protocol_version, insufficient_security."""
PROTOCOL_VERSION = 70


class AnswerKind(Enum):
    """What kind of answer it was."""

    CHOSEN = auto()
    REFUSED = auto()
    """Nothing of what was offered fits, or an older version was chosen."""
    ODD = auto()
    """An alert that may speak of something else, or no TLS at all."""
    CUT = auto()
    """The connection was closed without an alert: a refusal, or a limit on connections."""
    SILENT = auto()
    """No answer, or no time to ask."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; *reply* only where something was chosen or refused by an alert."""

    kind: AnswerKind
    reply: ServerReply = field(default_factory=ServerReply)


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks at one version."""

    version: str
    info: ServerConnectivityInfo
    runner: Runner
    share: bool = False
    """Send a share of TLS 1.3 at once."""

    def ask(self, suites: Sequence[int], groups: Sequence[int]) -> Answer:
        """Offer these, by IANA's numbers, over a connection of its own."""
        host = self.info.network_configuration.tls_server_name_indication
        number = VERSIONS[self.version]
        offer = ClientHello(host, suites, groups, SCHEMES, number, share=self.share)
        place = self.info.server_location
        arguments = (str(place.ip_address), place.port, offer, self.runner.timeout)
        for answer in self.runner.run([TlsJob("", exchange, arguments)], bool):
            if isinstance(answer.error, Closed):
                return Answer(AnswerKind.CUT)
            if self.runner.unanswered(answer) or isinstance(answer.error, OSError):
                return Answer(AnswerKind.SILENT)
            if answer.error is not None:
                return Answer(AnswerKind.ODD)
            reply = answer.value
            if reply.alert is not None:
                kind = AnswerKind.REFUSED if reply.alert in NONE_FITS else AnswerKind.ODD
                return Answer(kind, reply)
            if reply.version != number:
                return Answer(AnswerKind.REFUSED)
            return Answer(AnswerKind.CHOSEN if reply.suite in suites else AnswerKind.ODD, reply)
        return Answer(AnswerKind.SILENT)
