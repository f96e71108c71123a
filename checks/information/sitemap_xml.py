"""XML site map: search engines find every page (sitemaps.org; TT 32/2017/TT-BTTTT Đ16.4.b)."""

from portal_audit.api import Crawl, Front, Outcome


def judge(crawl: Crawl, front: Front) -> Outcome:
    """Look at the file that robots.txt names, else at ``/sitemap.xml``, as the crawl read it."""
    sitemap = crawl.sitemap
    if sitemap is None or sitemap.status is None:
        return Outcome("unread", where=[front.url])
    where = [sitemap.url]
    if sitemap.status in (404, 410):
        return Outcome("missing", where=where)
    if sitemap.status != 200:
        return Outcome("unread", where=where)
    if not sitemap.valid:
        return Outcome("broken", where=where)
    if sitemap.files and not sitemap.urls:
        return Outcome("unread", where=where)  # an index, and none of its files could be read
    return Outcome("found" if sitemap.urls else "empty", where=where, count=len(sitemap.urls))
