"""X-Content-Type-Options: browsers take files for what the server says they are (Fetch)."""

from portal_audit.api import Front, Outcome


def judge(front: Front) -> Outcome:
    """Read the header as the Fetch standard does: the first of all its values counts."""
    sent = front.all("x-content-type-options")
    where = [front.url]
    if not sent:
        return Outcome("missing", where=where)
    value = ", ".join(sent)
    if value.split(",")[0].strip().lower() != "nosniff":
        return Outcome("other", where=where, value=value[:200])
    return Outcome("nosniff", where=where)
