"""The Observatory's other tests, each from what was seen to a result string."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from portal_audit.parse.http.web_url import host_of
from portal_audit.scoring.external.observatory import cookie_rule, csp_rule, sri_rule
from portal_audit.scoring.external.observatory.csp_merge import js_strip
from portal_audit.scoring.external.observatory.inputs import (
    ObservatoryInput,
    ObservatoryResponse,
)

SIX_MONTHS = 15_552_000
"""Seconds: 180 days, which they accept as six months."""
PRIVATE = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
UNSAFE = ("origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade")
_TOKEN = re.compile(r"[A-Za-z*][!#$%&'*+.^_`|~:/0-9A-Za-z-]*")


def csp(inputs: ObservatoryInput) -> str:
    """Return the result of content-security-policy."""
    return csp_rule.judge(inputs).result


def cookies(inputs: ObservatoryInput) -> str:
    """Return the result of cookies."""
    good = ("hsts-implemented-max-age-at-least-six-months", "hsts-preloaded")
    return cookie_rule.judge(inputs, hsts=hsts(inputs) in good)


def cors(inputs: ObservatoryInput) -> str:
    """Return the result of cross-origin-resource-sharing."""
    name = "cross-origin-resource-sharing"
    origin = inputs.cors.first("access-control-allow-origin") if inputs.cors else None
    if inputs.cors is None or not origin:
        return f"{name}-not-implemented"
    if origin[:256].strip() == "*":
        return f"{name}-implemented-with-public-access"
    credentials = inputs.cors.first("access-control-allow-credentials") or ""
    reflects = bool(inputs.cors_origin) and origin == inputs.cors_origin
    if reflects and credentials.strip().lower() == "true":
        return f"{name}-implemented-with-universal-access"
    return f"{name}-implemented-with-restricted-access"


def redirection(inputs: ObservatoryInput) -> str:
    """Return the result of redirection."""
    if inputs.http is None:
        return "redirection-not-needed-no-http"
    if not inputs.http.verified:
        return "redirection-invalid-cert"
    hops = [(url.partition(":")[0].lower(), host_of(url)) for url in inputs.route]
    if all(_preloaded(host, inputs) for _, host in hops):
        return "redirection-all-redirects-preloaded"
    if len(hops) == 1:
        return "redirection-missing"
    if hops[-1][0] != "https":
        return "redirection-not-to-https"
    if hops[1][0] == "http":
        return "redirection-not-to-https-on-initial-redirection"
    if hops[0][0] == "http" and hops[0][1] != hops[1][1]:
        return "redirection-off-host-from-http"
    return "redirection-to-https"


def referrer(inputs: ObservatoryInput) -> str:
    """Return the result of referrer-policy."""
    values = inputs.auto.all("referrer-policy") if inputs.auto else []
    if inputs.auto is not None and inputs.meta_referrer:
        values = [*values, inputs.meta_referrer]
    if not values:
        return "referrer-policy-not-implemented"
    words = [js_strip(word).lower() for word in ", ".join(values).split(",")]
    valid = [word for word in words if word in PRIVATE or word in UNSAFE]
    if not valid:
        return "referrer-policy-header-invalid"
    return f"referrer-policy-{'private' if valid[-1] in PRIVATE else 'unsafe'}"


def hsts(inputs: ObservatoryInput) -> str:
    """Return the result of strict-transport-security."""
    if inputs.https is None:
        return "hsts-not-implemented-no-https"
    if _preloaded(inputs.host, inputs):
        return "hsts-preloaded"
    if not inputs.https.verified:
        return "hsts-invalid-cert"
    values = inputs.https.all("strict-transport-security")
    if not values:
        return "hsts-not-implemented"
    header = values[0][:1024]
    if "," in header:
        return "hsts-header-invalid"
    parts = [js_strip(part).lower() for part in header.split(";")]
    ages = [part[8:128] for part in parts if part.startswith("max-age=")]
    if not ages:
        return "hsts-header-invalid"
    # What JavaScript cannot read as a number is not below anything: it passes their test.
    number = re.match(r"\s*([+-]?\d+)", ages[-1], re.ASCII)
    short = number is not None and int(number[1]) < SIX_MONTHS
    return f"hsts-implemented-max-age-{'less-than' if short else 'at-least'}-six-months"


def xcto(inputs: ObservatoryInput) -> str:
    """Return the result of x-content-type-options."""
    header = inputs.auto.first("x-content-type-options") if inputs.auto else None
    if not header:
        return "x-content-type-options-not-implemented"
    good = js_strip(header[:256]).lower() == "nosniff"
    return f"x-content-type-options-{'nosniff' if good else 'header-invalid'}"


def framing(inputs: ObservatoryInput) -> str:
    """Return the result of x-frame-options."""
    if inputs.auto is None:
        return "x-frame-options-not-implemented"
    if "frame-ancestors" in csp_rule.judge(inputs).directives:
        return "x-frame-options-implemented-via-csp"
    header = inputs.auto.first("x-frame-options")
    if not header:
        return "x-frame-options-not-implemented"
    word = js_strip(header[:1024]).lower()
    if word in ("deny", "sameorigin"):
        return "x-frame-options-sameorigin-or-deny"
    if word.startswith("allow-from"):
        return "x-frame-options-allow-from-origin"
    return "x-frame-options-header-invalid"


def corp(inputs: ObservatoryInput) -> str:
    """Return the result of cross-origin-resource-policy."""
    valid = ("same-site", "same-origin", "cross-origin")
    return _isolation("cross-origin-resource-policy", "corp", inputs.auto, valid, structured=False)


def coep(inputs: ObservatoryInput) -> str:
    """Return the result of cross-origin-embedder-policy (algorithm 6)."""
    valid = ("require-corp", "credentialless", "unsafe-none")
    return _isolation("cross-origin-embedder-policy", "coep", inputs.auto, valid, structured=True)


def coop(inputs: ObservatoryInput) -> str:
    """Return the result of cross-origin-opener-policy (algorithm 6)."""
    valid = ("same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none")
    return _isolation("cross-origin-opener-policy", "coop", inputs.auto, valid, structured=True)


def _isolation(
    name: str,
    short: str,
    answer: ObservatoryResponse | None,
    valid: tuple[str, ...],
    *,
    structured: bool,
) -> str:
    header = answer.first(name) if answer else None
    if not header:
        return f"{short}-not-implemented"
    word = js_strip(header[: 1024 if structured else 256]).lower()
    if structured:
        # An RFC 8941 token with parameters; a header that was sent twice has a comma in it.
        token, _, _parameters = js_strip(header[:1024]).partition(";")
        word = token.strip() if _TOKEN.fullmatch(token.strip()) else ""
    return f"{short}-implemented-with-{word}" if word in valid else f"{short}-header-invalid"


def _preloaded(host: str, inputs: ObservatoryInput) -> bool:
    return host in inputs.preloaded


def sri(inputs: ObservatoryInput) -> str:
    """Return the result of subresource-integrity."""
    return sri_rule.judge(inputs, 5)


def sri_6(inputs: ObservatoryInput) -> str:
    """Return the result of subresource-integrity (algorithm 6)."""
    return sri_rule.judge(inputs, 6)


TESTS: Mapping[str, Callable[[ObservatoryInput], str]] = {
    "content-security-policy": csp,
    "cookies": cookies,
    "cross-origin-resource-sharing": cors,
    "redirection": redirection,
    "referrer-policy": referrer,
    "strict-transport-security": hsts,
    "subresource-integrity": sri,
    "x-content-type-options": xcto,
    "x-frame-options": framing,
    "cross-origin-resource-policy": corp,
}
"""The ten tests of algorithms 4 and 5."""
TESTS_6: Mapping[str, Callable[[ObservatoryInput], str]] = {
    **TESTS,
    "subresource-integrity": sri_6,
    "cross-origin-embedder-policy": coep,
    "cross-origin-opener-policy": coop,
}
"""The twelve tests of algorithm 6."""
