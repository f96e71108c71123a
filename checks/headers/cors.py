"""Cross-origin requests: which other sites may read what the portal answers (Fetch standard)."""

from portal_audit.api import Exchange, Outcome, Samples

ALLOW = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"


def judge(samples: Samples) -> Outcome:
    """The most permissive of the answers to two foreign origins gives the outcome."""
    cors = samples.cors
    if cors is None or (cors.foreign is None and cors.null is None):
        return Outcome("not-asked")
    foreign = [answer for answer in (cors.foreign, cors.preflight) if answer is not None]
    answers = [*foreign, *([cors.null] if cors.null else [])]
    where = [answers[0].url]
    reflecting = [answer for answer in foreign if _allowed(answer) == cors.origin]
    if any(_with_credentials(answer) for answer in reflecting):
        return Outcome("reflects-credentials", where=where, origin=cors.origin)
    # A frame that anybody puts in a sandbox sends "null": allowing it allows everybody.
    if any(_allowed(answer) == "null" for answer in answers):
        credentials = any(_with_credentials(answer) for answer in answers)
        return Outcome("reflects-null-credentials" if credentials else "reflects-null", where=where)
    if reflecting:
        return Outcome("reflects", where=where, origin=cors.origin)
    sent = [value for answer in answers if (value := _allowed(answer)) is not None]
    if not sent:
        return Outcome("none", where=where)
    if any(" " in value or "," in value or not value for value in sent):
        return Outcome("unreadable", where=where, value=sent[0][:200])
    if "*" in sent:
        credentials = any(
            _allowed(answer) == "*" and _with_credentials(answer) for answer in answers
        )
        return Outcome("public-credentials" if credentials else "public", where=where)
    return Outcome("fixed", where=where, value=sent[0][:200])


def _allowed(answer: Exchange) -> str | None:
    """Return the value as a browser takes it: repeated headers joined, spaces around it dropped."""
    values = answer.all(ALLOW)
    return ", ".join(values).strip() if values else None


def _with_credentials(answer: Exchange) -> bool:
    """Whether cookies may be sent along; the word counts in small letters only (Fetch 4.10)."""
    return ", ".join(answer.all(CREDENTIALS)).strip() == "true"
