"""Signed documents: how many of the PDFs that were read carry a digital signature, and whose."""

from collections import Counter

from portal_audit.api import Crawl, Document, Outcome

MOST_WHERE, MOST_SIGNERS = 10, 5


def judge(crawl: Crawl) -> Outcome:
    """Count documents, not signatures; what could not be looked at is left out of the count."""
    read = [document for document in crawl.documents if document.signatures is not None]
    if not read:
        return Outcome("no-documents", where=[page.url for page in crawl.pages[:1]])
    signed = [document for document in read if document.signatures]
    if not signed:
        return Outcome("unsigned", where=_urls(read), documents=len(read))
    counts: dict[str, int] = {
        "documents": len(read),
        "signed": len(signed),
        "intact": sum(all(one.intact for one in each.signatures or ()) for each in signed),
        "whole": sum(any(one.whole_file for one in each.signatures or ()) for each in signed),
    }
    where, signers = _urls(signed), _signers(signed)
    if all(one.trusted is None for each in signed for one in each.signatures or ()):
        return Outcome("signed", where=where, signers=signers, **counts)
    trusted = sum(all(one.trusted for one in each.signatures or ()) for each in signed)
    return Outcome("signed-roots", where=where, signers=signers, trusted=trusted, **counts)


def _signers(documents: list[Document]) -> list[str]:
    names = Counter(one.signer for each in documents for one in each.signatures or () if one.signer)
    return [name for name, _ in names.most_common(MOST_SIGNERS)]


def _urls(documents: list[Document]) -> list[str]:
    return [document.url for document in documents[:MOST_WHERE]]
