"""The Observatory's content-security-policy test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from portal_audit.scoring.external.observatory.csp_merge import (
    DUPLICATES,
    Invalid,
    parse,
    parse_meta,
)
from portal_audit.scoring.external.observatory.inputs import ObservatoryInput

BROAD = frozenset(
    {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
)
BROAD_OR_INLINE = BROAD | {"'unsafe-inline'", "data:"}
PASSIVE = ("img-src", "media-src")
NONCE_OR_HASH = ("'sha256-", "'sha384-", "'sha512-", "'nonce-")
GOOD = frozenset(
    {
        "csp-implemented-with-no-unsafe",
        "csp-implemented-with-no-unsafe-default-src-none",
        "csp-implemented-with-unsafe-inline-in-style-src-only",
        "csp-implemented-with-insecure-scheme-in-passive-content-only",
    }
)


@dataclass(slots=True)
class CspVerdict:
    """The result, and the merged directives that the framing test reads."""

    result: str
    directives: dict[str, set[str]] = field(default_factory=dict)


def judge(inputs: ObservatoryInput) -> CspVerdict:
    """Return the result string of their CSP test."""
    if inputs.auto is None:
        return CspVerdict("csp-not-implemented")
    return _judge(
        tuple(inputs.auto.all("content-security-policy")),
        inputs.meta_csp,
        bool(inputs.auto.first("content-security-policy-report-only")),
        inputs.auto_url.startswith("https:"),
    )


# The framing test reads the policies again, and so does every what-if of the same page.
@lru_cache(maxsize=16)
def _judge(
    headers: tuple[str, ...], metas: tuple[str, ...], reporting: bool, https: bool
) -> CspVerdict:
    try:
        csp = parse([*headers, *metas])
    except Invalid:
        return CspVerdict("csp-header-invalid")
    if not _size(parse, headers) + _size(parse_meta, metas):
        suffix = "-but-reporting-enabled" if reporting else ""
        return CspVerdict(f"csp-not-implemented{suffix}")
    result = _result(csp, https=https)
    if result in GOOD and DUPLICATES in csp:
        result = "csp-implemented-but-duplicate-directives"
    return CspVerdict(result, csp)


def _size(read: Callable[[Sequence[str]], dict[str, set[str]]], policies: tuple[str, ...]) -> int:
    try:
        return len(read(policies))
    except Invalid:
        return 0


def _result(csp: dict[str, set[str]], *, https: bool) -> str:
    # The fallback is the same set as default-src, and removing from it removes there too.
    default = csp.get("default-src")
    objects = csp.get("object-src") or default or {"*"}
    scripts = csp.get("script-src") or default or {"*"}
    styles = csp.get("style-src") or default or {"*"}
    for sources in (scripts, styles):
        if _nonce_or_hash(sources):
            sources.discard("'unsafe-inline'")
    if "'strict-dynamic'" in scripts:
        if not _nonce_or_hash(scripts):
            return "csp-header-invalid"
        for source in [s for s in scripts if s == "'self'" or s.startswith(tuple(BROAD))]:
            scripts.discard(source)
    active = {s for name, each in csp.items() if name not in (*PASSIVE, "script-src") for s in each}
    passive = {s for name in PASSIVE for s in csp.get(name) or default or set()}
    if scripts & BROAD_OR_INLINE or objects & BROAD:
        return "csp-implemented-with-unsafe-inline"
    if https and _insecure(active | scripts):
        return "csp-implemented-with-insecure-scheme"
    if "'unsafe-eval'" in scripts | styles:
        return "csp-implemented-with-unsafe-eval"
    if https and _insecure(passive):
        return "csp-implemented-with-insecure-scheme-in-passive-content-only"
    if styles & BROAD_OR_INLINE:
        return "csp-implemented-with-unsafe-inline-in-style-src-only"
    none = default == {"'none'"}
    return "csp-implemented-with-no-unsafe" + ("-default-src-none" if none else "")


def _nonce_or_hash(sources: set[str]) -> bool:
    return any(source.startswith(NONCE_OR_HASH) for source in sources)


def _insecure(sources: set[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)
