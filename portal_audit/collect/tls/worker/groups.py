"""Which groups a server takes for key exchange: looked for along with the suites, then alone.

A hello that brings a suite brings a group as well, so both are struck out at once. sslyze asks
for each group over a connection of its own, and at the best version only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from portal_audit.collect.tls.worker.iana_numbers import (
    GROUP_NUMBERS,
    OLDER_GROUPS,
    TLS13_GROUPS,
)
from portal_audit.collect.tls.worker.questions import Answer, AnswerKind, Questions

Alive = Callable[[], bool]


class GroupSearch:
    """The groups of one version that are still to be asked for."""

    def __init__(
        self, version: str, elsewhere: Iterable[str] = (), curve: str | None = None
    ) -> None:
        """Take groups found *elsewhere*, at another version, and the *curve* of the certificate.

        Below TLS 1.3 a server with an ECDSA certificate answers only a client that also offers
        the certificate's own curve (RFC 8422 section 5.1).
        """
        names = TLS13_GROUPS if version == "TLSv1.3" else OLDER_GROUPS
        kept = GROUP_NUMBERS.get(curve or "") if version != "TLSv1.3" else None
        elsewhere = set(elsewhere)
        self.all = tuple(GROUP_NUMBERS[name] for name in names)
        self.left = [GROUP_NUMBERS[name] for name in names if name not in elsewhere]
        self.found: set[str] = set()
        self.unknown: set[str] = set()
        self.settled = not self.left
        """Whether the server refused all that is left."""
        self._kept = () if kept is None else (kept,)

    @property
    def untouched(self) -> bool:
        """Whether no group was found yet, here or elsewhere."""
        return len(self.left) == len(self.all)

    @property
    def offer(self) -> Sequence[int]:
        """What is left, and what must not be missing."""
        return (*(number for number in self.left if number not in self._kept), *self._kept)

    def strike(self, answer: Answer) -> bool:
        """Take in the group of an answer; tell whether it is a new one."""
        group = answer.reply.group
        if answer.kind is not AnswerKind.CHOSEN or group not in self.left:
            return False
        self.left.remove(group)
        self.found.add(next(name for name, number in GROUP_NUMBERS.items() if number == group))
        return True

    def finish(self, questions: Questions, suites: Sequence[int], alive: Alive) -> None:
        """Ask for what is left with *suites* that need a group, until none is taken."""
        while self.left and not self.settled:
            answer = questions.ask(suites, self.offer)
            if self.strike(answer):
                continue
            self.settled = True
            if answer.kind is AnswerKind.SILENT or (answer.kind is AnswerKind.CUT and not alive()):
                names = {number: name for name, number in GROUP_NUMBERS.items()}
                self.unknown = {names[number] for number in self.left}


def as_piece(searches: Iterable[GroupSearch]) -> dict[str, Any]:
    """Return the JSON line: what any version takes."""
    searches = list(searches)
    found = {name for search in searches for name in search.found}
    unknown = {name for search in searches for name in search.unknown}
    return {"kind": "groups", "accepted": sorted(found), "unknown": sorted(unknown - found)}
