"""What one portal's people have to do: faults mended in one go are one task, by who can do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portal_audit.model import Kind, Severity, State, Status
from portal_audit.output.tasks import MOST, gains_of, tasks_of
from portal_audit.rules.check import Doer
from portal_audit.scoring.score import alone, score
from tests.fixtures.faulty_portal import CATALOG, COMMUNE, ITEM, report_of, site_with


def test_an_expired_certificate_is_one_task_though_two_checks_see_it() -> None:
    site = site_with(("tls.cert_trust", "expired"), ("tls.cert_expiry", "expired"))
    [task] = tasks_of(report_of(site), site).tasks
    assert task.checks == ("tls.cert_trust", "tls.cert_expiry")
    assert task.name == "Chứng thư số (SSL/TLS) có 2 lỗi"
    assert task.doer is Doer.HOSTING
    assert site.score is not None
    assert task.gain == pytest.approx(100 - site.score, abs=0.05)


def test_one_fault_is_named_by_itself() -> None:
    site = site_with(("tls.cert_trust", "expired"))
    [task] = tasks_of(report_of(site), site).tasks
    assert task.name == "Chứng thư số (SSL/TLS) không được trình duyệt tin cậy"


def test_all_missing_information_is_one_task_of_the_editor_with_its_list() -> None:
    items = [c.id for c in CATALOG if set(c.outcomes) >= ITEM and Kind.COMMUNE in c.kinds][:12]
    site = site_with(*((item, "missing") for item in items), ("headers.hsts", "missing"))
    report = report_of(site, lang="en")
    [hsts, missing] = sorted(tasks_of(report, site).tasks, key=lambda task: task.doer, reverse=True)
    counting = {f.check for f in site.findings if f.status is Status.FAIL and f.weight} & {*items}
    assert set(missing.checks) == counting
    assert (missing.doer, hsts.doer) == (Doer.EDITOR, Doer.HOSTING)
    assert missing.name.startswith(f"{len(counting)} items of required information")
    assert len(missing.faults) == len(missing.where) == len(counting)


def test_what_an_outcome_says_goes_before_its_check() -> None:
    no_https = site_with(("tls.https", "refused"), ("headers.hsts", "no-https"))
    assert [t.checks for t in tasks_of(report_of(no_https), no_https).tasks] == [
        ("tls.https", "headers.hsts")
    ]
    with_https = site_with(("headers.xcto", "missing"), ("headers.hsts", "missing"))
    [task] = tasks_of(report_of(with_https), with_https).tasks
    assert task.remedy == "security-headers"


def test_at_most_ten_tasks_and_the_rest_is_counted() -> None:
    apart = [
        (check.id, name)
        for check in CATALOG
        if check.weight and not check.remedy and Kind.COMMUNE in check.kinds
        for name, rule in [*check.outcomes.items()]
        if rule.status is Status.FAIL and not rule.remedy
    ]
    faults = dict(reversed(apart))
    site = site_with(*faults.items())
    told = tasks_of(report_of(site), site)
    assert [task.number for task in told.tasks] == [*range(1, MOST + 1)]
    assert told.left == sum(f.status is Status.FAIL for f in site.findings if f.weight) - MOST


THREE = (("tls.versions", "old"), ("content.csp", "missing"), ("usability.viewport", "missing"))


def test_gains_are_those_of_the_order_and_add_up_to_what_all_tasks_bring() -> None:
    site = site_with(*THREE)
    told = tasks_of(report_of(site), site)
    assert [(t.checks, t.gain) for t in told.tasks] == [((g.check,), g.points) for g in site.gains]
    assert site.score is not None
    assert told.score == 100.0
    assert site.score + sum(task.gain for task in told.tasks) == pytest.approx(100, abs=0.15)


def test_the_gravest_comes_first_so_that_no_later_task_is_due_earlier() -> None:
    site = site_with(
        ("usability.viewport", "missing"), ("exposure.soft_404", "home-again"), *THREE[:2]
    )
    dearest = max(site.gains, key=lambda gain: gain.points)
    assert dearest.points > 0
    due = [task.deadline for task in tasks_of(report_of(site), site).tasks if task.deadline]
    assert len(due) == 4
    assert due == sorted(due)


def test_the_gain_of_a_set_of_one_is_what_fixing_that_alone_brings() -> None:
    site = site_with(*THREE)
    only = alone(score(site.findings, COMMUNE), COMMUNE)
    assert gains_of(report_of(site), site, [{check} for check in only]) == (*only.values(),)


def test_what_holds_the_tightest_cap_comes_first_where_nothing_alone_raises_the_score() -> None:
    site = site_with(
        ("content.injected_spam", "hidden"), ("tls.https", "refused"), ("tls.cert_trust", "expired")
    )
    first, *_ = tasks_of(report_of(site), site).tasks
    assert first.checks == ("content.injected_spam",)


def test_the_deadline_is_counted_from_the_day_of_the_visit_in_vietnam() -> None:
    site = site_with(("content.csp", "missing"), ("exposure.soft_404", "home-again"))
    due = {t.severity: t.deadline for t in tasks_of(report_of(site), site).tasks}
    assert due == {Severity.HIGH: date(2026, 11, 30), Severity.LOW: date(2027, 2, 21)}


def test_an_accepted_fault_is_no_task() -> None:
    site = site_with(("content.csp", "missing"), waived=["content.csp"])
    assert tasks_of(report_of(site), site).tasks == ()


def test_a_site_that_was_not_read_has_no_task() -> None:
    site = replace(site_with(("content.csp", "missing")), state=State.NOT_SCANNED, score=None)
    assert tasks_of(report_of(site), site).tasks == ()


def test_without_its_profile_the_gain_is_what_the_record_says() -> None:
    site = site_with(("tls.cert_trust", "expired"), ("tls.cert_expiry", "expired"))
    report = replace(report_of(site), profiles={})
    noted = sum(gain.points for gain in site.gains)
    assert gains_of(report, site, [{"tls.cert_trust", "tls.cert_expiry"}]) == (round(noted, 1),)


def test_tasks_are_grouped_by_who_can_do_them() -> None:
    site = site_with(
        ("tls.versions", "old"), ("exposure.soft_404", "home-again"), ("usability.lang", "missing")
    )
    groups = dict(tasks_of(report_of(site), site).by_doer())
    assert [*groups] == [Doer.HOSTING, Doer.ADMINISTRATOR]
    assert [task.number for task in groups[Doer.HOSTING]] == [1, 3]
