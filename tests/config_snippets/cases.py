"""The table: which fault each check's lines are to fix, how it is brought about, what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.config_snippets.application import ORIGIN, PAGE, Headers


@dataclass(frozen=True, slots=True)
class Case:
    """A fault of a real server, and what its check says before and after the lines are pasted."""

    check: str
    before: str
    """Outcome at the faulty server."""
    after: str
    """Outcome once the lines stand in its configuration."""
    sends: Headers = ()
    """What the application behind the server sends."""
    page: str = PAGE
    faulty: Mapping[str, str] = field(default_factory=dict)
    """Server → lines of its general part that bring the fault about."""
    certificate: str = "good"
    redirects: bool = True
    https: bool = True
    static: bool = False
    bare_errors: bool = False
    visits: int = 1
    """Scans until the server can show what it does; the last one counts."""
    only: frozenset[str] = frozenset({"nginx", "apache", "haproxy"})
    """The servers at which the fault can be brought about."""

    def behind_alone(self, server: str) -> bool:
        """Tell whether the fault is the application's, and the server as any other."""
        rest = (self.certificate, self.redirects, self.https, self.static, self.visits)
        return not self.faulty.get(server) and rest == ("good", True, True, False, 1)

    def __str__(self) -> str:
        """Name the case as pytest shows it."""
        return f"{self.check}-{self.before}"


APACHE = frozenset({"apache"})  # never offers suites without authentication
NOT_APACHE = frozenset({"nginx", "haproxy"})
ONE_YEAR = "max-age=31536000"
OLD_TLS = {
    "nginx": "ssl_protocols TLSv1 TLSv1.1 TLSv1.2;\nssl_ciphers ALL:@SECLEVEL=0;",
    "apache": "SSLProtocol all\nSSLCipherSuite ALL:@SECLEVEL=0",
    "haproxy": "ssl-default-bind-options ssl-min-ver TLSv1.0\n"
    "ssl-default-bind-ciphers ALL:@SECLEVEL=0",
}
STATIC_KEY = {
    "nginx": "ssl_protocols TLSv1.2;\nssl_ciphers AES128-GCM-SHA256;",
    "apache": "SSLProtocol -all +TLSv1.2\nSSLCipherSuite AES128-GCM-SHA256",
    "haproxy": "ssl-default-bind-options ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.2\n"
    "ssl-default-bind-ciphers AES128-GCM-SHA256",
}
OLD_GROUPS = {
    "nginx": "ssl_ecdh_curve secp224r1:prime256v1;\nssl_ciphers ALL:@SECLEVEL=0;",
    "apache": "SSLOpenSSLConfCmd Groups secp224r1:prime256v1\nSSLCipherSuite ALL:@SECLEVEL=0",
    "haproxy": "ssl-default-bind-curves secp224r1:prime256v1\n"
    "ssl-default-bind-ciphers ALL:@SECLEVEL=0",
}
SHA1 = {
    "nginx": "ssl_protocols TLSv1.2;\nssl_ciphers ECDHE+AESGCM:@SECLEVEL=0;",
    "apache": "SSLProtocol -all +TLSv1.2\nSSLCipherSuite ECDHE+AESGCM:@SECLEVEL=0",
}
DHE = {"apache": "SSLProtocol -all +TLSv1.2\nSSLCipherSuite DHE+AESGCM"}

TLS = (
    Case("tls.https", "refused", "answers", redirects=False, https=False),
    Case("tls.cert_trust", "self-signed", "trusted", certificate="self-signed"),
    Case("tls.cert_trust", "incomplete-unproven", "trusted", certificate="leaf-only"),
    Case(
        "tls.cert_key",
        "weak-rsa",
        "strong",
        certificate="weak-key",
        faulty=OLD_TLS,
        only=frozenset({"nginx", "apache"}),  # HAProxy here loads no such key
    ),
    Case("tls.versions", "old", "modern", faulty=OLD_TLS),
    Case("tls.ciphers", "anonymous", "strong", faulty=OLD_TLS, only=NOT_APACHE),
    Case("tls.ciphers", "sha1-cbc", "strong", faulty=OLD_TLS, only=APACHE),
    Case("tls.forward_secrecy", "none", "always", faulty=STATIC_KEY, certificate="rsa"),
    Case("tls.kex_groups", "old-group", "strong", faulty=OLD_GROUPS),
    Case("tls.kex_groups", "dhe", "strong", faulty=DHE, certificate="rsa", only=APACHE),
    Case(
        "tls.early_data",
        "on",
        "off",
        faulty={"nginx": "ssl_protocols TLSv1.2 TLSv1.3;\nssl_early_data on;"},
        only=frozenset({"nginx"}),
    ),
    Case(
        "tls.ocsp",
        "not-stapled",
        "stapled",
        certificate="with-ocsp",
        only=frozenset({"nginx", "apache"}),
        visits=2,  # nginx fetches the proof when it is first asked for one
    ),
    Case(
        "tls.kex_hash",
        "sha1",
        "refused",
        faulty=SHA1,
        certificate="rsa",
        only=frozenset({"nginx", "apache"}),
    ),
    # What OpenSSL of today can no longer do wrong: the lines are taken, and do no harm.
    Case("tls.compression", "off", "off"),
    Case("tls.renegotiation", "secure", "secure"),
)

HSTS = "Strict-Transport-Security"
CSP = "Content-Security-Policy"
COOKIES = (
    ("Set-Cookie", "PHPSESSID=a1; path=/"),
    ("Set-Cookie", "ASP.NET_SessionId=b2; path=/"),
    ("Set-Cookie", "lang=vi; path=/; max-age=86400"),
)
POWERED = (("X-Powered-By", "PHP/7.4.3"), ("X-Generator", "Portal 4.2"))
HTTP_SCRIPT = PAGE + '<script src="http://cdn.example/a.js"></script>'

