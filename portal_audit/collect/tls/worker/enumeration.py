"""Enumerate the suites of a version: offer all, strike out the one chosen, ask again.

One hello for each suite that is accepted, and one refusal for all the others. Whether the server
insists on an order costs no hello where an earlier one has brought a suite: that is offered last,
and the server that takes it before others does not follow its visitors. Else the second hello
offers the rest: where it brings what was offered before the first, the order is the server's. If
not, the third offers all in reverse, and the server with an order repeats itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal_audit.collect.tls.worker.groups import GroupSearch
from portal_audit.collect.tls.worker.hello import ServerReply
from portal_audit.collect.tls.worker.iana_numbers import GROUP_NUMBERS, elliptic
from portal_audit.collect.tls.worker.questions import (
    PROTOCOL_VERSION,
    Answer,
    AnswerKind,
    Questions,
)

AT_ONCE = 48
"""Suites in one hello where all of them at once got no clear answer."""

USUAL = frozenset({0x1301, 0x1302, 0x1303})
"""Suites of TLS 1.3 that servers take; of the others a refusal is expected, whatever the group."""
COMMON = frozenset(
    GROUP_NUMBERS[name] for name in ("x25519", "secp256r1", "x448", "secp521r1", "secp384r1")
)
"""Groups that stock servers take: while some are left, an answer is likely to bring one."""


@dataclass(frozen=True, slots=True)
class EarlierChoice:
    """What the server chose from an earlier hello of the same version."""

    suite: int
    offered: frozenset[int]


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
    nothing_older: bool = False
    """Whether the server said that it speaks neither this version nor an older one."""


class Enumeration:
    """One version of one server."""

    def __init__(
        self,
        questions: Questions,
        suites: Mapping[str, int],
        groups: GroupSearch,
        earlier: EarlierChoice | None = None,
    ) -> None:
        """Take what to offer, name → number, and the groups to strike out on the way."""
        self._questions = questions
        self._left = dict(suites)
        self._names = {number: name for name, number in suites.items()}
        self._groups = groups
        self._search = not groups.settled
        self._refused_groups = False
        self._earlier = earlier if earlier and earlier.suite in self._names else None
        self._in_handfuls = False
        self.found = EnumeratedSuites()

    def run(self) -> EnumeratedSuites:
        """Ask until nothing more is taken, or nothing more is answered."""
        everything = list(self._left.values())
        if self._earlier is None:
            self._ask_both_ways(everything)
        else:
            last = self._earlier.suite
            self._strike_out([n for n in everything if n != last] + [last], None)
            self._settle_order(self._earlier)
        if len(self.found.accepted) < 2 or self._in_handfuls:
            # What is chosen of a handful says nothing of the whole.
            self.found.ordered = None
        return self.found

    def _ask_both_ways(self, everything: list[int]) -> None:
        """Ask from the back, and from the front where two answers do not show whose order it is.

        What is weak stands at the back. Who takes first what was offered later follows another
        order than the visitor's.
        """
        backwards = everything[::-1]
        first = self._ask(backwards)
        self.found.nothing_older = first.kind is AnswerKind.REFUSED and (
            first.reply.alert == PROTOCOL_VERSION
        )
        if first.kind is not AnswerKind.CHOSEN:
            self._strike_out(everything, first)
            return
        self._take(first)
        offer = [number for number in backwards if number != first.reply.suite]
        second = self._ask(offer)
        if second.kind is not AnswerKind.CHOSEN:
            self._strike_out(offer, second)
            return
        self._take(second)
        if backwards.index(second.reply.suite or 0) < backwards.index(first.reply.suite or 0):
            self.found.ordered = True
        else:
            again = self._ask(everything)
            if again.kind is AnswerKind.CHOSEN:
                self.found.ordered = again.reply.suite == first.reply.suite
                self._take(again)
        self._strike_out(list(self._left.values()), None)

    def _settle_order(self, earlier: EarlierChoice) -> None:
        """Tell whose order it was, where none of the choices has."""
        name = self._names[earlier.suite]
        if self.found.ordered is not None or name not in self.found.accepted or self._in_handfuls:
            return
        *before, last = self.found.accepted
        if name != last:
            self.found.ordered = True
        elif before:  # it came last, as it was offered: the other way round, then
            numbers = {name: number for number, name in self._names.items()}
            offer = [earlier.suite, *(numbers[other] for other in before)]
            answer = self._questions.ask(offer, self._groups.all)
            if answer.kind is AnswerKind.CHOSEN:
                self.found.ordered = answer.reply.suite != earlier.suite

    def _strike_out(self, offer: list[int], answer: Answer | None) -> None:
        """Ask for the rest: all at once, and in handfuls where that is not answered clearly."""
        offers = [offer]
        while offers:
            offer = offers.pop(0)
            while offer:
                answer = answer or self._ask(offer)
                if answer.kind is not AnswerKind.CHOSEN:
                    break
                self._take(answer)
                offer = [number for number in offer if self._names[number] in self._left]
                answer = None
            unclear = answer is not None and answer.kind is not AnswerKind.REFUSED
            if answer is not None and unclear and len(offer) > AT_ONCE:
                self._in_handfuls = True
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
        if self._search and not harmless and self._earlier is not None:
            return self._ask_in_order(suites)
        if not (self._search and harmless):
            return self._questions.ask(suites, self._groups.all)
        answer = self._questions.ask(suites, self._groups.offer)
        if answer.kind is not AnswerKind.CHOSEN:
            return self._without_groups(suites, answer)
        if answer.reply.group is None:
            self._search, self._refused_groups = False, True
        return answer

    def _ask_in_order(self, suites: list[int]) -> Answer:
        """Offer only groups not yet seen to a server that may have an order of its own.

        As long as it takes one of them, its order is not disturbed. A suite that needs none may be
        the next in its order, or all that is left to it: so the others are offered alone.
        """
        needing = [number for number in suites if elliptic(self._names[number])]
        if not needing or self._groups.untouched or COMMON.isdisjoint(self._groups.left):
            return self._questions.ask(suites, self._groups.all)
        answer = self._questions.ask(suites, self._groups.offer)
        if answer.kind is not AnswerKind.CHOSEN:
            return self._without_groups(suites, answer)
        if answer.reply.group is None:
            alone = self._questions.ask(needing, self._groups.offer)
            if not self._groups.strike(alone):
                return self._without_groups(suites, alone)
        return answer

    def _without_groups(self, suites: list[int], refusal: Answer) -> Answer:
        """Ask again with every group, after those not yet seen were refused."""
        self._search, self._refused_groups = False, refusal.kind is not AnswerKind.SILENT
        return self._questions.ask(suites, self._groups.all)

    def _take(self, answer: Answer) -> None:
        self._accept(answer.reply.suite or 0)
        self.found.replies.append(answer.reply)
        if self._search:
            self._groups.strike(answer)
        elif self._refused_groups and answer.reply.group is not None:
            self._groups.settled = True  # with the groups known, it would have taken this suite
        earlier = self._earlier
        if earlier is None or self.found.ordered is not None or self._in_handfuls:
            return
        if self._names[earlier.suite] in self._left and answer.reply.suite in earlier.offered:
            self.found.ordered = False  # each of the two was preferred to the other
            self._accept(earlier.suite)

    def _accept(self, suite: int) -> None:
        name = self._names[suite]
        if name not in self.found.accepted:
            self.found.accepted.append(name)
            self._left.pop(name)

    @property
    def needing_groups(self) -> list[int]:
        """The accepted suites that are of use in asking for groups."""
        tls13 = self._questions.version == "TLSv1.3"
        numbers = {name: number for number, name in self._names.items()}
        return [numbers[name] for name in self.found.accepted if tls13 or elliptic(name)]
