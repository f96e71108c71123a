"""security.txt: who finds a vulnerability knows whom to report it to (RFC 9116)."""

from portal_audit.api import HttpsFront, Outcome, SecurityTxt, SecurityTxtAnswer, Visit
from portal_audit.parse.http.security_txt import SecurityTxtFile, parse
from portal_audit.parse.http.urls import host_of

ABSENT = (404, 410)
LATER = (429, 503)
"""Answers that say “not now”, perhaps to us alone."""
OURS = frozenset({"local", "budget", "forbidden", "dns"})
"""Causes that say nothing of the portal: this machine, its network, the limits of a visit."""
SYNTAX = ("invalid_line", "prec_ws", "no_space", "empty_key", "empty_value", "no_line_separators")
SIGNATURE = ("signed_format_issue", "data_after_sig", "pgp_data_error")


def judge(files: SecurityTxt, https: HttpsFront, visit: Visit) -> Outcome:
    """Read the file where it should stand, else at its old place; the gravest fault counts."""
    if not https.answered:
        return Outcome("no-https", where=[files.well_known.url])
    answer, legacy = files.well_known, False
    if not _is_file(answer) and files.legacy is not None and _is_file(files.legacy):
        answer, legacy = files.legacy, True
    where = [answer.final_url or answer.url]
    if not _is_file(answer):
        return _nothing(files)
    text = parse(answer.body, visit.at, (answer.url, answer.final_url))
    return (
        _delivery(answer, where)
        or _required(text, where)
        or _form(text, where)
        or _advice(text, answer, where, legacy=legacy)
        or Outcome("valid", where=where, expires=_day(text), contact=_contact(text))
    )


def _nothing(files: SecurityTxt) -> Outcome:
    """Neither place has the file: to whoever asks, a refusal or silence there is no file either.

    The portal has answered visitors on this very visit. What is our doing, or may be for a while,
    leaves it open.
    """
    answers = [one for one in (files.well_known, files.legacy) if one is not None]
    odd = [one for one in answers if one.status not in (200, *ABSENT)]
    for one in sorted(odd, key=_says_nothing, reverse=True):
        name = "undetermined" if _says_nothing(one) else "undelivered"
        reason = one.failure or f"HTTP {one.status}"
        return Outcome(name, where=[one.url], reason=reason[:100])
    return Outcome("missing", where=[one.url for one in answers])


def _says_nothing(answer: SecurityTxtAnswer) -> bool:
    return answer.status in LATER or answer.failure in OURS


def _is_file(answer: SecurityTxtAnswer) -> bool:
    """Whether the answer is meant to be the file, and not a page that says "not found"."""
    return answer.status == 200 and not _is_page(answer) and bool(answer.body.strip())


def _is_page(answer: SecurityTxtAnswer) -> bool:
    start = answer.body.lstrip("\ufeff \t\r\n")[:200].lower()
    return start.startswith(("<!doctype", "<html", "<head", "<body", "<script", "<?xml", "<!--"))


def _delivery(answer: SecurityTxtAnswer, where: list[str]) -> Outcome | None:
    """Judge how the file was sent (§3, §6.1)."""
    if not (answer.final_url or answer.url).lower().startswith("https:"):
        return Outcome("not-https", where=where)
    kind, _, parameters = answer.content_type.partition(";")
    if not kind.strip():
        return Outcome("no-type", where=where)
    if kind.strip().lower() != "text/plain":
        return Outcome("wrong-type", where=where, value=answer.content_type[:200])
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in ("utf-8", "utf8", "csutf8"):
            return Outcome("wrong-charset", where=where, value=answer.content_type[:200])
    if not answer.utf8:
        return Outcome("not-utf8", where=where)
    if answer.bom:
        return Outcome("byte-order-mark", where=where)
    return None


def _required(text: SecurityTxtFile, where: list[str]) -> Outcome | None:
    """Judge the two fields that no file may lack (§2.5.3, §2.5.5)."""
    if "no_contact" in text.codes:
        return Outcome("no-contact", where=where)
    if "no_expire" in text.codes:
        return Outcome("no-expires", where=where)
    if "multi_expire" in text.codes:
        return Outcome("many-expires", where=where, value=_value(text, "multi_expire"))
    if "invalid_expiry" in text.codes:
        return Outcome("bad-expires", where=where, value=_value(text, "invalid_expiry"))
    if "expired" in text.codes:
        return Outcome("expired", where=where, value=_value(text, "expired"))
    return None


def _form(text: SecurityTxtFile, where: list[str]) -> Outcome | None:
    """Judge the other values and the lines (§2.2–§2.5, §4)."""
    if "no_uri" in text.codes:
        return Outcome("no-uri", where=where, value=_value(text, "no_uri"))
    if "no_https" in text.codes:
        return Outcome("http-link", where=where, value=_value(text, "no_https"))
    if "multi_lang" in text.codes:
        return Outcome("many-languages", where=where)
    if "invalid_lang" in text.codes:
        return Outcome("bad-language", where=where, value=_value(text, "invalid_lang"))
    if "no_csaf_file" in text.codes:
        return Outcome("bad-csaf", where=where, value=_value(text, "no_csaf_file"))
    if broken := [fault for fault in text.faults if fault.code in SYNTAX]:
        return Outcome("bad-line", where=where, line=broken[0].line, value=broken[0].value)
    if any(fault.code in SIGNATURE for fault in text.faults):
        return Outcome("bad-signature", where=where)
    return None


def _advice(
    text: SecurityTxtFile, answer: SecurityTxtAnswer, where: list[str], *, legacy: bool
) -> Outcome | None:
    """Judge what RFC 9116 advises, or leaves to the reader's care."""
    if legacy:
        return Outcome("legacy-path", where=where)
    if answer.truncated:
        return Outcome("too-long", where=where)
    if answer.final_url and host_of(answer.final_url) != host_of(answer.url):
        return Outcome("elsewhere", where=where, target=answer.final_url[:200])
    if "no_canonical_match" in text.codes:
        value = _value(text, "no_canonical_match")
        return Outcome("canonical-mismatch", where=where, value=value)
    if "long_expiry" in text.codes:
        return Outcome("long-expiry", where=where, expires=_day(text))
    if "unknown_field" in text.codes and not text.signed:
        return Outcome("unknown-field", where=where, value=_value(text, "unknown_field"))
    return None


def _value(text: SecurityTxtFile, code: str) -> str:
    return next(fault.value for fault in text.faults if fault.code == code)


def _day(text: SecurityTxtFile) -> str:
    return text.expires.date().isoformat() if text.expires else ""


def _contact(text: SecurityTxtFile) -> str:
    return ", ".join(text.values("contact"))[:200]
