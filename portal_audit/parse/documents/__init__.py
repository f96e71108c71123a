"""The words of published documents: PDF, Word and Excel old and new, OpenDocument, RTF.

Files come from strangers. What cannot be read is ``None``, never an error; how long and how much
a file may cost is bounded by the child process that reads it (``python -m``, see ``__main__``).
"""

from portal_audit.parse.documents.base import MOST_TEXT, DocumentText
from portal_audit.parse.documents.reading import read_document

__all__ = ["MOST_TEXT", "DocumentText", "read_document"]
