"""Which communes have a portal, and what a run says of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal_audit import inventory
from portal_audit.evidence import DnsRecords
from portal_audit.inventory.commune_host import host_form
from portal_audit.inventory.commune_reach import (
    CommuneReach,
    CommuneRow,
    PortalSummary,
    ReachRun,
    commune_reach,
)
from portal_audit.inventory.communes import Commune
from portal_audit.inventory.provinces import by_name
from portal_audit.model import (
    Cause,
    FamilyScore,
    Finding,
    Kind,
    Severity,
    SiteResult,
    State,
    Status,
    Target,
)

ROOT = "https://hacson.gov.vn/"
PROVINCE = inventory.target(ROOT, kind="province")
LUNG_XANH = Commune("Lũng Xanh", "xa")


def portal(first: str, name: str = "", kind: str = "commune") -> Target:
    url = first if "." in first else f"{first}.hacson.gov.vn"
    return inventory.target(url, name=name, kind=kind, parent=ROOT)


def covered(communes: list[Commune], *targets: Target) -> CommuneReach:
    return commune_reach(communes, [PROVINCE, *targets])


def row_of(commune: Commune, *targets: Target) -> CommuneRow:
    [row] = covered([commune], *targets).rows
    return row


@pytest.mark.parametrize(
    ("commune", "host", "form"),
    [
        (LUNG_XANH, "lungxanh.hacson.gov.vn", "conforms"),
        (LUNG_XANH, "lung-xanh.hacson.gov.vn", "conforms"),
        (LUNG_XANH, "xalungxanh.hacson.gov.vn", "conforms-with-prefix"),
        (LUNG_XANH, "xa-lungxanh.hacson.gov.vn", "conforms-with-prefix"),
        (LUNG_XANH, "phuonglungxanh.hacson.gov.vn", "other-name"),
        (LUNG_XANH, "lx.hacson.gov.vn", "other-name"),
        (LUNG_XANH, "lungxanh.tay.hacson.gov.vn", "too-deep"),
        (LUNG_XANH, "hacson.gov.vn", "shared"),
        (LUNG_XANH, "www.hacson.gov.vn", "shared"),
        (LUNG_XANH, "lungxanh.vn", "outside"),
        (LUNG_XANH, "lungxanh.xhacson.gov.vn", "outside"),
        (Commune("Đèo Sim"), "phuongdeosim.hacson.gov.vn", "conforms-with-prefix"),
        (Commune("3", "phuong"), "phuong3.hacson.gov.vn", "conforms-with-prefix"),
        (Commune("Xuân Hương - Đà Lạt"), "xuanhuongdalat.hacson.gov.vn", "conforms"),
        (Commune("Vân Đồn", "dac-khu"), "dackhuvandon.hacson.gov.vn", "conforms-with-prefix"),
    ],
)
def test_host_names_by_the_decree(commune: Commune, host: str, form: str) -> None:
    assert host_form(commune, f"https://{host}/", "hacson.gov.vn") == form


def test_without_the_provinces_domain_a_host_cannot_be_judged() -> None:
    alone = inventory.target("lungxanh.hacson.gov.vn", kind="commune")
    [row] = commune_reach([LUNG_XANH], [alone]).rows
    assert (row.form, row.answers["host"]) == ("unknown", None)
    official = by_name("Cao Bằng")
    told = commune_reach([LUNG_XANH], [alone], official=official)
    assert (told.domain, told.rows[0].form, told.other_count) == ("caobang.gov.vn", "outside", True)


@pytest.mark.parametrize(
    ("target", "by"),
    [
        (portal("lungxanh", "Xã Lũng Xanh"), "name-and-host"),
        (portal("lungxanh", "Trang thông tin điện tử xã Lũng Xanh, tỉnh Hạc Sơn"), "name-and-host"),
        (portal("lungxanh"), "host"),
        (portal("lx", "XA LUNG XANH"), "name"),
        (portal("lx", "Lũng Xanh"), "name"),
        (portal("lx", "UBND Xã Lu\u0303ng Xanh"), "name"),
    ],
)
def test_what_matches(target: Target, by: str) -> None:
    row = row_of(LUNG_XANH, target)
    assert (row.state, row.target, row.by, row.remarks) == ("has", target, by, ())


@pytest.mark.parametrize(
    "target",
    [
        portal("lungxanhmoi", "Xã Lũng Xanh Mới"),
        portal("a", "Xã Lũng"),
        portal("stc", "Sở Tài chính xã Lũng Xanh", "department"),
        portal("b", ""),
    ],
)
def test_what_does_not_match(target: Target) -> None:
    row = row_of(LUNG_XANH, target)
    assert (row.state, row.target) == ("none", None)
    assert set(row.answers.values()) == {False}


def test_the_longest_name_wins() -> None:
    short, long = Commune("Tân", "xa"), Commune("Tân Lập", "phuong")
    told = covered([short, long], portal("x", "Xã Tân Lập"), portal("y", "XÃ TÂN"))
    assert [row.target and row.target.url[8] for row in told.rows] == ["y", "x"]
    assert told.rows[1].remarks == ("kind-differs",)


def test_names_that_fold_alike_are_told_apart_by_their_marks() -> None:
    one, other = Commune("Đông Sơn", "xa"), Commune("Đồng Sơn", "xa")
    told = covered([one, other], portal("a", "Xã Đồng Sơn"), portal("b", "Xã Đông Sơn"))
    assert [row.target and row.target.url[8] for row in told.rows] == ["b", "a"]


def test_what_fits_two_communes_is_nobodys() -> None:
    one, other = Commune("Đông Sơn", "xa"), Commune("Đồng Sơn", "xa")
    told = covered([one, other], portal("dongson", "Xa Dong Son"))
    assert [(row.state, row.shared) for row in told.rows] == [
        ("ambiguous", ("Xã Đồng Sơn",)),
        ("ambiguous", ("Xã Đông Sơn",)),
    ]
    figure = told.figure("portal")
    assert (figure.yes, figure.no, figure.unknown, figure.share, figure.most) == (0, 0, 2, 0, 1)


def test_the_lists_own_host_settles_it() -> None:
    one = Commune("Đông Sơn", "xa", host="dongson.hacson.gov.vn")
    other = Commune("Đồng Sơn", "xa")
    told = covered([one, other], portal("dongson", "Xa Dong Son"))
    assert [(row.state, row.by) for row in told.rows] == [("has", "listed-host"), ("none", "")]


@pytest.mark.parametrize(
    ("targets", "state", "chosen"),
    [
        ((portal("a", "Xã Lũng Xanh"), portal("b", "Xã Lũng Xanh")), "several", None),
        ((portal("a", "Xã Lũng Xanh"), portal("lungxanh", "Xã Lũng Xanh")), "has", "lungxanh"),
        ((portal("a", "Xã Lũng Xanh", "web"), portal("b", "Xã Lũng Xanh")), "has", "b"),
    ],
)
def test_several_portals_of_one_commune(
    targets: tuple[Target, ...], state: str, chosen: str | None
) -> None:
    row = row_of(LUNG_XANH, *targets)
    assert row.state == state
    assert row.answers["portal"] is True
    assert (row.target.url.split("//")[1].split(".")[0] if row.target else None) == chosen
    assert row.answers["host"] is (True if chosen == "lungxanh" else False if chosen else None)


@pytest.mark.parametrize(
    ("target", "remarks"),
    [
        (portal("a", "Phường Lũng Xanh"), ("kind-differs",)),
        (portal("a", "Xã Lũng Xanh", "web"), ("not-commune",)),
        (portal("lungxanh", "Cổng mới"), ("name-differs",)),
    ],
)
def test_what_is_odd_is_remarked(target: Target, remarks: tuple[str, ...]) -> None:
    assert row_of(LUNG_XANH, target).remarks == remarks


def test_portals_that_are_not_on_the_list_are_named() -> None:
    stray = portal("khac", "Xã Khác")
    assert covered([LUNG_XANH], portal("lungxanh"), stray).unlisted == (stray,)


def test_a_whole_country_is_matched_quickly() -> None:
    communes = [Commune(f"Làng {n} Xanh", "xa", str(n)) for n in range(3000)]
    told = covered(communes, *(portal(f"x{n}", f"Xã Làng {n} Xanh") for n in range(3000)))
    assert told.figure("portal").yes == 3000


def finding(check: str, status: Status) -> Finding:
    return Finding(check, check.split(".")[0], status, "x", Severity.LOW, 1.0)


def seen_of(target: Target, site: dict[str, object], dns: DnsRecords | None = None) -> CommuneRow:
    """Return the row of a commune whose portal a run found so."""
    result = SiteResult(
        target.id,
        target.url,
        "",
        Kind.COMMUNE,
        "",
        "",
        **({"state": State.SCANNED} | site),  # type: ignore[arg-type]
    )
    facts = ReachRun("run", datetime(2026, 11, 22, tzinfo=UTC), True, "1")
    records = {target.id: dns} if dns is not None else {}
    results = PortalSummary(facts, {target.id: result}, records)
    [row] = commune_reach([LUNG_XANH], [PROVINCE, target], results=results).rows
    return row


NOT_SCANNED = {"state": State.NOT_SCANNED}
TARGET = portal("lungxanh")


@pytest.mark.parametrize(
    ("site", "reachable"),
    [
        ({}, True),
        (NOT_SCANNED | {"cause": Cause.REFUSED}, False),
        (NOT_SCANNED | {"cause": Cause.DNS}, False),
        (NOT_SCANNED | {"cause": Cause.PARKED}, False),
        (NOT_SCANNED | {"cause": Cause.BLOCKED}, None),
        (NOT_SCANNED | {"cause": Cause.INTERRUPTED}, None),
    ],
)
def test_reachable(site: dict[str, object], reachable: bool | None) -> None:
    assert seen_of(TARGET, site).answers["reachable"] is reachable


@pytest.mark.parametrize(
    ("status", "https"),
    [
        (Status.PASS, True),
        (Status.FAIL, False),
        (Status.NOT_TESTED, None),
        (None, None),
    ],
)
def test_https(status: Status | None, https: bool | None) -> None:
    findings = (finding("tls.https", status),) if status else ()
    assert seen_of(TARGET, {"findings": findings}).answers["https"] is https


@pytest.mark.parametrize(
    ("dns", "ipv6"),
    [
        (None, None),
        (DnsRecords("h", a=("203.0.113.1",), aaaa=("2001:db8::1",)), True),
        (DnsRecords("h", a=("203.0.113.1",)), False),
        (DnsRecords("h", error="nxdomain"), False),
        (DnsRecords("h", a=("203.0.113.1",), unanswered=("AAAA",)), None),
        (DnsRecords("h", error="timeout"), None),
        (DnsRecords("h", aaaa=("2001:db8::1",), source="inventory"), None),
    ],
)
def test_ipv6(dns: DnsRecords | None, ipv6: bool | None) -> None:
    assert seen_of(TARGET, {}, dns).answers["ipv6"] is ipv6


@pytest.mark.parametrize(
    ("statuses", "complete", "counts"),
    [
        ("pp", True, (2, 2, 0)),
        ("ppa", True, (2, 2, 0)),
        ("pf", False, (1, 2, 0)),
        ("ph", False, (1, 2, 0)),
        ("pn", None, (1, 1, 1)),
        ("fn", False, (0, 1, 1)),
        ("n", None, (0, 0, 1)),
        ("", None, (0, 0, 0)),
    ],
)
def test_information_complete(
    statuses: str, complete: bool | None, counts: tuple[int, int, int]
) -> None:
    names = {
        "p": Status.PASS,
        "f": Status.FAIL,
        "h": Status.PARTIAL,
        "n": Status.NOT_TESTED,
        "a": Status.NOT_APPLICABLE,
    }
    findings = tuple(finding(f"information.{n}", names[s]) for n, s in enumerate(statuses))
    families = {"information": FamilyScore(50.0, 30, 1.0)}
    row = seen_of(TARGET, {"findings": findings, "families": families, "level": "B"})
    assert row.answers["information"] is complete
    assert (row.met, row.items, row.untested, row.information, row.level) == (*counts, 50.0, "B")


def test_a_portal_that_the_run_did_not_visit() -> None:
    facts = ReachRun("run", datetime(2026, 11, 22, tzinfo=UTC), True, "1")
    told = commune_reach([LUNG_XANH], [PROVINCE, TARGET], results=PortalSummary(facts, {}, {}))
    [row] = told.rows
    assert row.cause == "not-in-run"
    assert [row.answers[name] for name in ("portal", "host", "reachable")] == [True, True, None]
    assert [one.measure for one in told.figures][2:] == [
        "reachable",
        "https",
        "ipv6",
        "information",
    ]


def test_without_a_run_only_portals_and_hosts_are_counted() -> None:
    told = covered([LUNG_XANH, Commune("B")], TARGET)
    assert [(one.measure, one.yes, one.of) for one in told.figures] == [
        ("portal", 1, 2),
        ("host", 1, 2),
    ]
