"""Which tests run on one worker, and which of them begin first.

What a group shares is started once. A group is a file, or the files of ``TOGETHER``. pytest-xdist
has marks for that too, but with pytest 9 it passes over them without a word: hence our scheduler.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/demo/test_audit_of_the_province.py": "the province",
    "tests/demo/test_control.py": "the province",
    "tests/demo/test_discovery_and_reach.py": "the province",
    "tests/demo/test_gate_before_launch.py": "the province",
    "tests/demo/test_http.py": "the province",
    "tests/demo/test_less_evidence.py": "the province",
    "tests/demo/test_own_checks_in_a_report.py": "the province",
    "tests/demo/test_tls.py": "the province",
    "tests/benchmarks/test_fleet.py": "the database server",
    "tests/cli/test_distributed_commands.py": "the database server",
    "tests/docs/test_deploy.py": "the database server",
    "tests/runs/distributed/test_workers.py": "the database server",
    "tests/store/test_care.py": "the database server",
    "tests/store/test_history_rows.py": "the database server",
    "tests/store/test_postgresql.py": "the database server",
    "tests/store/test_store.py": "the database server",
    "tests/store/test_transfer.py": "the database server",
    "tests/collect/browser/test_confinement.py": "the browser",
    "tests/collect/browser/test_rendering.py": "the browser",
    "tests/docs/test_architecture.py": "the parsed sources",
    "tests/parse/http/test_web_url.py": "the parsed sources",
    "tests/test_class_names.py": "the parsed sources",
    "tests/test_layers.py": "the parsed sources",
    "tests/test_vocabulary.py": "the parsed sources",
    "tests/reports/test_html_numbers.py": "the invented report",
    "tests/reports/test_html_report.py": "the invented report",
    "tests/reports/test_html_safety.py": "the invented report",
    "tests/reports/test_html_scorecard.py": "the invented report",
}
"""File → group, where files share a fixture of the session, or something read once a process."""

LONGEST_FIRST = (
    "tests/config_snippets/test_config_snippets.py",
    "the database server",
    "tests/demo/test_the_province_in_a_browser.py",
    "tests/fixtures/test_reading.py",
    "the province",
    "tests/corpus/test_accuracy.py",
    "tests/fixtures/test_workshop.py",
    "tests/oracles/test_tls_grid.py",
    "tests/oracles/test_tls_oracles.py",
    "the browser",
    "the invented report",
    "tests/benchmarks/test_audit.py",
    "tests/benchmarks/test_country.py",
    "tests/runs/test_ending_a_run.py",
    "tests/reports/test_scorecard_in_chromium.py",
    "tests/reports/test_html_in_a_browser.py",
    "tests/collect/tls/test_tls_probe.py",
    "tests/parse/documents/test_old_documents.py",
    "tests/parse/documents/test_documents.py",
    "tests/runs/test_crew.py",
    "tests/runs/schedule/test_processes.py",
    "tests/docs/test_ci_examples_run.py",
    "tests/history/test_eight_weeks.py",
)
"""Groups of more than ten seconds: begun last, one of them would run alone at the end."""


def group_of(test: str) -> str:
    """Return the group of a test, by its id."""
    file = test.partition("::")[0]
    return TOGETHER.get(file, file)


def rank_of(test: str) -> int:
    """Return when the group of a test begins: the longest first, the others as they come."""
    group = group_of(test)
    return LONGEST_FIRST.index(group) if group in LONGEST_FIRST else len(LONGEST_FIRST)


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Hands whole groups to workers."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        """Forget what the worker has done: xdist counts all of it again after each test."""
        groups = self.assigned_work[node]
        for group in [name for name, tests in groups.items() if all(tests.values())]:
            del groups[group]
        super()._assign_work_unit(node)


def scheduler(config: Any, log: Any) -> GroupScheduling:
    """Return what distributes the tests."""
    return GroupScheduling(config, log)
