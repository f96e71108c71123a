"""Which groups a server takes for key exchange: enumerated, then tested one by one if unclear."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from portal_audit.collect.tls.worker.connection_variants import at_version
from portal_audit.collect.tls.worker.enumeration import NONE_FITS
from portal_audit.collect.tls.worker.jobs import JobResult, Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import (
    ClientCertificateRequested,
    EcDhEphemeralKeyInfo,
    OpenSslEcNidEnum,
    ScanCommand,
    ScanCommandsRepository,
    ServerConnectivityInfo,
    ServerRejectedTlsHandshake,
    SslClient,
    enable_ecdh_cipher_suites,
)
from portal_audit.collect.tls.worker.versions import NUMBERS

TLS13_GROUPS = (
    OpenSslEcNidEnum.X25519,
    OpenSslEcNidEnum.SECP256R1,
    OpenSslEcNidEnum.X448,
    OpenSslEcNidEnum.SECP521R1,
    OpenSslEcNidEnum.SECP384R1,
)
"""The elliptic-curve groups of RFC 8446 section 4.2.7."""

OLDER_VERSIONS = ("TLSv1.2", "TLSv1.1", "TLSv1.0")


@dataclass(slots=True)
class GroupsFound:
    """What was found for one version."""

    accepted: set[OpenSslEcNidEnum] = field(default_factory=set)
    left: list[OpenSslEcNidEnum] = field(default_factory=list)
    """Neither chosen nor refused in a plain manner."""


def groups(
    info: ServerConnectivityInfo,
    accepted: Mapping[str, Collection[str]],
    runner: Runner,
    modern: Mapping[str, bool | None],
) -> dict[str, Any]:
    """Return the groups taken at TLS 1.3 and at the best older version that has ECDHE.

    *accepted* holds the suites of each version, *modern* what was found for groups that sslyze
    cannot offer. sslyze itself looks at the best version only, where the weak groups of the older
    ones do not show.
    """
    found = {name for name, taken in modern.items() if taken}
    unknown = {name for name, taken in modern.items() if taken is None}
    elliptic = (
        v for v in OLDER_VERSIONS if any("_ECDHE_" in suite for suite in accepted.get(v, ()))
    )
    newest = ["TLSv1.3"] if accepted.get("TLSv1.3") else []
    for version in [*newest, *list(elliptic)[:1]]:
        candidates = TLS13_GROUPS if version == "TLSv1.3" else tuple(OpenSslEcNidEnum)
        plain = _enumerate(version, info, candidates, runner)
        found |= {iana_group(group) for group in plain.accepted}
        if plain.left:
            _one_by_one(version, info, plain.left, runner, found, unknown)
    return {"kind": "groups", "accepted": sorted(found), "unknown": sorted(unknown - found)}


def iana_group(number: OpenSslEcNidEnum) -> str:
    """Return the name of a group in IANA's registry of supported groups."""
    name = number.name
    return name if name.startswith("brainpool") else name.lower()


def _enumerate(
    version: str,
    info: ServerConnectivityInfo,
    candidates: Collection[OpenSslEcNidEnum],
    runner: Runner,
) -> GroupsFound:
    """Offer all, strike out the one chosen, ask again until the alert says that none fits.

    This sees more than asking one by one: below TLS 1.3 a server with an ECDSA certificate
    answers only a client that also offers the certificate's own curve (RFC 8422 section 5.1).
    """
    found = GroupsFound(left=list(candidates))
    while found.left:
        answers = list(runner.run([TlsJob("", _shake, (version, info, found.left))], bool))
        answer = answers[0] if answers else JobResult("", error=TimeoutError())
        if answer.value in found.left:
            found.accepted.add(answer.value)
            found.left.remove(answer.value)
            continue
        error = answer.error
        if isinstance(error, ServerRejectedTlsHandshake) and error.error_message in NONE_FITS:
            found.left = []
        return found
    return found


def _shake(
    version: str, info: ServerConnectivityInfo, offered: Collection[OpenSslEcNidEnum]
) -> OpenSslEcNidEnum | None:
    connection = info.get_preconfigured_tls_connection(
        override_tls_version=NUMBERS[version], should_use_legacy_openssl=False
    )
    client = connection.ssl_client
    try:
        if isinstance(client, SslClient):
            enable_ecdh_cipher_suites(NUMBERS[version], client)
            client.set_groups(list(offered))
        with suppress(ClientCertificateRequested):  # by then the group is chosen
            connection.connect()
        key = client.get_ephemeral_key()
        return OpenSslEcNidEnum(key.curve) if isinstance(key, EcDhEphemeralKeyInfo) else None
    finally:
        connection.close()


def _one_by_one(
    version: str,
    info: ServerConnectivityInfo,
    groups: Collection[OpenSslEcNidEnum],
    runner: Runner,
    found: set[str],
    unknown: set[str],
) -> None:
    """Let sslyze ask for each of the groups; add to *found* and *unknown*."""
    plugin = ScanCommandsRepository.get_implementation_cls(ScanCommand.ELLIPTIC_CURVES)
    jobs = [
        TlsJob(iana_group(job.function_arguments[1]), job.function_to_call, job.function_arguments)
        for job in plugin.scan_jobs_for_scan_command(at_version(info, NUMBERS[version]))
        if job.function_arguments[1] in groups
    ]
    left = {job.label for job in jobs}
    for answer in runner.run(sorted(jobs, key=lambda job: job.label), runner.unanswered):
        left.discard(answer.label)
        if answer.error is None and answer.value.was_accepted_by_server:
            found.add(answer.label)
        elif answer.error is not None or runner.unanswered(answer):
            unknown.add(answer.label)
    unknown |= left
