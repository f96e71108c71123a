"""The Observatory's cookies test."""

from __future__ import annotations

from collections.abc import Sequence

from portal_audit.parse.http.cookies import Cookie, parse
from portal_audit.scoring.external.observatory.inputs import ObservatoryInput
from portal_audit.scoring.external.observatory.sri_rule import registrable

ORDER = (
    "cookies-without-secure-flag-but-protected-by-hsts",
    "cookies-without-secure-flag",
    "cookies-session-without-secure-flag-but-protected-by-hsts",
    "cookies-samesite-flag-invalid",
    "cookies-anticsrf-without-samesite-flag",
    "cookies-session-without-httponly-flag",
    "cookies-session-without-secure-flag",
)
"""Mildest first: a later one replaces an earlier one."""
IGNORED = frozenset({"heroku-session-affinity"})
SAME_SITE = frozenset({"lax", "strict", "none"})


def judge(inputs: ObservatoryInput, *, hsts: bool) -> str:
    """Return the result string; *hsts* tells whether their HSTS test passed."""
    faults: list[str] = []
    raw = inputs.auto.all("set-cookie") if inputs.auto else []
    if any(_malformed(line) for line in raw):
        faults.append("cookies-samesite-flag-invalid")
    cookies = jar(inputs.cookies)
    if not cookies:
        return "cookies-not-found"
    for cookie in cookies:
        faults += _faults(cookie, hsts)
    if faults:
        return max(faults, key=ORDER.index)
    strict = all(_same_site(cookie) for cookie in cookies)
    return "cookies-secure-with-httponly-sessions" + ("-and-samesite" if strict else "")


def jar(lines: Sequence[tuple[str, str]]) -> list[Cookie]:
    """Return the cookies a client would keep, the last of each name, domain and path.

    Each line is the host that set it and the Set-Cookie value.
    """
    kept: dict[tuple[str, str, str], Cookie] = {}
    for host, line in lines:
        cookie = parse(line)
        if cookie is None or not cookie.name or cookie.name in IGNORED:
            continue
        if not _fits(cookie, host) or not _prefix_holds(cookie):
            continue
        kept[cookie.name, cookie.domain or host, cookie.path or "/"] = cookie
    return list(kept.values())


def _fits(cookie: Cookie, host: str) -> bool:
    domain = cookie.domain
    if domain is None:
        return True
    return host == domain or (host.endswith(f".{domain}") and registrable(domain) is not None)


def _prefix_holds(cookie: Cookie) -> bool:
    name = cookie.name.lower()
    if name.startswith("__secure-"):
        return cookie.secure
    if name.startswith("__host-"):
        return cookie.secure and cookie.domain is None and cookie.path == "/"
    return True


def _malformed(line: str) -> bool:
    """Tell whether the raw header has a SameSite that is none of the three words."""
    for part in line.strip().split(";"):
        name, equals, value = part.strip().partition("=")
        if name.strip().lower() == "samesite":
            word = value.split("=")[0].strip().lower() if equals else ""
            if word not in SAME_SITE:
                return True
    return False


def _same_site(cookie: Cookie) -> str | None:
    value = (cookie.same_site or "").strip()
    return value if value in SAME_SITE else None


def _faults(cookie: Cookie, hsts: bool) -> list[str]:
    name, same_site = cookie.name.lower(), _same_site(cookie)
    session = "login" in name or "sess" in name
    suffix = "-but-protected-by-hsts" if hsts else ""
    rules = (
        ("cookies-samesite-flag-invalid", not cookie.secure and same_site == "none"),
        (f"cookies-without-secure-flag{suffix}", not cookie.secure),
        ("cookies-anticsrf-without-samesite-flag", "csrf" in name and not same_site),
        (f"cookies-session-without-secure-flag{suffix}", session and not cookie.secure),
        ("cookies-session-without-httponly-flag", session and not cookie.http_only),
    )
    return [result for result, holds in rules if holds]
