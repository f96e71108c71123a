"""A page together with the list that one of its scripts would have fetched into it."""

from dataclasses import replace

from portal_audit.evidence import Page

_MOST_LINKS, _MOST_TEXT, _MOST_MAIN, _MOST_DATES = 600, 20_000, 12_000, 80


def filled(page: Page, part: Page) -> Page:
    """Return *page* with the words, links, pictures and dates of *part*, within its bounds."""
    return replace(
        page,
        text=f"{page.text} {part.text}".strip()[:_MOST_TEXT],
        main_text=f"{page.main_text} {part.text}".strip()[:_MOST_MAIN],
        links=(*page.links, *part.links)[:_MOST_LINKS],
        images=(*page.images, *part.images),
        dates=(*page.dates, *part.dates)[:_MOST_DATES],
        filled_from=part.url,
    )
