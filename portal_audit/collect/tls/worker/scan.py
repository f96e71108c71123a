"""The scan of one address: what matters most first, each piece as soon as it is found."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from portal_audit.collect.tls.worker import (
    active_tests,
    chain,
    features,
    groups,
    key_exchange,
    large_hello,
)
from portal_audit.collect.tls.worker.browser_handshake import (
    BROWSER_NUMBERS,
    BROWSER_SUITES13,
    handshake,
)
from portal_audit.collect.tls.worker.enumeration import EarlierChoice
from portal_audit.collect.tls.worker.greeting import Greeting, greet
from portal_audit.collect.tls.worker.groups import GroupSearch
from portal_audit.collect.tls.worker.iana_numbers import suite_numbers
from portal_audit.collect.tls.worker.jobs import Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import (
    ClientCertificateRequested,
    ServerConnectivityInfo,
    ServerNetworkConfiguration,
    ServerNetworkLocation,
)
from portal_audit.collect.tls.worker.suites import Suites, enumerate_suites, iana_name, of_ssl2
from portal_audit.collect.tls.worker.versions import NUMBERS

ORDER = ("TLSv1.2", "TLSv1.3", "TLSv1.1", "TLSv1.0", "SSLv3")
"""TLS 1.2 first: it has most suites, and what groups come with them need not be asked for again."""
WITH_GROUPS = ("TLSv1.2", "TLSv1.1", "TLSv1.0")
HOPELESS = frozenset({"not-tls", "timeout", "refused", "unreachable"})
"""Results of the first handshake after which a further one would bring nothing."""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What a worker is asked; the fields are the keys of the JSON line."""

    host: str
    """In ASCII; sent as SNI."""
    address: str
    port: int
    store: str
    """PEM file of trusted roots."""
    ca_file: str | None = None
    """PEM file of further roots, and of intermediates that are not trusted."""
    user_agent: str = ""
    seconds: float = 60.0
    """For everything."""
    timeout: int = 5
    """Seconds of silence."""
    connections: int = 2
    """At once."""
    rate: float = 0.0
    """New connections a second; 0: as many as there are."""
    authorised: bool = False
    """Whether to test for published vulnerabilities, which takes an authorisation."""


def scan(request: ScanRequest) -> Iterator[dict[str, Any]]:
    """Yield each piece as soon as it is found. Raises Stalled for a server that drips."""
    runner = Runner(request.connections, request.timeout, request.seconds)
    try:
        first = _browse(request, ssl.TLSVersion.TLSv1_3)
        yield first
        if first["result"] in HOPELESS:
            return
        greeting = _connect(request, runner, first["version"])
        if greeting is None:
            yield {"kind": "error", "error": "no version of TLS could be agreed upon"}
            return
        yield from _look(greeting, request, runner, first["suite"])
    finally:
        runner.close()


def _look(
    greeting: Greeting, request: ScanRequest, runner: Runner, suite: str | None
) -> Iterator[dict[str, Any]]:
    # In RSA key exchange, and only there, the server's key decrypts and does not sign.
    signed = suite is not None and not suite.startswith("TLS_RSA_")
    info, curve = greeting.info, None
    for sent in chain.chains(info, runner, greeting.sent):
        yield chain.describe(sent, request.store, request.ca_file, signed_handshake=signed)
        curve = curve or chain.curve(sent)
    requirement = info.tls_probing_result.client_auth_requirement.name.lower()
    yield {"kind": "client certificate", "requirement": requirement}
    large = large_hello.ask(info, runner)
    yield {"kind": "large hello", "answered": large.answered}
    yield _older_browser(large.suite)
    found: dict[str, Suites] = {}
    for suites in _versions(info, runner, curve, _earlier(suite, large.suite)):
        yield suites.as_piece()
        if suites.accepted:
            found[suites.version] = suites
        if not suites.alive:
            return
    yield groups.as_piece(each.groups for each in found.values() if each.groups)
    yield features.look(info, found, runner, greeting.early_data)
    accepted = {version: suites.accepted for version, suites in found.items()}
    hashed = key_exchange.sha1(info, accepted, runner, lambda: _alive(info, runner))
    yield {"kind": "key exchange", "sha1": hashed}
    if request.authorised:
        yield active_tests.look(info, accepted, runner)


