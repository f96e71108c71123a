"""Enumerate the suites of a version: offer all, strike out the one chosen, ask again.

One hello for each suite that is accepted, and one refusal for all the others. The second hello
offers the same in reverse: where the same suite is chosen, the server insists on an order, and
the order of the choices is its own; where it is another, two are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal_audit.collect.tls.worker.groups import GroupSearch
from portal_audit.collect.tls.worker.hello import ServerReply
from portal_audit.collect.tls.worker.iana_numbers import elliptic
from portal_audit.collect.tls.worker.questions import Answer, AnswerKind, Questions

AT_ONCE = 48
"""Suites in one hello where all of them at once got no clear answer."""

USUAL = frozenset({0x1301, 0x1302, 0x1303})
"""Suites of TLS 1.3 that servers take; of the others a refusal is expected, whatever the group."""


@dataclass(slots=True)
class EnumeratedSuites:
    """What one version accepts."""

    accepted: list[str] = field(default_factory=list)
    """In the order of the choices."""
    ordered: bool | None = None
    """Whether the server insists on that order; ``None``: not determined."""
    unknown: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    """Refused by a cut connection: an answer only if the server still answers others."""
    replies: list[ServerReply] = field(default_factory=list)


class Enumeration:
    """One version of one server."""

    def __init__(
        self, questions: Questions, suites: Mapping[str, int], groups: GroupSearch
    ) -> None:
        """Take what to offer, name → number, and the groups to strike out on the way."""
        self._questions = questions
        self._left = dict(suites)
        self._names = {number: name for name, number in suites.items()}
        self._groups = groups
        self._search = not groups.settled
        self._refused_groups = False
        self.found = EnumeratedSuites()

    def run(self) -> EnumeratedSuites:
        """Ask until nothing more is taken, or nothing more is answered."""
        everything = list(self._left.values())
        first = self._ask(everything)
        if first.kind is AnswerKind.CHOSEN:
            self._take(first)
            again = self._ask(everything[::-1])
            if again.kind is AnswerKind.CHOSEN:
                self.found.ordered = again.reply.suite == first.reply.suite
                self._take(again)
            self._strike_out(list(self._left.values()), None)
        else:
            self._strike_out(everything, first)
        if len(self.found.accepted) < 2:
            self.found.ordered = None
        return self.found

    def _strike_out(self, offer: list[int], answer: Answer | None) -> None:
        """Ask for the rest: all at once, and in handfuls where that is not answered clearly."""
        offers, in_handfuls = [offer], False
        while offers:
            offer = offers.pop(0)
            while offer:
                answer = answer or self._ask(offer)
                if answer.kind is not AnswerKind.CHOSEN:
                    break
                self._take(answer)
                if in_handfuls:  # what is chosen of a handful says nothing of the whole
                    self.found.ordered = None
                offer = [number for number in offer if number != answer.reply.suite]
                answer = None
            unclear = answer is not None and answer.kind is not AnswerKind.REFUSED
            if answer is not None and unclear and len(offer) > AT_ONCE:
                in_handfuls = True
                offers += [offer[at : at + AT_ONCE] for at in range(0, len(offer), AT_ONCE)]
            elif answer is not None and answer.kind is AnswerKind.SILENT:
                self.found.unknown += [self._names[n] for rest in (offer, *offers) for n in rest]
                return
            elif answer is not None and answer.kind is AnswerKind.CUT:
                self.found.dropped += [self._names[number] for number in offer]
            answer = None

    def _ask(self, suites: list[int]) -> Answer:
        """Offer suites, and only groups not yet seen where that cannot disturb the order."""
        if self._questions.version == "TLSv1.3":
            harmless = not USUAL.isdisjoint(suites)
        else:
            harmless = self.found.ordered is False
        if not (self._search and harmless):
            return self._questions.ask(suites, self._groups.all)
        answer = self._questions.ask(suites, self._groups.offer)
        if answer.kind is not AnswerKind.CHOSEN:
            self._search, self._refused_groups = False, answer.kind is not AnswerKind.SILENT
            return self._questions.ask(suites, self._groups.all)
        if answer.reply.group is None:
            self._search, self._refused_groups = False, True
        return answer

    def _take(self, answer: Answer) -> None:
        name = self._names[answer.reply.suite or 0]
        if name not in self.found.accepted:
            self.found.accepted.append(name)
            self._left.pop(name)
        self.found.replies.append(answer.reply)
        if self._search:
            self._groups.strike(answer)
        elif self._refused_groups and answer.reply.group is not None:
            self._groups.settled = True  # with the groups known, it would have taken this suite

    @property
    def needing_groups(self) -> list[int]:
        """The accepted suites that are of use in asking for groups."""
        tls13 = self._questions.version == "TLSv1.3"
        numbers = {name: number for number, name in self._names.items()}
        return [numbers[name] for name in self.found.accepted if tls13 or elliptic(name)]
