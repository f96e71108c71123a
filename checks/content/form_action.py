"""Forms: what people type goes to the portal itself, and encrypted."""

from dataclasses import dataclass

from portal_audit.api import Crawl, Form, Front, Outcome
from portal_audit.parse.http.urls import host_of

from ._foreign import is_foreign
from ._forms import forms, is_plain


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``form_action.toml``."""

    trusted: list[str]
    """Domains of the state, below which other portals receive forms too."""


def judge(front: Front, crawl: Crawl, limits: Limits) -> Outcome:
    """Look at where every form leads; a search handed to a search engine is the mildest case.

    A portal without https fails here too: what people type into it is readable on its way.
    """
    found = forms(front, crawl)
    if not found:
        return Outcome("none", where=[front.url])
    if plain := [(page, form) for page, form in found if is_plain(form.action)]:
        where = list(dict.fromkeys(page.url for page, _ in plain))[:20]
        return Outcome("plain", where=where, count=len(plain), action=plain[0][1].action[:200])
    away = [(p, form) for p, form in found if _is_foreign(form, p.url, limits.trusted)]
    if typed := [(p, form) for p, form in away if form.password or form.method.lower() == "post"]:
        where = list(dict.fromkeys(page.url for page, _ in typed))[:20]
        return Outcome("foreign", where=where, count=len(typed), action=typed[0][1].action[:200])
    if away:
        where = list(dict.fromkeys(page.url for page, _ in away))[:20]
        return Outcome("foreign-search", where=where, action=away[0][1].action[:200])
    return Outcome("own", where=[front.url], count=len(found))


def _is_foreign(form: Form, page: str, trusted: list[str]) -> bool:
    host = host_of(form.action)
    return is_foreign(form.action, page) and not any(
        host == name or host.endswith("." + name) for name in trusted
    )