def _versions(
    info: ServerConnectivityInfo,
    runner: Runner,
    curve: str | None,
    earlier: Mapping[str, EarlierChoice],
) -> Iterator[Suites]:
    """Yield what each version takes; groups are looked for at TLS 1.3 and at one older version.

    That is the newest with ECDHE: in those below it nothing else is to be found. A server that
    answers the hello of a version with ``protocol_version`` speaks none below it either (RFC 5246
    7.2.2 and E.1): those are not asked for.
    """
    best = info.tls_probing_result.highest_tls_version_supported
    elsewhere: set[str] = set()
    older = nothing_older = False
    for version in ORDER:
        if nothing_older:
            yield Suites(version)
            continue
        # The answer to SSLv3 shows whether the server still answers.
        ssl2 = of_ssl2(info, runner) if version == "SSLv3" else None
        search = GroupSearch(version, elsewhere, curve)
        search.settled |= version != "TLSv1.3" and (older or version not in WITH_GROUPS)
        found = enumerate_suites(
            version,
            info,
            runner,
            search,
            lambda: _alive(info, runner),
            expected=NUMBERS[version] == best,
            earlier=earlier.get(version),
        )
        yield found
        if found.groups:
            elsewhere |= found.groups.found
            older |= version != "TLSv1.3"
        nothing_older = found.nothing_older and ORDER.index(version) > ORDER.index("TLSv1.3")
        if ssl2 is not None:
            ssl2.doubt(answering=found.alive and not found.unknown)
            yield ssl2
    if nothing_older:
        ssl2 = of_ssl2(info, runner)
        ssl2.doubt(answering=ssl2.alive or _alive(info, runner))
        yield ssl2


def _earlier(browser: str | None, older_browser: int | None) -> dict[str, EarlierChoice]:
    """Return what the server has chosen already, at TLS 1.3 and at TLS 1.2."""
    found = {}
    if browser in BROWSER_SUITES13:
        numbers = {name: suite_numbers()[name] for name in BROWSER_SUITES13}
        found["TLSv1.3"] = EarlierChoice(numbers[browser], frozenset(numbers.values()))
    if older_browser is not None:
        found["TLSv1.2"] = EarlierChoice(older_browser, frozenset(BROWSER_NUMBERS))
    return found


def _older_browser(suite: int | None) -> dict[str, Any]:
    """Return what a browser without TLS 1.3 gets."""
    name = next((name for name, number in suite_numbers().items() if number == suite), None)
    result = "ok" if name else "rejected"
    return {"kind": "browser", "newest": "TLSv1_2", "result": result, "suite": name}


def _browse(request: ScanRequest, newest: ssl.TLSVersion) -> dict[str, Any]:
    end = handshake(request.host, request.address, request.port, request.timeout, newest=newest)
    return {
        "kind": "browser",
        "newest": newest.name,
        "result": end.result,
        "version": end.version,
        "suite": iana_name(end.suite),
    }


def _connect(request: ScanRequest, runner: Runner, version: str | None) -> Greeting | None:
    location = ServerNetworkLocation(request.host, request.port, request.address)
    network = ServerNetworkConfiguration(
        tls_server_name_indication=request.host,
        http_user_agent=request.user_agent or None,
        network_timeout=request.timeout,
        network_max_retries=1,
    )
    return greet(location, network, NUMBERS.get(version or ""), runner)


def _alive(info: ServerConnectivityInfo, runner: Runner) -> bool:
    """Tell whether a handshake that worked at first still works."""

    def again() -> None:
        connection = info.get_preconfigured_tls_connection()
        try:
            with suppress(ClientCertificateRequested):
                connection.connect()
        finally:
            connection.close()

    return any(answer.error is None for answer in runner.run([TlsJob("again", again)], bool))
