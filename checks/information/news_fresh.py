"""News: the portal's latest own posting is recent (NĐ 224/2026/NĐ-CP Đ12.2: timeliness)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from portal_audit.analyse.posting_dates import PostingDays, is_own_address_day
from portal_audit.analyse.required_information.labels import holds, words_of
from portal_audit.analyse.required_information.site_index import site_index
from portal_audit.api import Crawl, DatedText, Kind, Outcome, Page, Visit
from portal_audit.parse.text.page_clocks import clocks


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``news_fresh.toml``; days."""

    fresh_days: int
    commune_days: int
    late_days: int
    labels: Sequence[str]
    """What sections of news are called."""


def judge(crawl: Crawl, visit: Visit, limits: Limits) -> Outcome:
    """Take the newest day of posting on the news pages, or on any page where those have none."""
    home = crawl.home
    if home is None or crawl.needs_browser or home.needs_browser:
        return Outcome("unread", where=[home.url] if home else [], reason=crawl.stopped)
    today = visit.day
    shown = clocks(crawl.pages, today)
    news = list(_news_pages(crawl, limits.labels))
    posted = PostingDays()
    # Elsewhere a bare date is as likely that of a document or of a row in a budget.
    newest = (
        _newest(news, posted, today, shown)
        or _newest(crawl.pages, posted, today, shown)
        or _newest(news, _in_text, today, shown)
        or _newest(crawl.pages, is_own_address_day, today, shown)
    )
    if newest is None:
        return Outcome("no-date", where=[home.url], pages=len(crawl.pages))
    day, page, words = newest
    wanted = limits.commune_days if visit.target.kind is Kind.COMMUNE else limits.fresh_days
    age = (today - day).days
    name = "fresh" if age <= wanted else "late" if age <= limits.late_days else "stale"
    return Outcome(name, where=[page.url], newest=day.isoformat(), age=age, days=wanted, text=words)


def _news_pages(crawl: Crawl, labels: Sequence[str]) -> Iterator[Page]:
    """The home page, pages that a news label leads to, and what they lead to."""
    keys = [words_of(label) for label in labels]
    site = site_index(crawl)
    lists: set[str] = set()
    for page in crawl.pages:
        named = (*page.via[-1:], *page.headings[:1], page.title.partition(" - ")[0])
        if any(holds(words_of(name), key) for name in named for key in keys):
            lists.add(page.url)
    inside = {
        url for page in crawl.pages if page.url in lists for _, url in site.text.content(page).links
    }
    for number, page in enumerate(crawl.pages):
        under = any(holds(words_of(name), key) for name in page.via for key in keys)
        if number == 0 or under or page.url in lists or {page.url, page.asked} & inside:
            yield page


def _in_text(_: Page, dated: DatedText) -> bool:
    return dated.source == "text"


def _newest(
    pages: Iterable[Page],
    counts: Callable[[Page, DatedText], bool],
    today: date,
    shown: frozenset[str],
) -> tuple[date, Page, str] | None:
    """Return the newest day that counts; never one to come, nor one that a clock shows."""
    days = [
        (day, page, dated)
        for page in pages
        for dated in page.dates
        if not (dated.source in ("text", "time") and dated.date in shown)
        and (day := _day(dated)) is not None
        and day <= today
    ]
    # Whether a day counts is slow to tell: the newest are asked first, of equals the first met.
    days.sort(key=itemgetter(0), reverse=True)
    return next(((day, page, one.text[:120]) for day, page, one in days if counts(page, one)), None)


def _day(dated: DatedText) -> date | None:
    try:
        return date.fromisoformat(dated.date)
    except ValueError:
        return None
