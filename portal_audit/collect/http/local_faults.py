"""Tell errors of this machine and its network from those that a portal causes."""

from __future__ import annotations

import errno
import os

OURS = frozenset(
    {
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOBUFS,
        errno.ENOMEM,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
        errno.EADDRNOTAVAIL,
        errno.EAFNOSUPPORT,
    }
)
"""What this machine or the way from it lacks: files, memory, a network, a route, IPv6.

A router may send "host unreachable" from near the portal as well; which it was, nobody can tell.
"""


def local_fault(error: BaseException | None) -> OSError | None:
    """Return the error of the system that says so, of *error* and what caused it.

    Python tells of memory in a word of its own, which no portal can make it say.
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in OURS:
            return error
        if isinstance(error, MemoryError):
            return OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
        error = error.__cause__ or error.__context__
    return None
