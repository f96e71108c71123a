"""HTTPS: the portal answers over an encrypted connection at all (RFC 9110 section 4.2.2)."""

from portal_audit.api import HttpFront, HttpsFront, Outcome


def judge(https: HttpsFront, http: HttpFront) -> Outcome:
    """An answer counts, whatever it says; silence counts as a fault only where HTTP does answer."""
    where = [https.start]
    if https.answered:
        return Outcome("answers", where=where)
    cause = https.failure.cause if https.failure else "unknown"
    detail = (https.failure.detail if https.failure else "")[:200]
    if cause == "refused":
        return Outcome("refused", where=where, detail=detail)
    if cause == "tls":
        return Outcome("broken-tls", where=where, detail=detail)
    if cause == "not-http":
        return Outcome("not-http", where=where, detail=detail)
    if cause == "timeout" and http.answered:
        return Outcome("silent", where=where, http=http.start)
    return Outcome("unknown", where=where, cause=cause)
