"""Content-Security-Policy, read as browsers read it (W3C CSP Level 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Origin = Literal["header", "meta"]
Sources = tuple[str, ...]

MAX_LENGTH = 32_768
"""Characters of one header line or meta element that are read."""
MAX_POLICIES = 64
IGNORED_IN_META = frozenset({"frame-ancestors", "report-uri", "sandbox"})
"""CSP3 §3.3: these directives have no effect in a ``<meta>`` element."""
MAY_REPEAT = frozenset({"report-uri", "report-to"})
"""Directives whose repetition the MDN Observatory forgives."""

FALLBACK: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "script-src-elem": ("script-src", "default-src"),
        "script-src-attr": ("script-src", "default-src"),
        "style-src-elem": ("style-src", "default-src"),
        "style-src-attr": ("style-src", "default-src"),
        "worker-src": ("child-src", "script-src", "default-src"),
        "frame-src": ("child-src", "default-src"),
        "script-src": ("default-src",),
        "style-src": ("default-src",),
        "object-src": ("default-src",),
        "child-src": ("default-src",),
        "connect-src": ("default-src",),
        "font-src": ("default-src",),
        "img-src": ("default-src",),
        "manifest-src": ("default-src",),
        "media-src": ("default-src",),
        "prefetch-src": ("default-src",),
    }
)
"""Where a fetch directive that is absent takes its sources from (CSP3 §6.8.3)."""

KNOWN = frozenset(
    {
        *FALLBACK,
        *MAY_REPEAT,
        *("default-src", "base-uri", "form-action", "frame-ancestors", "navigate-to"),
        *("sandbox", "upgrade-insecure-requests", "block-all-mixed-content", "plugin-types"),
        *("require-trusted-types-for", "trusted-types", "require-sri-for", "webrtc"),
        *("fenced-frame-src", "referrer", "reflected-xss"),
    }
)
"""Directive names that a specification, past or present, has given a meaning."""
SCRIPT_LIKE = frozenset({"script-src", "script-src-elem", "script-src-attr", "worker-src"})
"""Directives in which ``'strict-dynamic'`` makes browsers ignore hosts and schemes (CSP3 8.2)."""

_NONCE_OR_HASH = re.compile(r"'(?:nonce|sha256|sha384|sha512)-[A-Za-z0-9+/_-]+={0,2}'", re.I)
_BROAD = re.compile(
    r"(?:https?|ftp|data):|(?:[a-z][a-z0-9+.-]{0,20}://)?\*(?:\.\*)?(?::[0-9*]{1,5})?/?", re.I
)
_SPACES = "\t\n\f\r "
_SPLIT = re.compile(f"[{_SPACES}]+")


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy: a header value may hold several, parted by commas."""

    directives: Mapping[str, Sources]
    """Name in lower case → its values as written. The first directive of a name counts."""
    duplicates: tuple[str, ...]
    """Names that stood there again, in order, and were ignored."""
    dropped: tuple[str, ...]
    """Names of directives with a character outside ASCII, which browsers drop (CSP3 2.2.1)."""
    origin: Origin
    enforced: bool
    """False for a report-only policy."""
    raw: str

    def sources(self, directive: str) -> Sources | None:
        """Return the list that governs *directive*, fallbacks followed; ``None``: no limit."""
        for name in (directive, *FALLBACK.get(directive, ())):
            if name in self.directives:
                return self.directives[name]
        return None


def parse(value: str, origin: Origin = "header", *, enforced: bool = True) -> tuple[Policy, ...]:
    """Read one header line, or one meta element's content (a single policy list all the same).

    Never raises; what a browser ignores is left out, and a policy without any directive is none.
    """
    policies = (
        _policy(text, origin, enforced) for text in value[:MAX_LENGTH].split(",")[:MAX_POLICIES]
    )
    return tuple(policy for policy in policies if policy.directives)


def parse_all(
    headers: Iterable[str], metas: Iterable[str] = (), *, enforced: bool = True
) -> tuple[Policy, ...]:
    """Read every header line, then every meta element, in order."""
    found = [policy for value in headers for policy in parse(value, enforced=enforced)]
    found += [policy for value in metas for policy in parse(value, "meta", enforced=enforced)]
    return tuple(found[:MAX_POLICIES])


def _policy(text: str, origin: Origin, enforced: bool) -> Policy:
    directives: dict[str, Sources] = {}
    duplicates: list[str] = []
    dropped: list[str] = []
    for token in text.split(";"):
        parts = _SPLIT.split(token.strip(_SPACES))
        name = parts[0].lower()
        if not token.isascii():
            dropped.append(name)
            continue
        if not name:
            continue
        if origin == "meta" and name in IGNORED_IN_META:
            continue
        if name in directives:
            duplicates.append(name)
            continue
        directives[name] = tuple(part for part in parts[1:] if part)
    raw = text.strip(_SPACES)
    return Policy(
        MappingProxyType(directives), tuple(duplicates), tuple(dropped), origin, enforced, raw
    )


def ignored_directives(policies: Iterable[Policy]) -> list[str]:
    """Return the names that browsers make nothing of: unknown ones, and those they drop."""
    names = (
        name
        for policy in policies
        for name in (*policy.dropped, *(n for n in policy.directives if n not in KNOWN))
    )
    return list(dict.fromkeys(name[:60] for name in names))[:10]


def has_nonce_or_hash(sources: Sources) -> bool:
    """Tell whether a nonce or hash is listed, which makes browsers ignore ``'unsafe-inline'``."""
    return any(_NONCE_OR_HASH.fullmatch(source) for source in sources)


def allows_inline(sources: Sources, *, script: bool = True) -> bool:
    """Tell whether the list lets every inline script or style run (CSP3 §6.7.3.2)."""
    listed = {source.lower() for source in sources}
    if "'unsafe-inline'" not in listed or has_nonce_or_hash(sources):
        return False
    return not (script and "'strict-dynamic'" in listed)


def host_sources(sources: Sources, *, script: bool = False) -> Sources:
    """Return the sources that are hosts or schemes, in lower case.

    For scripts ``'strict-dynamic'`` makes browsers ignore them all.
    """
    listed = tuple(source.lower() for source in sources)
    if script and "'strict-dynamic'" in listed:
        return ()
    return tuple(source for source in listed if not source.startswith("'"))


def is_broad(source: str) -> bool:
    """Tell whether a source is as good as no limit: ``*``, ``https:``, ``https://*``, ``data:``."""
    return _BROAD.fullmatch(source) is not None


def allowed_by_all(
    policies: Iterable[Policy], directive: str, allows: Callable[[Sources], bool]
) -> bool:
    """Tell whether something gets past every policy: only then does it count.

    *allows* judges one source list; a policy that does not limit the directive lets all pass.
    """
    lists = [policy.sources(directive) for policy in policies]
    return all(sources is None or allows(sources) for sources in lists)


def limited(policies: Iterable[Policy], directive: str) -> bool:
    """Tell whether any policy limits the directive."""
    return any(policy.sources(directive) is not None for policy in policies)
