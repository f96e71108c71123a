"""Published vulnerabilities that only an active test shows: run with an authorisation only.

The tests are sslyze's. They show whether a vulnerability is there; none reads or changes anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from portal_audit.collect.tls.worker.connection_variants import at_version, variant
from portal_audit.collect.tls.worker.features import OLDER_VERSIONS
from portal_audit.collect.tls.worker.jobs import JobResult, Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import (
    RobotPmsPaddingPayloadEnum,
    RobotScanResultEnum,
    RobotServerResponsesAnalyzer,
    ScanCommand,
    ScanCommandsRepository,
    ServerConnectivityInfo,
    ServerDoesNotSupportRsa,
)
from portal_audit.collect.tls.worker.versions import NUMBERS

COMMANDS = {
    "heartbleed": ScanCommand.HEARTBLEED,
    "ccs-injection": ScanCommand.OPENSSL_CCS_INJECTION,
    "robot": ScanCommand.ROBOT,
}
ROBOT_FOUND = frozenset(
    {
        RobotScanResultEnum.VULNERABLE_WEAK_ORACLE,
        RobotScanResultEnum.VULNERABLE_STRONG_ORACLE,
    }
)


def look(
    info: ServerConnectivityInfo, accepted: Mapping[str, Collection[str]], runner: Runner
) -> dict[str, Any]:
    """Return the vulnerabilities found and the tests without an answer.

    All three live in TLS 1.2 and older, so that is where they are looked for, also where sslyze
    would infer from TLS 1.3 that there are none. *accepted* holds the suites of each version.
    """
    piece: dict[str, Any] = {"kind": "attacks", "found": [], "unknown": []}
    best = next((version for version in OLDER_VERSIONS if version in accepted), None)
    if best is None:
        return piece
    older = variant(info, best, accepted[best])
    for name, command in COMMANDS.items():
        # ROBOT brings suites of its own.
        found = _test(
            command, at_version(info, NUMBERS[best]) if name == "robot" else older, runner
        )
        if found is None:
            piece["unknown"].append(name)
        elif found:
            piece["found"].append(name)
    return piece


def _test(command: ScanCommand, info: ServerConnectivityInfo, runner: Runner) -> bool | None:
    """Run one test of sslyze; ``None`` where it got no clear answer."""
    plugin = ScanCommandsRepository.get_implementation_cls(command)
    jobs = [
        TlsJob(command, job.function_to_call, job.function_arguments)
        for job in plugin.scan_jobs_for_scan_command(info)
    ]
    answers = list(runner.run(jobs, lambda _: False))
    if len(answers) == len(jobs) and not any(runner.unanswered(answer) for answer in answers):
        return verdict(command, answers)
    return None


def verdict(command: ScanCommand, answers: Collection[JobResult]) -> bool | None:
    """Read the answers of one test as sslyze does."""
    errors = [answer.error for answer in answers if answer.error is not None]
    if any(isinstance(error, ServerDoesNotSupportRsa) for error in errors):
        return False
    if errors:
        return None
    if command != ScanCommand.ROBOT:
        return any(answer.value for answer in answers)
    heard = {payload: [a.value[payload] for a in answers] for payload in RobotPmsPaddingPayloadEnum}
    result = RobotServerResponsesAnalyzer(heard, len(answers)).compute_result_enum()
    if result == RobotScanResultEnum.UNKNOWN_INCONSISTENT_RESULTS:
        return None
    return result in ROBOT_FOUND
