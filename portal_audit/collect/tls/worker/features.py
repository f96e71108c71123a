"""Renegotiation, compression, early data and the like."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from portal_audit.collect.tls.worker.connection_variants import variant
from portal_audit.collect.tls.worker.jobs import JobResult, Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import (
    ScanCommand,
    ScanCommandsRepository,
    ServerConnectivityInfo,
    SessionRenegotiationExtraArgument,
)

RENEGOTIATIONS = 11
"""One more than the ten that Internet.nl tolerates."""

OLDER_VERSIONS = ("TLSv1.2", "TLSv1.1", "TLSv1.0", "SSLv3")

NAMES: Mapping[ScanCommand, str] = {
    ScanCommand.TLS_COMPRESSION: "compression",
    ScanCommand.TLS_EXTENDED_MASTER_SECRET: "extended_master_secret",
    ScanCommand.TLS_FALLBACK_SCSV: "fallback_scsv",
    ScanCommand.TLS_1_3_EARLY_DATA: "early_data",
}


def look(
    info: ServerConnectivityInfo, accepted: Mapping[str, Collection[str]], runner: Runner
) -> dict[str, Any]:
    """Return what was measured; what sslyze would only infer is left out.

    *accepted* holds the suites of each version that is known to be accepted. Client-initiated
    renegotiation without an answer is a refusal, as RFC 5246 section 7.4.1.1 allows one: the
    connection itself stood. Everything else without an answer is unknown.
    """
    piece: dict[str, Any] = {"kind": "features", "unknown": []}
    old = [version for version in OLDER_VERSIONS if version in accepted]
    jobs: list[TlsJob] = []
    if old:
        best = variant(info, old[0], accepted[old[0]])
        jobs += _jobs(ScanCommand.TLS_COMPRESSION, best)
        if old[0] == "TLSv1.2":
            jobs += _jobs(ScanCommand.TLS_EXTENDED_MASTER_SECRET, best)
        if len(old) > 1 and OLDER_VERSIONS.index(old[1]) == OLDER_VERSIONS.index(old[0]) + 1:
            # sslyze falls back by one version, and takes a refusal of that version for a yes.
            both = {*accepted[old[0]], *accepted[old[1]]}
            jobs += _jobs(ScanCommand.TLS_FALLBACK_SCSV, variant(info, old[0], both))
        jobs += _renegotiation(best)
    if "TLSv1.3" in accepted:
        jobs += _jobs(ScanCommand.TLS_1_3_EARLY_DATA, info)
    for answer in runner.run(jobs, lambda _: False):
        name, value = _read(answer)
        silent = runner.unanswered(answer) and name != "client_renegotiation"
        if value is None or silent:
            piece["unknown"].append(name)
        else:
            piece[name] = value
    return piece


def _jobs(command: ScanCommand, info: ServerConnectivityInfo) -> list[TlsJob]:
    plugin = ScanCommandsRepository.get_implementation_cls(command)
    return [
        TlsJob(NAMES[command], job.function_to_call, job.function_arguments)
        for job in plugin.scan_jobs_for_scan_command(info)
    ]


def _renegotiation(info: ServerConnectivityInfo) -> list[TlsJob]:
    plugin = ScanCommandsRepository.get_implementation_cls(ScanCommand.SESSION_RENEGOTIATION)
    secure, client = plugin.scan_jobs_for_scan_command(
        info, SessionRenegotiationExtraArgument(RENEGOTIATIONS)
    )
    return [
        TlsJob("secure_renegotiation", secure.function_to_call, secure.function_arguments),
        TlsJob("client_renegotiation", client.function_to_call, client.function_arguments),
    ]


def _read(answer: JobResult) -> tuple[str, bool | None]:
    if answer.error is not None:
        return answer.label, None
    value = answer.value
    if answer.label == "secure_renegotiation":
        return answer.label, bool(value[1])
    if answer.label == "client_renegotiation":
        return answer.label, bool(value[1][0])
    return answer.label, bool(value)
