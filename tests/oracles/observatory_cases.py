"""Cases for the comparison with the MDN HTTP Observatory: generated ones, always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

Case = dict[str, Any]

HOST = "portal.hacson.vn"
SOURCES = [
    "'self'",
    "'none'",
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'strict-dynamic'",
    "'nonce-abc123'",
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "data:",
    "https:",
    "http:",
    "*",
    "blob:",
    "https://*",
    "https://cdn.example.com",
    "https://cdn.example.com/js/",
    "https://cdn.example.com/js/app.js",
    "http://old.example.com",
    "*.example.com",
    "HTTPS://CDN.example.com",
    "ftp://files.example.com",
]
DIRECTIVES = [
    "default-src",
    "script-src",
    "style-src",
    "object-src",
    "img-src",
    "media-src",
    "frame-ancestors",
    "base-uri",
    "form-action",
    "connect-src",
    "report-uri",
    "upgrade-insecure-requests",
    "Script-Src",
    "sandbox",
]
HSTS = [
    "max-age=31536000",
    "max-age=31536000; includeSubDomains; preload",
    "max-age=15552000",
    "max-age=15551999",
    "max-age=300",
    "max-age=0",
    "includeSubDomains",
    'max-age="31536000"',
    "max-age=abc",
    "max-age=",
    "max-age = 31536000",
    "MAX-AGE=63072000",
    "max-age=31536000, max-age=31536000",
    "max-age=10; max-age=31536000",
    "max-age=-5",
    "max-age=31536000abc",
    "",
]
REFERRER = [
    "no-referrer",
    "strict-origin-when-cross-origin",
    "unsafe-url",
    "no-referrer, strict-origin-when-cross-origin",
    "nonsense, same-origin",
    "origin, nonsense",
    "nonsense",
    "No-Referrer",
    "",
]
FRAMING = [
    "DENY",
    "SAMEORIGIN",
    "sameorigin ",
    "ALLOW-FROM https://a.vn",
    "ALLOWALL",
    "",
    "DENY, DENY",
]
SNIFF = ["nosniff", "NoSniff ", "nosniff, nosniff", "sniff", ""]
CORP = ["same-origin", "same-site", "cross-origin", "Same-Origin", "nonsense", ""]
TYPES = [
    "text/html",
    "text/html; charset=utf-8",
    "application/xhtml+xml",
    "text/plain",
    "application/json",
    "",
]
COOKIES = [
    "{name}=1",
    "{name}=1; Secure",
    "{name}=1; Secure; HttpOnly",
    "{name}=1; Secure; HttpOnly; SameSite=Lax",
    "{name}=1; HttpOnly; SameSite=Strict",
    "{name}=1; SameSite=None",
    "{name}=1; Secure; SameSite=None",
    "{name}=1; Secure; SameSite=Later",
    "{name}=1; Secure; SameSite",
    "{name}=1; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Strict",
    "{name}=1; secure; httponly; samesite=lax",
]
NAMES = ["lang", "PHPSESSID", "login_token", "csrftoken", "XSRF-TOKEN", "_ga", "sessionid", "theme"]
SCRIPTS = [
    '<script src="/js/app.js"></script>',
    '<script src="js/app.js"></script>',
    "<script>var a = 1</script>",
    '<script src="https://cdn.example.com/a.js"></script>',
    '<script src="https://cdn.example.com/a.js" integrity="sha384-x" crossorigin></script>',
    '<script src="http://cdn.example.com/a.js"></script>',
    '<script src="http://cdn.example.com/a.js" integrity="sha384-x"></script>',
    '<script src="//cdn.example.com/a.js"></script>',
    '<script src="//cdn.example.com/a.js" integrity="sha384-x"></script>',
    '<script src="https://static.hacson.vn/a.js"></script>',
    '<script src="https://static.hacson.vn/a.js" integrity="sha384-x"></script>',
    '<script src="http://static.hacson.vn/a.js"></script>',
    '<script src="/js/app.js" integrity="sha384-x"></script>',
    '<script src="HTTPS://CDN.example.com/a.js"></script>',
    '<script src=""></script>',
    '<script src="https://cdn.example.com/a.js" integrity=""></script>',
]
ROUTES = [
    ["http://{host}/"],
    ["http://{host}/", "https://{host}/"],
    ["http://{host}/", "http://{host}/vi", "https://{host}/vi"],
    ["http://{host}/", "https://www.{host}/", "https://{host}/"],
    ["http://{host}/", "http://{host}/vi"],
    ["http://{host}/", "https://{host}/", "http://{host}/vi"],
    ["http://{host}/", "https://{host}:8443/"],
]


def generated(count: int, seed: int = 20261122) -> Iterator[Case]:
    """Yield *count* cases, the same ones for the same seed."""
    dice = random.Random(seed)
    for _ in range(count):
        yield _case(dice)


def _case(dice: random.Random) -> Case:
    https = dice.random() < 0.9
    headers = _headers(dice)
    verified = dice.random() < 0.9
    cookies = [
        dice.choice(COOKIES).format(name=name)
        for name in dice.sample(NAMES, dice.choice([0, 0, 1, 2]))
    ]
    if cookies:
        headers["set-cookie"] = cookies
    metas = [f'<meta http-equiv="Content-Security-Policy" content="{_policy(dice)}">'] * (
        dice.random() < 0.2
    )
    if dice.random() < 0.2:
        metas.append(f'<meta name="referrer" content="{dice.choice(REFERRER)}">')
    scripts = dice.sample(SCRIPTS, dice.choice([0, 0, 1, 1, 2, 3]))
    answer = {"headers": headers, "verified": verified}
    route = [url.format(host=HOST) for url in dice.choice(ROUTES)]
    cors = _cors(dice)
    return {
        "host": HOST,
        "auto": answer,
        "auto_url": f"{'https' if https else 'http'}://{HOST}/",
        "https": answer if https else None,
        "http": {"headers": {}, "verified": dice.random() < 0.95} if dice.random() < 0.9 else None,
        "route": route,
        "cookies": cookies,
        "html": f"<!doctype html><html><head>{''.join(metas)}</head>"
        f"<body><p>Tin</p>{''.join(scripts)}</body></html>",
        "cors": cors,
    }


def _headers(dice: random.Random) -> dict[str, Any]:
    """Mostly good headers with a few faults, so that every band of the score is met."""
    headers: dict[str, Any] = {}
    pools: dict[str, tuple[list[str], float]] = {
        "content-type": (TYPES, 0.95),
        "strict-transport-security": (HSTS, 0.8),
        "referrer-policy": (REFERRER, 0.6),
        "x-frame-options": (FRAMING, 0.7),
        "x-content-type-options": (SNIFF, 0.8),
        "cross-origin-resource-policy": (CORP, 0.5),
    }
    for name, (values, likely) in pools.items():
        if dice.random() < likely:
            headers[name] = values[0] if dice.random() < 0.5 else dice.choice(values)
    kind = dice.random()
    if kind < 0.7:
        headers["content-security-policy"] = _policy(dice)
    elif kind < 0.8:
        headers["content-security-policy"] = [_policy(dice), _policy(dice)]
    elif kind < 0.9:
        headers["content-security-policy-report-only"] = _policy(dice)
    return headers


def _policy(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.08:
        return dice.choice(["default-src 'none'", "default-src 'self'", "", "img", ";;;;;;;;"])
    names = dice.sample(DIRECTIVES, dice.randint(1, 5))
    if kind < 0.12:
        names.append(names[0])
    parts = [
        f"{name} {' '.join(dice.sample(SOURCES, dice.choice([0, 1, 1, 2, 3])))}".strip()
        for name in names
    ]
    return dice.choice(["; ", ";"]).join(parts) + dice.choice(["", ";"])


def _cors(dice: random.Random) -> Case | None:
    if dice.random() < 0.6:
        return None
    origin = "https://http-observatory.security.mozilla.org"
    headers = {"access-control-allow-origin": dice.choice(["*", origin, "https://a.vn", "null"])}
    if dice.random() < 0.5:
        headers["access-control-allow-credentials"] = dice.choice(["true", "TRUE", "false"])
    return {"headers": headers, "verified": True, "origin": origin}
