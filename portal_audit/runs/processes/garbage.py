"""What a process has no more use for once portals are finished: garbage, and remembered texts.

Python would look for garbage after 50,000 objects, whatever they hold. What was there before the
fork is passed over (``fork_server``), so that it takes milliseconds.
"""

import gc
import sys
from functools import lru_cache

COLLECTED, FORGOTTEN = 10, 50
"""Portals after which garbage is looked for, and what was read of texts is forgotten."""
OF_TEXTS = ("portal_audit.parse.", "portal_audit.analyse.")
"""Modules that remember what they read of portals' texts and addresses."""
FEWEST = 1024
"""Entries that such a memory has room for; smaller ones are of other things."""
_LruCache = type(lru_cache(lambda: None))


class GarbageCollection:
    """Counts the portals that a process has finished."""

    def __init__(self) -> None:
        """Begin with none."""
        self._finished = 0

    def finished(self) -> None:
        """Count one more."""
        self._finished += 1
        if self._finished % FORGOTTEN == 0:
            forget_texts()
        if self._finished % COLLECTED == 0:
            gc.collect()


def forget_texts() -> None:
    """Empty the memories of texts: within a portal they are of use, for the next hardly any.

    Each has a limit, but all of them together are reached after thousands of portals only.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith(OF_TEXTS):
            for value in vars(module).values():
                if isinstance(value, _LruCache) and (value.cache_info().maxsize or 0) >= FEWEST:
                    value.cache_clear()
