"""Evidence of a portal with one thing missing: each that a probe may fail to bring.

Left out is what no probe gives. A chain of certificates comes with its verdicts, or not at all; of
a front page that could not be read there is no crawl, and the portal has level N. Left out is also
a port 80 that says nothing where port 443 answers: a firewall that closes it shows just that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from portal_audit.evidence import (
    Crawl,
    DnsRecords,
    Evidence,
    Failure,
    Front,
    Gap,
    HttpFront,
    HttpsFront,
    Robots,
    Samples,
    SecurityTxt,
    SecurityTxtAnswer,
    TlsAddress,
    TlsServer,
    Unread,
    Visit,
)

ALWAYS_THERE = (Visit, HttpsFront, HttpFront, Front)
"""Without these a portal is not read at all."""
EVERY = 4
"""Of pages and documents one in so many is taken out: they are most pieces, and much alike."""
NO_CHAIN: dict[str, Any] = {
    "chain": (),
    "trusted": None,
    "trusted_with_missing": None,
    "trust_error": None,
    "trust_culprit": None,
    "missing_issuer": None,
    "host_matches": None,
    "path": (),
    "built": (),
    "stores": (),
    "deployments": (),
}
FEATURES = (
    "groups",
    "dh_bits",
    "modern_suite",
    "tls12_suite",
    "secure_renegotiation",
    "client_renegotiation",
    "compression",
    "early_data",
    "fallback_scsv",
    "extended_master_secret",
    "ocsp_stapled",
    "sha1_key_exchange",
    "client_certificate",
    "large_hello",
)


def pieces(whole: Evidence) -> Iterator[tuple[str, Evidence]]:
    """Yield what is missing, and the evidence without it."""
    for piece in whole:
        if type(piece) not in ALWAYS_THERE:
            yield type(piece).__name__, _without(whole, type(piece))
    for what, piece in _parts(whole):
        yield f"{type(piece).__name__}.{what}", Evidence(*whole, piece, missing=whole.missing)


def _without(whole: Evidence, kind: type[object]) -> Evidence:
    rest = (piece for piece in whole if type(piece) is not kind)
    return Evidence(*rest, missing={**whole.missing, kind: Gap("timeout")})


def _parts(whole: Evidence) -> Iterator[tuple[str, object]]:
    if (plain := whole.get(HttpFront)) is not None:
        failure = Failure("timeout", plain.start)
        yield "broken-off", replace(plain, exchanges=plain.exchanges[:1], failure=failure)
        yield "body", replace(plain, page=None, unread="broken-coding")
    if (front := whole.get(Front)) is not None and front.phone is not None:
        yield "phone", replace(front, phone=None)
    if (crawl := whole.get(Crawl)) is not None:
        yield from _less_of_crawl(crawl)
    if (samples := whole.get(Samples)) is not None:
        yield from _less_of_samples(samples)
    if (dns := whole.get(DnsRecords)) is not None:
        yield "caa", replace(dns, caa=None)
        yield "delegation", replace(dns, delegation=None)
        yield "aaaa", replace(dns, aaaa=(), unanswered=("AAAA",))
    if (text := whole.get(SecurityTxt)) is not None:
        yield "well_known", replace(text, well_known=_silent(text.well_known))
        if text.legacy is not None:
            yield "legacy", replace(text, legacy=_silent(text.legacy))
    if (server := whole.get(TlsServer)) is not None:
        yield from _less_of_tls(server)


def _silent(answer: SecurityTxtAnswer) -> SecurityTxtAnswer:
    return SecurityTxtAnswer(answer.url, answer.url, None, failure="timeout")


def _less_of_crawl(crawl: Crawl) -> Iterator[tuple[str, Crawl]]:
    further = crawl.pages[1:]
    alone = further[::EVERY]
    for gone in [*([page] for page in alone), *([further] if further else [])]:
        left = tuple(page for page in crawl.pages if page not in gone)
        unread = tuple(Unread(page.asked or page.url, "timeout") for page in gone)
        what = gone[0].url if len(gone) == 1 else f"{len(gone)} pages"
        yield what, replace(crawl, pages=left, unread=crawl.unread + unread)
    for number, document in [*enumerate(crawl.documents)][::EVERY]:
        rest = crawl.documents[:number], crawl.documents[number + 1 :]
        nothing = replace(document, has_text=None, text="", signatures=None, pages=None)
        yield f"document {document.url}", replace(crawl, documents=(*rest[0], *rest[1]))
        yield f"text of {document.url}", replace(crawl, documents=(*rest[0], nothing, *rest[1]))
    yield "robots", replace(crawl, robots=Robots(None))
    yield "sitemap", replace(crawl, sitemap=None)
    yield "feed", replace(crawl, feed=None)


def _less_of_samples(samples: Samples) -> Iterator[tuple[str, Samples]]:
    for name in ("not_found", "asset", "cors", "foreign_hosts"):
        lost: Any = {name: None}
        yield name, replace(samples, **lost)
    if samples.cors is not None:
        yield "cors.foreign", replace(samples, cors=replace(samples.cors, foreign=None))
        yield "cors.null", replace(samples, cors=replace(samples.cors, null=None))


def _less_of_tls(server: TlsServer) -> Iterator[tuple[str, TlsServer]]:
    for number, address in enumerate(server.addresses):
        before, after = server.addresses[:number], server.addresses[number + 1 :]
        if before or after:
            yield f"{address.address}", TlsServer((*before, *after))
        for what, less in _less_of_address(address):
            yield what, TlsServer((*before, less, *after))


def _less_of_address(address: TlsAddress) -> Iterator[tuple[str, TlsAddress]]:
    yield "chain", replace(address, **NO_CHAIN)
    for name in FEATURES:
        if getattr(address, name) is not None:
            lost: Any = {name: None, "unknown": (*address.unknown, name)}
            yield name, replace(address, **lost)
    for number, version in enumerate(address.versions):
        silent = replace(version, offered=None, suites=(), unknown=(), ordered=None)
        for what, less in (
            ("offered", silent),
            ("ordered", replace(version, ordered=None)),
            *((suite, _unknown(version, suite)) for suite in version.suites),
        ):
            versions = (*address.versions[:number], less, *address.versions[number + 1 :])
            yield f"{version.version} {what}", replace(address, versions=versions)


def _unknown(version: Any, suite: str) -> Any:
    left = tuple(name for name in version.suites if name != suite)
    return replace(version, suites=left, unknown=(*version.unknown, suite))
