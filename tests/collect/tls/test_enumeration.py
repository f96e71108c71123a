"""Suites and groups are enumerated in as few hellos as there are choices; odd servers too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from portal_audit.collect.tls.worker.enumeration import AT_ONCE, EarlierChoice, Enumeration
from portal_audit.collect.tls.worker.groups import GroupSearch
from portal_audit.collect.tls.worker.hello import ServerReply
from portal_audit.collect.tls.worker.iana_numbers import (
    GROUP_NUMBERS,
    suite_numbers,
    suites_of,
)
from portal_audit.collect.tls.worker.questions import Answer, AnswerKind

REFUSED = Answer(AnswerKind.REFUSED)
GCM128, GCM256, STATIC = (
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
)
TLS13 = ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256")
BROWSER = (GCM128, GCM256, STATIC)
DHE = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"


class Server:
    """Answers by what it takes, and counts; *odd* may answer in its place."""

    def __init__(
        self,
        version: str,
        suites: Sequence[str],
        groups: Sequence[str],
        *,
        insists: bool = False,
        odd: Callable[[Sequence[int], int], Answer | None] = lambda suites, number: None,
    ) -> None:
        self.version, self.insists, self.odd = version, insists, odd
        self.suites = [suite_numbers()[name] for name in suites]
        self.groups = [GROUP_NUMBERS[name] for name in groups]
        self.asked = 0

    def ask(self, suites: Sequence[int], groups: Sequence[int]) -> Answer:
        self.asked += 1
        if (answer := self.odd(suites, self.asked)) is not None:
            return answer
        group = next((each for each in groups if each in self.groups), None)
        first, second = (self.suites, suites) if self.insists else (suites, self.suites)
        for suite in first:
            needs = self.version == "TLSv1.3" or suite >= 0xC000  # elliptic ones
            if suite in second and (group or not needs):
                return Answer(
                    AnswerKind.CHOSEN, ServerReply(suite=suite, group=group if needs else None)
                )
        return REFUSED


def enumerate_(server: Server, chosen: str = "") -> tuple[Enumeration, GroupSearch]:
    """*chosen* is what the server chose from an earlier hello with BROWSER."""
    search = GroupSearch(server.version)
    offered = frozenset(suite_numbers()[name] for name in BROWSER)
    earlier = EarlierChoice(suite_numbers()[chosen], offered) if chosen else None
    suites = suites_of(server.version)
    enumeration = Enumeration(server, suites, search, earlier)  # type: ignore[arg-type]
    found = enumeration.run()
    if needing := enumeration.needing_groups:
        search.finish(server, needing, lambda: True)  # type: ignore[arg-type]
    assert sorted(found.accepted) == sorted(set(found.accepted))
    return enumeration, search


def test_suites_and_groups_of_tls_1_3_are_found_by_the_same_hellos() -> None:
    server = Server("TLSv1.3", TLS13, ["x25519", "secp256r1", "secp384r1"])
    enumeration, search = enumerate_(server)
    assert set(enumeration.found.accepted) == set(TLS13)
    assert search.found == {"x25519", "secp256r1", "secp384r1"}
    assert server.asked == 3 + 1 + 1, "three choices, no further suite, no further group"


def test_the_order_of_a_server_costs_one_hello() -> None:
    server = Server("TLSv1.2", [STATIC, GCM128, GCM256], ["x25519"], insists=True)
    enumeration, _ = enumerate_(server)
    assert (enumeration.found.ordered, enumeration.found.accepted) == (
        True,
        [STATIC, GCM128, GCM256],
    )
    assert server.asked == 3 + 1 + 1 + 1, "the groups that are left are asked for apart"


def test_a_server_without_an_order_shows_two_suites_in_two_hellos() -> None:
    server = Server("TLSv1.2", [GCM128, GCM256, STATIC], ["x25519", "secp256r1"])
    enumeration, search = enumerate_(server)
    assert enumeration.found.ordered is False
    assert set(enumeration.found.accepted) == {GCM128, GCM256, STATIC}
    assert search.found == {"x25519", "secp256r1"}


def test_the_order_of_a_server_costs_no_hello_where_an_earlier_choice_is_known() -> None:
    server = Server("TLSv1.2", [GCM128, DHE, GCM256, STATIC], ["x25519"], insists=True)
    enumeration, _ = enumerate_(server, chosen=GCM128)
    assert (enumeration.found.ordered, enumeration.found.accepted) == (
        True,
        [GCM128, DHE, GCM256, STATIC],
    )


def test_groups_that_are_used_up_do_not_change_the_order_that_is_told() -> None:
    order = [GCM128, DHE, STATIC, GCM256]
    for groups in (["x25519"], ["x25519", "secp256r1"], ["x25519", "secp256r1", "x448"]):
        server = Server("TLSv1.2", order, groups, insists=True)
        enumeration, search = enumerate_(server, chosen=GCM128)
        assert (enumeration.found.ordered, enumeration.found.accepted) == (True, order)
        assert search.found == set(groups)


def test_a_server_that_follows_its_visitors_is_not_asked_again_for_what_it_chose() -> None:
    server = Server("TLSv1.2", [GCM128, GCM256, STATIC], ["x25519"])
    enumeration, _ = enumerate_(server, chosen=GCM128)
    assert enumeration.found.ordered is False
    assert set(enumeration.found.accepted) == {GCM128, GCM256, STATIC}
    assert server.asked == 2 + 1 + 1, "two choices, no further suite, no further group"


def test_a_choice_that_comes_last_as_it_was_offered_is_offered_first() -> None:
    for insists in (True, False):
        server = Server("TLSv1.2", [DHE, GCM128], ["x25519"], insists=insists)
        enumeration, _ = enumerate_(server, chosen=GCM128)
        assert enumeration.found.ordered is insists


def test_a_single_group_hides_no_suite() -> None:
    server = Server("TLSv1.2", [GCM128, GCM256, STATIC], ["secp256r1"])
    enumeration, search = enumerate_(server)
    assert set(enumeration.found.accepted) == {GCM128, GCM256, STATIC}
    assert (search.found, search.unknown) == ({"secp256r1"}, set())


def test_a_server_that_hangs_up_on_what_it_does_not_take_is_asked_in_handfuls() -> None:
    def cut(suites: Sequence[int], number: int) -> Answer | None:
        return None if suite_numbers()[GCM128] in suites else Answer(AnswerKind.CUT)

    server = Server("TLSv1.2", [GCM128], ["x25519"], odd=cut)
    enumeration, _ = enumerate_(server)
    found = enumeration.found
    assert (found.accepted, found.unknown) == ([GCM128], [])
    assert set(found.dropped) == set(suites_of("TLSv1.2")) - {GCM128}
    assert server.asked < 12


def test_a_server_that_chokes_on_many_suites_is_asked_in_handfuls() -> None:
    def choke(suites: Sequence[int], number: int) -> Answer | None:
        return Answer(AnswerKind.ODD) if len(suites) > AT_ONCE else None

    server = Server("TLSv1.2", [GCM128, STATIC], ["x25519"], odd=choke)
    enumeration, _ = enumerate_(server)
    assert set(enumeration.found.accepted) == {GCM128, STATIC}
    assert enumeration.found.ordered is None, "of suites that never stood side by side"


def test_silence_leaves_what_was_not_answered_unknown() -> None:
    def tired(suites: Sequence[int], number: int) -> Answer | None:
        return Answer(AnswerKind.SILENT) if number > 2 else None

    server = Server("TLSv1.2", [GCM128, GCM256, STATIC], ["x25519"], odd=tired)
    enumeration, search = enumerate_(server)
    accepted, unknown = set(enumeration.found.accepted), set(enumeration.found.unknown)
    assert len(accepted) == 2
    assert {GCM128, GCM256, STATIC} - accepted <= unknown
    assert search.unknown
    assert server.asked <= 7, "and it is left in peace"


def test_what_is_known_from_another_version_is_not_asked_for_again() -> None:
    server = Server("TLSv1.3", TLS13, ["x25519"])
    search = GroupSearch("TLSv1.3", {"x25519"})
    Enumeration(server, suites_of("TLSv1.3"), search).run()  # type: ignore[arg-type]
    assert search.settled, "the refusal of the others was seen on the way"


def test_the_curve_of_the_certificate_is_always_offered() -> None:
    search = GroupSearch("TLSv1.2", {"secp256r1"}, "secp256r1")
    assert search.offer[-1] == GROUP_NUMBERS["secp256r1"]
    assert GROUP_NUMBERS["secp256r1"] not in search.left
