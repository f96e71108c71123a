"""Language: pages say which language they are in (HTML lang, BCP 47, WCAG 2.1 SC 3.1.1)."""

from portal_audit.api import Crawl, Front, Outcome, Page
from portal_audit.parse.text.language import is_vietnamese, primary


def judge(front: Front, crawl: Crawl) -> Outcome:
    """Judge the home page, then the inner ones; an English section may say that it is English."""
    home = front.readable_page()
    if home is None:
        return Outcome("not-html", where=[front.url])
    lang = _lang(home)
    if not lang:
        return Outcome("missing", where=[home.url])
    if primary(lang) is None:
        return Outcome("invalid", where=[home.url], value=lang[:50])
    if _is_wrong(home):
        return Outcome("wrong", where=[home.url], value=lang[:50])
    inner = [page for page in crawl.pages if page.url != home.url and page.status == 200]
    if bare := [page for page in inner if not _lang(page)]:
        return Outcome("inner-missing", where=_urls(bare), count=len(bare), pages=len(inner))
    if bad := [page for page in inner if primary(_lang(page)) is None]:
        return Outcome("inner-invalid", where=_urls(bad), count=len(bad), value=_lang(bad[0])[:50])
    if wrong := [page for page in inner if _is_wrong(page)]:
        value = _lang(wrong[0])[:50]
        return Outcome("inner-wrong", where=_urls(wrong), count=len(wrong), value=value)
    return Outcome("right", where=[home.url], value=lang[:50], pages=len(inner) + 1)


def _lang(page: Page) -> str:
    return (page.lang or "").strip()


def _is_wrong(page: Page) -> bool:
    """Whether the words contradict the tag; too few words contradict nothing."""
    vietnamese = is_vietnamese(page.main_text or page.text)
    return vietnamese is not None and vietnamese != (primary(_lang(page)) == "vi")


def _urls(pages: list[Page]) -> list[str]:
    return [page.url for page in pages[:20]]
