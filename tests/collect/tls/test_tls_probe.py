"""The TLS probe on real servers: what they offer, and servers that refuse to be looked at."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.dh import DHParameterNumbers
from cryptography.hazmat.primitives.serialization import Encoding, ParameterFormat

from portal_audit.collect.http.limits import VisitLimits
from portal_audit.collect.tls.known_groups import known_primes
from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.demo.certificates import Authority, Issued
from portal_audit.errors import NoEvidence
from portal_audit.evidence import Failure, HttpsFront, TlsAddress
from tests.bounded_time import sooner_than
from tests.collect.tls.tls_lab import HOST, LabServer, look, wait_until

TLS12 = (
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
)
TLS13 = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
}

OWN_PRIME = int(
    "9e4f61606674fb860fb87dbe30576e07ef5d47ee1a769100819c142878ee55f9"
    "d9d30bdc2b9150aa79dc3c14558dcdc2cec9771cc0555f458d2270cf1f403520"
    "a7c22990df68becd4160b9ddc5af94da3ba04dd2887f53f63b5db6635242018d"
    "a70f0afc59e51597c496d779512bf576454dccc50e0dba87cd4bb9d6e1ff247f",
    16,
)
"""A safe prime of 1024 bits, made with ``openssl dhparam``: nobody has published it."""


SHORT = VisitLimits(read_timeout=1, tls_rate=1000)
"""For servers that say nothing: every silence is waited for."""


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    """End the workers, so that no other test finds processes that it did not start."""
    yield
    POOL.close()


@pytest.fixture
def ca_file(authority: Authority, tmp_path: Path) -> str:
    file = tmp_path / "ca.pem"
    file.write_bytes(authority.root.pem + authority.intermediate.pem)
    return str(file)


def serving(folder: Path, *chain: Issued) -> ssl.SSLContext:
    """Return a context that sends these certificates; the first one's key is used."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE+AESGCM")
    context.set_ecdh_curve("prime256v1")
    file = folder / "server.pem"
    file.write_bytes(chain[0].key_pem + b"".join(link.pem for link in chain))
    context.load_cert_chain(file)
    return context


@pytest.fixture
def clean(authority: Authority, tmp_path: Path) -> ssl.SSLContext:
    return serving(tmp_path, authority.leaf(HOST), authority.intermediate)


def run(server: LabServer, ca_file: str | None = None) -> TlsAddress:
    return asyncio.run(look(server.port, ca_file=ca_file))


def offered(address: TlsAddress) -> dict[str, bool | None]:
    return {entry.version: entry.offered for entry in address.versions}


def test_everything_about_a_clean_server(clean: ssl.SSLContext, ca_file: str) -> None:
    with LabServer(clean) as server:
        seen = run(server, ca_file)
    assert offered(seen) == {
        "SSLv2": False,
        "SSLv3": False,
        "TLSv1.0": False,
        "TLSv1.1": False,
        "TLSv1.2": True,
        "TLSv1.3": True,
    }
    tls12, tls13 = seen.version("TLSv1.2"), seen.version("TLSv1.3")
    assert tls12 is not None
    assert sorted(tls12.suites) == sorted(TLS12)
    assert tls13 is not None
    assert set(tls13.suites) == TLS13
    assert (seen.trusted, seen.trust_error, seen.trust_store) == (True, None, "mozilla+ca-file")
    assert (seen.host, seen.host_matches) == (HOST, True)
    assert [certificate.is_ca for certificate in seen.chain] == [False, True]
    assert seen.built[0] == seen.chain[0].subject
    assert (len(seen.built), seen.built[-1]) == (3, seen.chain[1].issuer)
    said = {store.store: store.trusted for store in seen.stores}
    assert said == dict.fromkeys(("Android", "Apple", "Java", "Mozilla", "Windows"), False)
    assert seen.groups == ("secp256r1",)
    assert (seen.dh_bits, seen.dh_prime) == (None, None)
    assert seen.modern_suite in TLS13
    assert seen.tls12_suite in TLS12
    assert seen.secure_renegotiation is True
    assert (seen.client_renegotiation, seen.compression, seen.early_data) == (False,) * 3
    assert seen.extended_master_secret is True
    assert seen.fallback_scsv is None, "one old version alone: sslyze would only infer it"
    assert seen.ocsp_stapled is False
    assert seen.unknown == ()
    assert seen.connections == server.connections


@pytest.mark.parametrize(
    ("fault", "error", "with_missing"),
    [
        ("expired", "expired", False),
        ("self-signed", "self-signed", False),
        ("missing", "incomplete-chain", True),
        ("not-yet", "not-yet-valid", False),
    ],
)
def test_why_a_chain_is_not_trusted(
    authority: Authority,
    tmp_path: Path,
    ca_file: str,
    fault: str,
    error: str,
    with_missing: bool,
) -> None:
    age = {"expired": timedelta(days=100), "not-yet": timedelta(days=-5)}.get(fault)
    leaf = authority.leaf(HOST, age=age or timedelta(days=10), self_signed=fault == "self-signed")
    chain = [leaf] if fault in ("self-signed", "missing") else [leaf, authority.intermediate]
    with LabServer(serving(tmp_path, *chain)) as server:
        seen = run(server, ca_file)
    assert (seen.trusted, seen.trust_error, seen.trusted_with_missing) == (
        False,
        error,
        with_missing,
    )
    named = "Hạc Sơn Testbed Issuing CA" if fault == "missing" else None
    assert seen.missing_issuer == named
    assert seen.built == ()


