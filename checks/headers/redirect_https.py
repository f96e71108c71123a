"""Redirection: http leads to https at the first step (RFC 9110 §15.4).

Whether the certificate met there is good is the business of ``tls.cert_trust``: a redirect is
judged without TLS evidence.
"""

from dataclasses import dataclass

from portal_audit.api import Exchange, HttpFront, HttpsFront, Outcome
from portal_audit.parse.http.refresh import parse_refresh
from portal_audit.parse.http.web_url import host_of, resolve


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``redirect_https.toml``."""

    statuses: list[int]
    """Redirect statuses that browsers and search engines understand alike."""


def judge(http: HttpFront, https: HttpsFront, limits: Limits) -> Outcome:
    """Follow the chain of ``http://`` as it was answered; its first step decides."""
    if not https.answered:
        return Outcome("no-https", where=[https.start])
    if not http.answered:
        cause = http.failure.cause if http.failure else "no-answer"
        closed = cause in ("refused", "timeout")
        return Outcome("closed" if closed else "undetermined", where=[http.start], cause=cause)
    first = http.exchanges[0]
    target = _target(first)
    if target is None:
        return _stays(http, first)
    where = [http.start, target]
    if http.failure is not None and http.failure.cause in ("redirect-loop", "too-many-redirects"):
        return Outcome("loop", where=where, hops=len(http.exchanges))
    end = _end(http)
    if _scheme(end) != "https":
        if http.failure is not None and http.failure.cause in ("forbidden", "budget", "local"):
            return Outcome("undetermined", where=[http.start, end], cause=http.failure.cause)
        return Outcome("ends-on-http", where=[http.start, end], target=end[:200])
    if host_of(target) != host_of(http.start):
        return Outcome("off-host", where=where, target=target[:200])
    if _scheme(target) != "https":
        return Outcome("late", where=where, target=target[:200])
    if first.status not in limits.statuses:
        return Outcome("odd-status", where=where, status=first.status, target=target[:200])
    return Outcome("first-hop", where=where, status=first.status, target=target[:200])


def _target(answer: Exchange) -> str | None:
    """Return where an answer sends the visitor, or ``None`` where it does not."""
    location = answer.header("location")
    if not 300 <= answer.status < 400 or not location:
        return None
    target = resolve(answer.url, location)
    return target if host_of(target) else None


def _end(http: HttpFront) -> str:
    """Return where the chain ends, or wanted to go on to when it broke off."""
    last = http.exchanges[-1]
    return last.url if http.failure is None else _target(last) or last.url


def _stays(http: HttpFront, first: Exchange) -> Outcome:
    """The first answer is no redirect: say what it is instead.

    A visit goes on where a nearly empty page refreshes itself; a fuller page is only read.
    """
    where = [first.url]
    if first.status >= 300:
        return Outcome("error-page", where=where, status=first.status)
    refresh = _refresh(http, first)
    if _scheme(refresh) == "https":
        return Outcome("meta-refresh", where=where, target=refresh[:200])
    end = _end(http)
    if len(http.exchanges) > 1 and _scheme(end) == "https":
        return Outcome("meta-refresh", where=[first.url, end], target=end[:200])
    return Outcome("not-redirected", where=where, status=first.status)


def _scheme(url: str) -> str:
    return url.partition(":")[0].lower()


def _refresh(http: HttpFront, first: Exchange) -> str:
    """Return where the page goes on its own, by field or meta element; empty where it stays."""
    values = [*first.all("refresh"), *((http.page and [http.page.meta_content("refresh")]) or [])]
    found = next(filter(None, (parse_refresh(value) for value in values if value)), None)
    return resolve(first.url, found.url) if found else ""
