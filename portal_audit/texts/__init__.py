"""Words for people, in every language: the loader of text files, and messages that carry codes.

Takes TOML files of texts and the facts that fill their gaps; gives sentences. Reports and the
command line load their words here. An error carries a :class:`Message`, a code with facts, and is
put into words where the language is known. Knows nothing of runs, checks or portals.
"""

from portal_audit.texts.message import Message
from portal_audit.texts.place import fault_of, place_of
from portal_audit.texts.similar import did_you_mean
from portal_audit.texts.table import DEFAULT_LANGUAGE, LANGUAGES, TextTable, flat, without_facts

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Message",
    "TextTable",
    "did_you_mean",
    "fault_of",
    "flat",
    "place_of",
    "without_facts",
]
