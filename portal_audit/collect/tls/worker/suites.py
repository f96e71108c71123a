"""Which cipher suites of one protocol version a server accepts: yes, no, or no answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portal_audit.collect.tls.worker import ssl2
from portal_audit.collect.tls.worker.enumeration import EarlierChoice, Enumeration
from portal_audit.collect.tls.worker.groups import Alive, GroupSearch
from portal_audit.collect.tls.worker.hello import ServerReply
from portal_audit.collect.tls.worker.iana_numbers import suites_of
from portal_audit.collect.tls.worker.jobs import Runner
from portal_audit.collect.tls.worker.questions import Questions
from portal_audit.collect.tls.worker.sslyze_api import (
    CipherSuitesRepository,
    ServerConnectivityInfo,
)
from portal_audit.collect.tls.worker.versions import NUMBERS


@dataclass(slots=True)
class Suites:
    """What was found for one version."""

    version: str
    accepted: list[str] = field(default_factory=list)
    """In the server's order where it has one, else by name."""
    ordered: bool | None = None
    """Whether the server insists on its order; ``None``: not determined."""
    unknown: list[str] = field(default_factory=list)
    alive: bool = True
    """Whether the server still answers others, where it answered some of ours by cutting off."""
    replies: list[ServerReply] = field(default_factory=list)
    groups: GroupSearch | None = None
    nothing_older: bool = False
    """Whether the server said that it speaks neither this version nor an older one."""

    def doubt(self, *, answering: bool) -> None:
        """Take a cut connection for a limit, no refusal, where the server has ceased to answer."""
        if not self.alive and not answering:
            self.unknown = list(ssl2.SUITES)
        self.alive = answering

    def as_piece(self) -> dict[str, Any]:
        """Return the JSON line."""
        return {
            "kind": "suites",
            "version": self.version,
            "accepted": self.accepted,
            "ordered": self.ordered,
            "unknown": sorted(self.unknown),
            "primes": sorted({reply.prime for reply in self.replies if reply.prime}),
        }


def enumerate_suites(
    version: str,
    info: ServerConnectivityInfo,
    runner: Runner,
    groups: GroupSearch,
    alive: Alive,
    *,
    expected: bool = False,
    earlier: EarlierChoice | None = None,
) -> Suites:
    """Ask for the suites of one version, and along with them for *groups*.

    *alive* tells whether the server still answers what it answered before: without that, a cut
    connection is no refusal. *expected*: a handshake of this version is known to work. *earlier*
    is what the server chose from a hello of this version.
    """
    questions = Questions(version, info, runner)
    found, enumeration = _enumerate(questions, groups, earlier)
    if expected and not found.accepted:  # a server that cannot ask for another share
        questions = Questions(version, info, runner, share=True)
        found, enumeration = _enumerate(questions, groups, earlier)
    doubtful = bool(enumeration.found.dropped or found.unknown)
    found.alive = not doubtful or alive()
    if not found.alive:
        found.unknown += enumeration.found.dropped
        found.ordered = None
    elif needing := enumeration.needing_groups:
        groups.finish(questions, needing, alive)
        found.groups = groups
    return found


def _enumerate(
    questions: Questions, groups: GroupSearch, earlier: EarlierChoice | None
) -> tuple[Suites, Enumeration]:
    enumeration = Enumeration(questions, suites_of(questions.version), groups, earlier)
    result = enumeration.run()
    accepted = result.accepted if result.ordered else sorted(result.accepted, reverse=True)
    found = Suites(
        questions.version, accepted, result.ordered, result.unknown, replies=result.replies
    )
    found.nothing_older = result.nothing_older
    return found, enumeration


def of_ssl2(info: ServerConnectivityInfo, runner: Runner) -> Suites:
    """Ask for SSLv2, where the client chooses, not the server.

    Without an answer, it is for the caller to find out whether the server is still alive.
    """
    answer = ssl2.ask(info, runner)
    unknown = list(ssl2.SUITES) if answer.silent else []
    return Suites("SSLv2", sorted(answer.suites, reverse=True), unknown=unknown, alive=answer.heard)


def iana_name(openssl_name: str | None) -> str | None:
    """Return IANA's name of a suite that OpenSSL named; those of TLS 1.3 have just one."""
    for version in ("TLSv1.2", "TLSv1.3"):
        for suite in CipherSuitesRepository.get_all_cipher_suites(NUMBERS[version]):
            if suite.openssl_name == openssl_name:
                return suite.name
    return openssl_name
