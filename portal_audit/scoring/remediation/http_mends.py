"""Mends of the home page's answers: headers, cookies, scripts, redirects."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from portal_audit.parse.http.web_url import host_of
from portal_audit.scoring.external.observatory.csp_merge import js_strip
from portal_audit.scoring.external.observatory.inputs import (
    COOKIE,
    ObservatoryInput,
    ObservatoryResponse,
)

HARDENING = ("base-uri", "form-action", "frame-ancestors")
CSP = "content-security-policy"
_PLAIN = re.compile(r"^\s*(?:http:/*|//)", re.IGNORECASE)
_FOREIGN = re.compile(r"^\s*(?:https?:|//)", re.IGNORECASE)


def with_headers(seen: ObservatoryInput, values: Mapping[str, str]) -> ObservatoryInput:
    """Send these headers, once each, in place of what is sent under their names."""
    return _each_answer(seen, lambda answer: _with(answer, values))


def with_cookies(seen: ObservatoryInput, attributes: Mapping[str, str]) -> ObservatoryInput:
    """Give every cookie these attributes, in place of what it has under their names."""

    def changed(answer: ObservatoryResponse) -> ObservatoryResponse:
        headers = (
            (name, _cookie(value, attributes) if name == COOKIE else value)
            for name, value in answer.headers
        )
        return replace(answer, headers=tuple(headers))

    cookies = tuple((host, _cookie(value, attributes)) for host, value in seen.cookies)
    return replace(_each_answer(seen, changed), cookies=cookies)


def cors(seen: ObservatoryInput) -> ObservatoryInput:
    """Allow no foreign origin."""
    return replace(seen, cors=None)


def redirect(seen: ObservatoryInput) -> ObservatoryInput:
    """Lead from http to https of the same host at the first step, where there is https."""
    if seen.https is None or seen.http is None or not seen.route:
        return seen
    host = host_of(seen.route[0]) or seen.host
    return replace(
        seen,
        http=replace(seen.http, verified=seen.https.verified),
        route=(seen.route[0], f"https://{host}/"),
    )


def https(seen: ObservatoryInput) -> ObservatoryInput:
    """Answer over HTTPS with a good certificate what is answered over HTTP now."""
    if seen.https is not None or seen.auto is None:
        return seen
    answer = replace(seen.auto, verified=True)
    return replace(seen, auto=answer, https=answer, auto_url=f"https://{seen.host}/")


def harden(seen: ObservatoryInput) -> ObservatoryInput:
    """Add what a policy lacks: base-uri, form-action, frame-ancestors, and default-src."""
    values = seen.auto.all(CSP) if seen.auto else []
    policies = [policy for value in values for policy in value.split(",")]
    if not policies and not seen.meta_csp:
        return seen
    names = {_directive(part) for policy in policies for part in policy.split(";")}
    first = js_strip(policies[0]).rstrip("; ") if policies else ""
    lacking = [name for name in (*HARDENING, "default-src") if name not in names]
    added = [f"{name} 'self'" for name in lacking]
    hardened = "; ".join(filter(None, [first, *added]))
    return with_headers(seen, {CSP: ",".join([hardened, *policies[1:]])})


def encrypted_scripts(seen: ObservatoryInput) -> ObservatoryInput:
    """Load every script over HTTPS."""
    scripts = ((_PLAIN.sub("https://", src), integrity) for src, integrity in seen.scripts)
    return replace(seen, scripts=tuple(scripts))


def integrity(seen: ObservatoryInput) -> ObservatoryInput:
    """Give every script with an absolute address a hash."""
    scripts = (
        (src, integrity or ("sha384-" if _FOREIGN.match(src) else ""))
        for src, integrity in seen.scripts
    )
    return replace(seen, scripts=tuple(scripts))


STEPS: Mapping[str, Callable[[ObservatoryInput], ObservatoryInput]] = {
    step.__name__: step for step in (cors, redirect, https, harden, encrypted_scripts, integrity)
}


def _each_answer(
    seen: ObservatoryInput, change: Callable[[ObservatoryResponse], ObservatoryResponse]
) -> ObservatoryInput:
    """Change the page, and the answer over HTTPS that the same server gives."""
    return replace(
        seen,
        auto=seen.auto and change(seen.auto),
        https=seen.https and change(seen.https),
    )


def _with(answer: ObservatoryResponse, values: Mapping[str, str]) -> ObservatoryResponse:
    kept = tuple(header for header in answer.headers if header[0] not in values)
    return replace(answer, headers=(*values.items(), *kept))


def _cookie(line: str, attributes: Mapping[str, str]) -> str:
    names = {name.lower() for name in attributes}
    pair, *parts = line.split(";")
    kept = [part for part in parts if part.partition("=")[0].strip().lower() not in names]
    added = [f" {name}={value}" if value else f" {name}" for name, value in attributes.items()]
    return ";".join([pair, *kept, *added])


def _directive(part: str) -> str:
    return (js_strip(part).split() or [""])[0].lower()
