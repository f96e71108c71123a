"""DNS facts, asked of a name server of the test's own."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.probes.dns import dns_records
from portal_audit.evidence import DnsRecords
from portal_audit.model import Target

Zone = Mapping[tuple[str, str], list[str] | int | bytes | None]
"""(name, type) -> lines of the answer, a response code, bytes as they are, or None for silence."""


class NameServer(asyncio.DatagramProtocol):
    """Answers from a small table; a name that is not in it does not exist."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self.asked: list[tuple[str, str]] = []

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        key = (str(question.name).rstrip("."), dns.rdatatype.to_text(question.rdtype))
        self.asked.append(key)
        names = {name for name, _ in self.zone}
        found = self.zone.get(key, [] if key[0] in names else int(dns.rcode.NXDOMAIN))
        if found is None:
            return
        if isinstance(found, bytes):
            self.transport.sendto(data[:2] + found, addr)
            return
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if isinstance(found, int):
            response.set_rcode(dns.rcode.Rcode(found))
        else:
            for line in found:
                name, kind, text = line.split(" ", 2)
                response.answer.append(dns.rrset.from_text(name + ".", 60, "IN", kind, text))
        self.transport.sendto(response.to_wire(), addr)


def look_up(
    zone: Zone, target: Target | None = None, rules: AccessRules | None = None
) -> tuple[DnsRecords, NameServer, HttpClient]:
    async def main() -> tuple[DnsRecords, NameServer, HttpClient]:
        loop = asyncio.get_running_loop()
        transport, server = await loop.create_datagram_endpoint(
            lambda: NameServer(zone), ("127.0.0.1", 0)
        )
        port = transport.get_extra_info("sockname")[1]
        # Only where no answer comes is it short: a busy machine answers late.
        mute = any(answer is None or isinstance(answer, bytes) for answer in zone.values())
        asked = replace(
            rules or AccessRules(),
            nameserver=("127.0.0.1", port),
            dns_timeout=0.2 if mute else 10.0,
        )
        portal = target or Target("portal", "https://www.portal.example/")
        try:
            async with HttpClient(portal, VisitLimits(), asked) as client:
                return await dns_records(portal, client), server, client
        finally:
            transport.close()
            await asyncio.sleep(0)

    return asyncio.run(main())


WWW = "www.portal.example"
A = {(WWW, "A"): [f"{WWW} A 8.8.8.8"]}


def test_addresses_are_told() -> None:
    seen, _, client = look_up(
        {
            (WWW, "A"): [f"{WWW} A 8.8.8.8", f"{WWW} A 8.8.4.4"],
            (WWW, "AAAA"): [f"{WWW} AAAA 2400:cb00::1"],
        }
    )
    assert sorted(seen.a) == ["8.8.4.4", "8.8.8.8"]
    assert seen.aaaa == ("2400:cb00::1",)
    assert (seen.host, seen.source, seen.error, seen.cname) == (WWW, "dns", None, ())
    assert {entry.url for entry in client.log} >= {f"dns:{WWW}?type=A", f"dns:{WWW}?type=AAAA"}
    assert {entry.method for entry in client.log} == {"DNS"}


def test_private_addresses_are_facts_like_others() -> None:
    assert look_up({(WWW, "A"): [f"{WWW} A 10.0.0.1"]})[0].a == ("10.0.0.1",)


def test_a_chain_of_aliases_is_put_in_order() -> None:
    seen, _, _ = look_up(
        {
            (WWW, "A"): [
                "b.cdn.example A 8.8.8.8",
                "a.cdn.example CNAME b.cdn.example.",
                f"{WWW} CNAME A.cdn.example.",
            ]
        }
    )
    assert seen.cname == ("a.cdn.example", "b.cdn.example")
    assert seen.a == ("8.8.8.8",)


def test_a_loop_of_aliases_ends() -> None:
    loop = [f"{WWW} CNAME b.example.", f"b.example CNAME {WWW}."]
    seen, _, _ = look_up({(WWW, "A"): loop, (WWW, "AAAA"): loop})
    assert seen.a == ()
    assert seen.error is not None


