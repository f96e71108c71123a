"""A published file with text, seen as the page that it stands in place of."""

from portal_audit.analyse.boilerplate import Content
from portal_audit.evidence import Document, Page


def as_content(document: Document) -> Content | None:
    """Return what a file says; ``None`` where it has no text or that could not be determined."""
    if not document.has_text:
        return None
    page = Page(document.url, document.url, document.status, title=document.title)
    return Content(
        page=page,
        text=document.text,
        words=len(document.text.split()),
        links=(),
        documents=((document.label, document.url),),
        images=0,
    )
