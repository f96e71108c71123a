"""The words and signatures of published documents: PDF, Word, Excel, OpenDocument, RTF.

Takes the bytes of a file; gives a ``DocumentText`` and ``Signature``s, facts only. Files are not to
be trusted: what cannot be read is ``None``, never an error, and how long and how much a file may
cost is bounded by the child process that reads it (``python -m``, see ``__main__``). Knows nothing
of the network, of portals, or of what a document should say.
"""

from portal_audit.parse.documents.base import MOST_TEXT, DocumentText
from portal_audit.parse.documents.reading import read_document, read_signatures

__all__ = ["MOST_TEXT", "DocumentText", "read_document", "read_signatures"]
