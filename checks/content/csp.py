"""Content-Security-Policy: the page runs only scripts that the portal itself names (CSP3)."""

from collections.abc import Callable

from portal_audit.api import Front, Outcome
from portal_audit.parse.http import csp

PASSIVE = frozenset({"img-src", "media-src"})
INSECURE = ("http:", "ftp:")
Policies = tuple[csp.Policy, ...]
Sources = csp.Sources


def judge(front: Front) -> Outcome:
    """Merge all policies as browsers do; the gravest thing that gets past all of them counts."""
    where = [front.url]
    page = front.page if front.header("content-security-policy") else front.readable_page()
    metas = [
        value for name, value in (page.meta if page else ()) if name == "content-security-policy"
    ]
    sent = front.all("content-security-policy")
    policies = csp.parse_all(sent, metas)
    shown = ", ".join([*sent, *metas])[:200]
    if not sent and not metas:
        reporting = front.header("content-security-policy-report-only")
        if reporting is not None:
            return Outcome("report-only", where=where, value=reporting[:200])
        return Outcome("missing", where=where)
    if (fault := _malformed(policies, shown, where)) is not None:
        return fault
    return (
        _scripts(policies, shown, where)
        or _insecure(policies, shown, where, https=front.https)
        or _milder(policies, shown, where, https=front.https)
        or _strict(policies, shown, where)
    )


def _strict(policies: Policies, shown: str, where: list[str]) -> Outcome:
    if ignored := csp.ignored_directives(policies):
        return Outcome("strict-ignored", where=where, directives=ignored, value=shown)
    return Outcome("strict", where=where, value=shown)


def _malformed(policies: Policies, shown: str, where: list[str]) -> Outcome | None:
    """Find what makes browsers drop a directive or the whole policy."""
    if not any(name in csp.KNOWN for policy in policies for name in policy.directives):
        return Outcome("invalid", where=where, value=shown)
    repeated = [name for p in policies for name in p.duplicates if name not in csp.MAY_REPEAT]
    if repeated:
        return Outcome("repeated", where=where, directives=_once(repeated), value=shown)
    for policy in policies:
        sources = policy.sources("script-src") or ()
        dynamic = "'strict-dynamic'" in [source.lower() for source in sources]
        if dynamic and not csp.has_nonce_or_hash(sources):
            return Outcome("strict-dynamic-alone", where=where, value=shown)
    return None


def _scripts(policies: Policies, shown: str, where: list[str]) -> Outcome | None:
    """Find what lets foreign code run: inline scripts, any host, plug-ins from anywhere."""
    for directive in ("script-src-elem", "script-src-attr"):
        if csp.limited(policies, directive) and csp.allowed_by_all(
            policies, directive, csp.allows_inline
        ):
            return Outcome("unsafe-script", where=where, value=shown)
    if not csp.limited(policies, "script-src-elem"):
        return Outcome("script-unlimited", where=where, value=shown)
    if csp.allowed_by_all(policies, "script-src-elem", _broad_script):
        listed = _listed(policies, "script-src-elem", csp.is_broad)
        return Outcome("broad-script", where=where, sources=listed, value=shown)
    if not csp.limited(policies, "object-src"):
        return Outcome("object-unlimited", where=where, value=shown)
    if csp.allowed_by_all(policies, "object-src", _broad):
        listed = _listed(policies, "object-src", csp.is_broad)
        return Outcome("broad-object", where=where, sources=listed, value=shown)
    return None


def _insecure(policies: Policies, shown: str, where: list[str], *, https: bool) -> Outcome | None:
    """Find addresses without encryption among the sources of active content."""
    if not https:
        return None
    found = [
        (directive, source)
        for directive in sorted({*csp.FALLBACK, "default-src"} - PASSIVE)
        if csp.allowed_by_all(policies, directive, _lets_insecure_in(directive))
        for source in _listed(policies, directive, _is_insecure)
    ]
    if not found:
        return None
    sources = _once([source for _, source in found])
    return Outcome("insecure-scheme", where=where, sources=sources, value=shown)


def _milder(policies: Policies, shown: str, where: list[str], *, https: bool) -> Outcome | None:
    """Find what weakens a policy that otherwise holds."""
    if csp.allowed_by_all(policies, "script-src", _allows_eval):
        return Outcome("unsafe-eval", where=where, value=shown)
    for directive in sorted(PASSIVE) if https else ():
        listed = _listed(policies, directive, _is_insecure)
        if listed and csp.allowed_by_all(policies, directive, _lets_insecure_in(directive)):
            return Outcome("insecure-passive", where=where, sources=listed, value=shown)
    for directive in ("style-src-elem", "style-src-attr"):
        if _is_strict_csp(policies) and not csp.limited(policies, directive):
            continue
        if csp.allowed_by_all(policies, directive, _unsafe_style):
            return Outcome("style-unsafe", where=where, value=shown)
    return None


def _is_strict_csp(policies: Policies) -> bool:
    """Tell whether scripts are vouched for one by one: the recommended policy limits no styles.

    It is ``script-src 'nonce-…' 'strict-dynamic' https: 'unsafe-inline'; object-src 'none'`` with
    ``base-uri 'none'`` (W3C CSP3 8.2, “strict CSP”).
    """
    lists = [policy.sources("script-src-elem") or () for policy in policies]
    return any(
        csp.has_nonce_or_hash(sources) and "'strict-dynamic'" in [s.lower() for s in sources]
        for sources in lists
    )


def _broad(sources: Sources) -> bool:
    return any(csp.is_broad(source) for source in csp.host_sources(sources))


def _broad_script(sources: Sources) -> bool:
    return any(csp.is_broad(source) for source in csp.host_sources(sources, script=True))


def _is_insecure(source: str) -> bool:
    return source.startswith(INSECURE)


def _lets_insecure_in(directive: str) -> Callable[[Sources], bool]:
    script = directive in csp.SCRIPT_LIKE
    return lambda sources: any(
        _is_insecure(source) or source == "*" for source in csp.host_sources(sources, script=script)
    )


def _allows_eval(sources: Sources) -> bool:
    return "'unsafe-eval'" in [source.lower() for source in sources]


def _unsafe_style(sources: Sources) -> bool:
    return csp.allows_inline(sources, script=False) or _broad(sources)


def _listed(policies: Policies, directive: str, wanted: Callable[[str], bool]) -> list[str]:
    """Return the sources that a reader should look at."""
    lists = (policy.sources(directive) or () for policy in policies)
    return _once([s for sources in lists for s in csp.host_sources(sources) if wanted(s)])


def _once(words: list[str]) -> list[str]:
    return [word[:100] for word in dict.fromkeys(words)][:10]