@pytest.mark.parametrize(
    ("zone", "error"),
    [
        ({}, "nxdomain"),
        ({(WWW, "TXT"): []}, "no-answer"),
        ({(WWW, "A"): None, (WWW, "AAAA"): None, (WWW, "CAA"): None}, "timeout"),
        ({(WWW, "A"): 2, (WWW, "AAAA"): 2, (WWW, "CAA"): 2}, "servfail"),
    ],
)
def test_why_nothing_was_found(zone: Zone, error: str) -> None:
    seen, _, _ = look_up(zone)
    assert (seen.a, seen.aaaa, seen.error) == ((), (), error)


@pytest.mark.parametrize(
    ("aaaa", "unanswered"), [([], ()), (None, ("AAAA",)), (2, ("AAAA",)), (3, ())]
)
def test_a_question_without_answer_is_no_proof_of_absence(
    aaaa: list[str] | int | None, unanswered: tuple[str, ...]
) -> None:
    seen, _, _ = look_up({**A, (WWW, "AAAA"): aaaa})
    assert (seen.a, seen.aaaa, seen.error) == (("8.8.8.8",), (), None)
    assert seen.unanswered == unanswered


@pytest.mark.parametrize(
    ("zone", "caa"),
    [
        ({(WWW, "CAA"): [f'{WWW} CAA 0 issue "ca.example"']}, ('0 issue "ca.example"',)),
        (
            {("portal.example", "CAA"): ['portal.example CAA 128 issuewild ";"']},
            ('128 issuewild ";"',),
        ),
        ({("example", "CAA"): ['example CAA 0 issue "ca.example"']}, ('0 issue "ca.example"',)),
        (
            {
                (WWW, "CAA"): [f'{WWW} CAA 0 issue "one.example"'],
                ("portal.example", "CAA"): ['portal.example CAA 0 issue "two.example"'],
            },
            ('0 issue "one.example"',),
        ),
        ({}, ()),
        ({("portal.example", "CAA"): None}, None),
        ({("portal.example", "CAA"): 2}, None),
    ],
)
def test_caa_is_that_of_the_closest_name(zone: Zone, caa: tuple[str, ...] | None) -> None:
    assert look_up({**A, **zone})[0].caa == caa


KEY = "2371 13 2 " + "ab" * 32


@pytest.mark.parametrize(
    ("zone", "delegation"),
    [
        (
            {("portal.example", "DS"): [f"portal.example DS {KEY}"]},
            (f"portal.example: {KEY}",),
        ),
        ({(WWW, "DS"): [f"{WWW} DS {KEY}"]}, (f"{WWW}: {KEY}",)),
        ({}, ()),
        # That the registry above is signed says nothing of the portal's own zone.
        ({("example", "DS"): [f"example DS {KEY}"]}, ()),
        ({("portal.example", "DS"): None}, None),
        ({("portal.example", "DS"): 2}, None),
    ],
)
def test_a_signed_zone_is_told_by_its_delegation(
    zone: Zone, delegation: tuple[str, ...] | None
) -> None:
    assert look_up({**A, **zone})[0].delegation == delegation


@pytest.mark.parametrize(
    ("target", "resolve", "a", "source"),
    [
        (Target("p", "https://p.example/", address="8.8.8.8"), (), ("8.8.8.8",), "inventory"),
        (Target("p", "https://p.example/"), (("p.example", "8.8.4.4"),), ("8.8.4.4",), "inventory"),
        (Target("p", "https://8.8.8.8/"), (), ("8.8.8.8",), "literal"),
    ],
)
def test_a_given_address_asks_no_name_server(
    target: Target, resolve: tuple[tuple[str, str], ...], a: tuple[str, ...], source: str
) -> None:
    seen, server, _ = look_up({}, target, AccessRules(resolve=resolve))
    assert (seen.a, seen.source, seen.caa, seen.error) == (a, source, None, None)
    assert server.asked == []


def test_a_given_address_that_is_forbidden_is_told_as_an_error() -> None:
    seen, _, _ = look_up({}, Target("p", "https://p.example/", address="127.0.0.1"))
    assert seen.a == ()
    assert seen.error is not None
    assert "loopback" in seen.error


def test_bytes_that_are_no_answer_are_survived() -> None:
    noise = b"\xff" * 40
    seen, _, _ = look_up({(WWW, "A"): noise, (WWW, "AAAA"): noise, (WWW, "CAA"): noise})
    assert seen.error is not None
    assert seen.caa is None
