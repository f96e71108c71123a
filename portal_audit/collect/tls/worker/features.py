"""Renegotiation, compression, early data and the like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal_audit.collect.tls.worker.connection_variants import variant
from portal_audit.collect.tls.worker.hello import MASTER_SECRET, RENEGOTIATION, ServerReply
from portal_audit.collect.tls.worker.jobs import JobResult, Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import (
    ScanCommand,
    ScanCommandsRepository,
    ServerConnectivityInfo,
    SessionRenegotiationExtraArgument,
)
from portal_audit.collect.tls.worker.suites import Suites

RENEGOTIATIONS = 11
"""One more than the ten that Internet.nl tolerates."""

OLDER_VERSIONS = ("TLSv1.2", "TLSv1.1", "TLSv1.0", "SSLv3")

NAMES: Mapping[ScanCommand, str] = {
    ScanCommand.TLS_FALLBACK_SCSV: "fallback_scsv",
    ScanCommand.TLS_1_3_EARLY_DATA: "early_data",
}


def look(
    info: ServerConnectivityInfo,
    suites: Mapping[str, Suites],
    runner: Runner,
    early_data: bool | None = None,
) -> dict[str, Any]:
    """Return what was measured; what sslyze would only infer is left out.

    *suites* holds each version that is known to be accepted: its ServerHellos have told of
    compression, of secure renegotiation and of the extended master secret. *early_data* is
    ``False`` where the server's tickets allow none. Client-initiated
    renegotiation without an answer is a refusal, as RFC 5246 section 7.4.1.1 allows one: the
    connection itself stood. Everything else without an answer is unknown.
    """
    piece: dict[str, Any] = {"kind": "features", "unknown": []}
    old = [version for version in OLDER_VERSIONS if version in suites]
    jobs: list[TlsJob] = []
    if old:
        accepted = suites[old[0]].accepted
        piece |= _in_hellos(old[0], suites[old[0]].replies)
        best = variant(info, old[0], accepted)
        if len(old) > 1 and OLDER_VERSIONS.index(old[1]) == OLDER_VERSIONS.index(old[0]) + 1:
            # sslyze falls back by one version, and takes a refusal of that version for a yes.
            both = {*accepted, *suites[old[1]].accepted}
            jobs += _jobs(ScanCommand.TLS_FALLBACK_SCSV, variant(info, old[0], both))
        jobs += _renegotiation(best, secure=old[0] == "SSLv3")
    if "TLSv1.3" in suites and early_data is False:
        piece["early_data"] = False
    elif "TLSv1.3" in suites:
        jobs += _jobs(ScanCommand.TLS_1_3_EARLY_DATA, info)
    for answer in runner.run(jobs, lambda _: False):
        name, value = _read(answer)
        silent = runner.unanswered(answer) and name != "client_renegotiation"
        if value is None or silent:
            piece["unknown"].append(name)
        else:
            piece[name] = value
    return piece


def _in_hellos(version: str, replies: Iterable[ServerReply]) -> dict[str, bool]:
    """Return what ServerHellos say; those of SSLv3 carry no extensions (RFC 5746, RFC 7627)."""
    replies = list(replies)
    answers = {"compression": any(reply.compression for reply in replies)}
    if version != "SSLv3":
        answers["secure_renegotiation"] = all(RENEGOTIATION in r.extensions for r in replies)
    if version == "TLSv1.2":
        answers["extended_master_secret"] = all(MASTER_SECRET in r.extensions for r in replies)
    return answers


def _jobs(command: ScanCommand, info: ServerConnectivityInfo) -> list[TlsJob]:
    plugin = ScanCommandsRepository.get_implementation_cls(command)
    return [
        TlsJob(NAMES[command], job.function_to_call, job.function_arguments)
        for job in plugin.scan_jobs_for_scan_command(info)
    ]


def _renegotiation(info: ServerConnectivityInfo, *, secure: bool) -> list[TlsJob]:
    plugin = ScanCommandsRepository.get_implementation_cls(ScanCommand.SESSION_RENEGOTIATION)
    safe, client = plugin.scan_jobs_for_scan_command(
        info, SessionRenegotiationExtraArgument(RENEGOTIATIONS)
    )
    jobs = [TlsJob("client_renegotiation", client.function_to_call, client.function_arguments)]
    if secure:
        jobs.append(TlsJob("secure_renegotiation", safe.function_to_call, safe.function_arguments))
    return jobs


def _read(answer: JobResult) -> tuple[str, bool | None]:
    if answer.error is not None:
        return answer.label, None
    value = answer.value
    if answer.label == "secure_renegotiation":
        return answer.label, bool(value[1])
    if answer.label == "client_renegotiation":
        return answer.label, bool(value[1][0])
    return answer.label, bool(value)
