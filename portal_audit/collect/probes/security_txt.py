"""Fetch ``security.txt`` (RFC 9116): where it should stand, then where it used to."""

from __future__ import annotations

import codecs

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.request_url import request_url
from portal_audit.collect.probes.base import probe
from portal_audit.collect.probes.http import https_start
from portal_audit.errors import NoEvidence
from portal_audit.evidence import HttpsFront, SecurityTxt, SecurityTxtAnswer
from portal_audit.evidence.answer import HttpResponse
from portal_audit.model import Target
from portal_audit.parse.http.content_type import media_type

MAX_BODY = 32 * 1024
WELL_KNOWN = "/.well-known/security.txt"
LEGACY = "/security.txt"


@probe
async def security_txt(target: Target, client: HttpClient, https: HttpsFront) -> SecurityTxt:
    """Ask over HTTPS only, as RFC 9116 section 3 requires.

    A portal whose HTTPS does not answer has no valid file, whatever stands on plain HTTP: that
    is a fact, not a gap. It is kept as an answer without status whose ``failure`` is why HTTPS
    did not answer, without another request. Raises NoEvidence where a file cannot be decoded.
    """
    origin = request_url(https_start(target)).origin
    if not https.answered:
        cause = https.failure.cause if https.failure is not None else "no-https"
        url = origin + WELL_KNOWN
        return SecurityTxt(SecurityTxtAnswer(url, url, None, failure=cause))
    well_known = await _ask(client, origin + WELL_KNOWN)
    if well_known.status == 200:
        return SecurityTxt(well_known)
    return SecurityTxt(well_known, await _ask(client, origin + LEGACY))


async def _ask(client: HttpClient, url: str) -> SecurityTxtAnswer:
    redirects = await client.follow_redirects(url, max_body=MAX_BODY, use_robots=False)
    if redirects.answer is None:
        failure = redirects.failure
        return SecurityTxtAnswer(
            url, failure.url if failure else url, None, failure=failure.cause if failure else ""
        )
    answer = redirects.answer
    if answer.status == 200 and answer.unreadable:
        raise NoEvidence(answer.unreadable)
    return SecurityTxtAnswer(
        url=url,
        final_url=answer.url,
        status=answer.status,
        content_type=media_type(answer.all("content-type")),
        body=answer.body.decode("utf-8-sig", "replace"),
        utf8=_is_utf8(answer),
        bom=answer.body.startswith(codecs.BOM_UTF8),
        truncated=answer.truncated,
    )


def _is_utf8(answer: HttpResponse) -> bool:
    """Return whether the body is UTF-8, forgiving a character that the limit cut in two."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(answer.body, final=not answer.truncated)
    except UnicodeDecodeError:
        return False
    return True
