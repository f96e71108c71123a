"""Fixes of the home page's answers: headers, cookies, scripts, redirects."""

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


def with_headers(site: ObservatoryInput, values: Mapping[str, str]) -> ObservatoryInput:
    """Send these headers, once each, in place of what is sent under their names."""
    return _each_answer(site, lambda answer: _with(answer, values))


def with_cookies(site: ObservatoryInput, attributes: Mapping[str, str]) -> ObservatoryInput:
    """Give every cookie these attributes, in place of what it has under their names."""

    def changed(answer: ObservatoryResponse) -> ObservatoryResponse:
        headers = (
            (name, _cookie(value, attributes) if name == COOKIE else value)
            for name, value in answer.headers
        )
        return replace(answer, headers=tuple(headers))

    cookies = tuple((host, _cookie(value, attributes)) for host, value in site.cookies)
    return replace(_each_answer(site, changed), cookies=cookies)


def cors(site: ObservatoryInput) -> ObservatoryInput:
    """Allow no foreign origin."""
    return replace(site, cors=None)


def redirect(site: ObservatoryInput) -> ObservatoryInput:
    """Lead from http to https of the same host at the first step, where there is https."""
    if site.https is None or site.http is None or not site.route:
        return site
    host = host_of(site.route[0]) or site.host
    return replace(
        site,
        http=replace(site.http, verified=site.https.verified),
        route=(site.route[0], f"https://{host}/"),
    )


def https(site: ObservatoryInput) -> ObservatoryInput:
    """Answer over HTTPS with a good certificate what is answered over HTTP now."""
    if site.https is not None or site.auto is None:
        return site
    answer = replace(site.auto, verified=True)
    return replace(site, auto=answer, https=answer, auto_url=f"https://{site.host}/")


def harden(site: ObservatoryInput) -> ObservatoryInput:
    """Add what a policy lacks: base-uri, form-action, frame-ancestors, and default-src."""
    values = site.auto.all(CSP) if site.auto else []
    policies = [policy for value in values for policy in value.split(",")]
    if not policies and not site.meta_csp:
        return site
    names = {_directive(part) for policy in policies for part in policy.split(";")}
    first = js_strip(policies[0]).rstrip("; ") if policies else ""
    lacking = [name for name in (*HARDENING, "default-src") if name not in names]
    added = [f"{name} 'self'" for name in lacking]
    hardened = "; ".join(filter(None, [first, *added]))
    return with_headers(site, {CSP: ",".join([hardened, *policies[1:]])})


def encrypted_scripts(site: ObservatoryInput) -> ObservatoryInput:
    """Load every script over HTTPS."""
    scripts = ((_PLAIN.sub("https://", src), integrity) for src, integrity in site.scripts)
    return replace(site, scripts=tuple(scripts))


def integrity(site: ObservatoryInput) -> ObservatoryInput:
    """Give every script with an absolute address a hash."""
    scripts = (
        (src, integrity or ("sha384-" if _FOREIGN.match(src) else ""))
        for src, integrity in site.scripts
    )
    return replace(site, scripts=tuple(scripts))


STEPS: Mapping[str, Callable[[ObservatoryInput], ObservatoryInput]] = {
    step.__name__: step for step in (cors, redirect, https, harden, encrypted_scripts, integrity)
}


def _each_answer(
    site: ObservatoryInput, change: Callable[[ObservatoryResponse], ObservatoryResponse]
) -> ObservatoryInput:
    """Change the page, and the answer over HTTPS that the same server gives."""
    return replace(
        site,
        auto=site.auto and change(site.auto),
        https=site.https and change(site.https),
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
