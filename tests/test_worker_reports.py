"""Workers leave out what nobody counts or shows, and nothing else."""

import pytest

from tests.worker_reports import matters


@pytest.mark.parametrize("when", ["setup", "call", "teardown"])
@pytest.mark.parametrize("outcome", ["passed", "failed", "skipped"])
def test_only_a_fixture_that_worked_is_not_told(when: str, outcome: str) -> None:
    told = matters("testreport", {"data": {"when": when, "outcome": outcome}})
    assert told == (when == "call" or outcome != "passed")


def test_all_else_but_beginning_and_end_is_told() -> None:
    assert not matters("logstart", {})
    assert not matters("logfinish", {})
    assert matters("runtest_protocol_complete", {})
    assert matters("workerfinished", {})