@pytest.mark.parametrize(
    ("name", "bits"), [("ffdhe2048", 2048), ("modp1024", 1024), ("custom", 1024)]
)
def test_the_primes_of_finite_field_diffie_hellman(
    authority: Authority, tmp_path: Path, name: str, bits: int
) -> None:
    context = serving(tmp_path, authority.leaf(HOST, rsa_key=True), authority.intermediate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
    published = [prime for prime, known in known_primes().items() if known == name]
    numbers = DHParameterNumbers(published[0] if published else OWN_PRIME, 2)
    file = tmp_path / "dh.pem"
    file.write_bytes(numbers.parameters().parameter_bytes(Encoding.PEM, ParameterFormat.PKCS3))
    context.load_dh_params(str(file))
    with LabServer(context) as server:
        seen = run(server)
    assert (seen.dh_bits, seen.dh_prime) == (bits, name)
    assert "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256" in seen.suites
    assert seen.tls12_suite == "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"


def test_nobody_trusts_a_root_that_was_not_given(clean: ssl.SSLContext) -> None:
    with LabServer(clean) as server:
        seen = run(server)
    assert (seen.trusted, seen.trust_error, seen.trust_store) == (
        False,
        "unknown-issuer",
        "mozilla",
    )


@pytest.mark.parametrize("then", ["silent", "closes"])
def test_a_server_that_tires_of_us_has_unknown_suites_not_rejected_ones(
    clean: ssl.SSLContext, then: str
) -> None:
    with LabServer(clean, patience=7, then=then) as server:
        seen = asyncio.run(look(server.port, limits=SHORT))
    assert seen.chain, "what came before is kept"
    assert None in offered(seen).values()
    assert False not in offered(seen).values()
    assert offered(seen)["SSLv3"] is None
    assert seen.connections < 60, "and it is left in peace"


def test_a_server_that_drips_is_given_up_and_the_rest_is_kept(clean: ssl.SSLContext) -> None:
    limits = replace(SHORT, site_timeout=12)  # of which TLS gets half
    with LabServer(clean, patience=5, then="drips") as server:
        seen = asyncio.run(sooner_than(10, look(server.port, limits=limits)))
    assert seen.chain
    assert offered(seen)["TLSv1.0"] is None


@pytest.mark.parametrize(
    ("then", "reason", "applies"),
    [("http", "no-https", False), ("silent", "timeout", True), ("drips", "timeout", True)],
)
def test_what_speaks_no_tls_costs_one_connection(then: str, reason: str, applies: bool) -> None:
    with LabServer(None, patience=0, then=then) as server:
        with pytest.raises(NoEvidence) as caught:
            asyncio.run(look(server.port, limits=SHORT))
        assert (caught.value.reason, caught.value.applies) == (reason, applies)
        assert server.connections == 1


@pytest.mark.parametrize("then", ["silent", "closes"])
def test_who_answers_visitors_but_no_probe_is_judged_by_what_the_visit_was_sent(
    authority: Authority, tmp_path: Path, ca_file: str, then: str
) -> None:
    ended = authority.leaf(HOST, age=timedelta(days=100))
    context = serving(tmp_path, ended, authority.intermediate)
    with LabServer(context, patience=1, then=then) as server:
        seen = asyncio.run(look(server.port, ca_file=ca_file, visited=True, limits=SHORT))
    assert len(seen.chain) == 2
    assert (seen.trusted, seen.trust_error, seen.host_matches) == (False, "expired", True)
    assert set(offered(seen).values()) == {None}, "what was not asked for is unknown"


@pytest.mark.parametrize(
    ("cause", "detail", "reason", "applies"),
    [
        ("refused", "connection refused", "no-https", False),
        ("dns", "", "no-https", False),
        ("timeout", "no connection", "no-https", False),
        ("timeout", "no answer", "timeout", True),
        ("forbidden", "", "forbidden", True),
    ],
)
def test_nobody_knocks_again_at_a_dead_door(
    clean: ssl.SSLContext, cause: str, detail: str, reason: str, applies: bool
) -> None:
    with LabServer(clean) as server:
        url = f"https://{HOST}:{server.port}/"
        front = HttpsFront(url, (), Failure(cause, url, detail))
        with pytest.raises(NoEvidence) as caught:
            asyncio.run(look(server.port, front=front))
        assert (caught.value.reason, caught.value.applies) == (reason, applies)
        assert server.connections == 0


def test_cancelling_ends_the_scan_and_the_pool_goes_on(clean: ssl.SSLContext) -> None:
    async def cancel(port: int) -> None:
        task = asyncio.create_task(look(port))
        await asyncio.to_thread(wait_until, lambda: server.connections > 0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with LabServer(clean, patience=3) as server:
        asyncio.run(cancel(server.port))
    with LabServer(clean) as server:
        assert run(server).chain