HEADERS = (
    Case("headers.redirect_https", "not-redirected", "first-hop", redirects=False),
    Case("headers.hsts", "missing", "strong"),
    Case("headers.hsts", "too-short", "strong", [(HSTS, "max-age=60")]),
    Case("headers.hsts", "repeated", "strong", [(HSTS, f"{ONE_YEAR}, max-age=60")]),
    Case("headers.hsts_subdomains", "left-out", "included", [(HSTS, ONE_YEAR)]),
    Case("headers.xcto", "missing", "nosniff"),
    Case("headers.xcto", "other", "nosniff", [("X-Content-Type-Options", "sniff")]),
    Case("headers.framing", "missing", "xfo"),
    Case("headers.framing", "invalid", "xfo", [("X-Frame-Options", "ALLOWALL")]),
    Case("headers.referrer", "missing", "strict"),
    Case("headers.referrer", "unsafe", "strict", [("Referrer-Policy", "unsafe-url")]),
    Case("headers.permissions", "missing", "restricts"),
    Case("headers.permissions", "open-to-all", "restricts", [("Permissions-Policy", "camera=*")]),
    Case("headers.isolation", "absent", "isolated"),
    Case("headers.isolation", "invalid", "isolated", [("Cross-Origin-Opener-Policy", "same")]),
    Case("headers.deprecated", "xss-filter", "none", [("X-XSS-Protection", "1; mode=block")]),
    Case("headers.deprecated", "key-pins", "none", [("Public-Key-Pins", 'pin-sha256="x"')]),
    Case("headers.deprecated", "dropped", "none", [("Expect-CT", "max-age=0"), ("P3P", "CP=x")]),
    # What cannot be switched off is the bare name of the product.
    Case("headers.disclosure", "version", "product", POWERED, only=frozenset({"nginx", "apache"})),
    Case("headers.disclosure", "version", "silent", POWERED, only=frozenset({"haproxy"})),
    Case("headers.content_type", "no-charset", "right", [("Content-Type", "text/html")]),
)
CORS = "Access-Control-Allow-Origin"
CREDENTIALS = ("Access-Control-Allow-Credentials", "true")
ONLY_PAGES = {
    "nginx": "add_header X-Content-Type-Options nosniff;",
    "apache": 'Header set X-Content-Type-Options nosniff "expr=%{REQUEST_STATUS} == 200"',
}
SEVERAL_PAGES = (
    Case("headers.cors", "reflects-credentials", "fixed", [(CORS, ORIGIN), CREDENTIALS]),
    Case("headers.cors", "reflects-null", "fixed", [(CORS, "null")]),
    Case("headers.cors", "public-credentials", "fixed", [(CORS, "*"), CREDENTIALS]),
    Case(
        "headers.consistency",
        "errors-bare",
        "same",
        faulty=ONLY_PAGES,
        only=frozenset({"nginx", "apache"}),
    ),
    Case(
        "headers.consistency",
        "errors-bare",
        "same",
        [("X-Content-Type-Options", "nosniff")],
        bare_errors=True,
    ),
)
COOKIE = (
    Case("cookies.secure", "session-open", "all-secure", COOKIES),
    Case("cookies.httponly", "exposed", "protected", COOKIES),
    Case("cookies.samesite", "absent", "limited", COOKIES),
    Case("cookies.samesite", "csrf-absent", "limited", [("Set-Cookie", "csrf=c; path=/")]),
)
CONTENT = (
    Case("content.csp", "missing", "strict"),
    Case("content.csp", "unsafe-script", "strict", [(CSP, "script-src 'unsafe-inline'")]),
    Case("content.csp_hardening", "few", "all", [(CSP, "default-src 'self'")]),
    # A stop-gap until the addresses are fixed, and called one in its text.
    Case("content.mixed_active", "script", "upgraded", page=HTTP_SCRIPT),
)
TYPE = {
    "nginx": "default_type application/octet-stream;",
    "apache": "AddType application/octet-stream .txt",
}
FALLBACK = {"apache": "FallbackResource /index.html\nAddType text/html .html"}
LISTS = {"nginx": "autoindex on;", "apache": "Options +Indexes"}
LINKS_A_DIRECTORY = PAGE + '<a href="/.well-known/">Tệp</a>'
EXPOSURE = (
    Case(
        "exposure.dir_index",
        "listed",
        "none",
        page=LINKS_A_DIRECTORY,
        faulty=LISTS,
        only=frozenset({"nginx", "apache"}),
    ),
    Case("exposure.security_txt", "wrong-type", "valid", faulty=TYPE),
    Case("exposure.soft_404", "home-again", "right", faulty=FALLBACK, static=True),
)

CASES = (*TLS, *HEADERS, *SEVERAL_PAGES, *COOKIE, *CONTENT, *EXPOSURE)

UNTESTED = {
    ("tls.kex_hash", "haproxy"): "needs HAProxy 2.8, which not every Debian has",
    ("tls.pqc", "nginx"): "needs OpenSSL 3.5, which not every Debian has",
    ("tls.pqc", "apache"): "needs OpenSSL 3.5, which not every Debian has",
    ("exposure.diagnostic", "apache"): "needs PHP inside Apache",
    ("tls.cert_key", "haproxy"): "HAProxy loads no key as weak as this one, whatever its settings",
}
"""(check, server) → why its lines cannot be tried here."""
