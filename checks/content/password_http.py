"""Passwords: none is asked for on, or sent over, an unencrypted connection (Secure Contexts)."""

from portal_audit.api import Crawl, Front, Outcome

from ._forms import forms, is_plain


def judge(front: Front, crawl: Crawl) -> Outcome:
    """Look at every page read for password fields."""
    asked = [(page, form) for page, form in forms(front, crawl) if form.password]
    if not asked:
        return Outcome("none", where=[front.url])
    if sent := [(page, form) for page, form in asked if is_plain(form.action)]:
        where = list(dict.fromkeys(page.url for page, _ in sent))[:20]
        return Outcome("sent-plain", where=where, action=sent[0][1].action[:200])
    if plain := [page.url for page, _ in asked if is_plain(page.url)]:
        return Outcome("page-plain", where=list(dict.fromkeys(plain))[:20])
    return Outcome("encrypted", where=list(dict.fromkeys(page.url for page, _ in asked))[:20])
