"""Who may read what is written: its owner, or the owner's group as well.

A store holds evidence, and a report says what is wrong with a portal that is still open to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

OWNER, GROUP = 0o077, 0o027
"""What is taken away from new files and folders (POSIX umask)."""


@contextmanager
def owner_only() -> Iterator[None]:
    """Create files for their owner alone while the block lasts."""
    before = os.umask(OWNER)
    try:
        yield
    finally:
        os.umask(before)


def share_with_group() -> None:
    """Let the group read what is created from now on, until the block above ends."""
    os.umask(GROUP)
