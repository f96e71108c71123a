"""How many files a run may open, and so how many sites it may visit at once."""

from __future__ import annotations

from pathlib import Path

try:
    import resource
except ModuleNotFoundError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment]

RESERVED = 32
"""Files for the store, the workers, look-ups and the log, besides those open at the start."""
PER_SITE = 8
"""Files of one site in flight: its connections, its questions to the name server, one to spare."""
MOST = 65_536
"""As many as any run needs; some systems allow billions, and slow down then."""


def raise_limit() -> int | None:
    """Raise the limit on open files as far as allowed; return it, ``None`` where there is none."""
    if resource is None:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    aim = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft == resource.RLIM_INFINITY:
        return None
    if soft < aim:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (aim, hard))
        except (OSError, ValueError):  # some systems allow less than they say
            return soft
        return aim
    return soft


def most_sites(limit: int | None, concurrency: int) -> int:
    """Return how many sites may be in flight under a limit, at least one and at most as asked."""
    if limit is None:
        return concurrency
    return max(1, min(concurrency, (limit - _open_now() - RESERVED) // PER_SITE))


def _open_now() -> int:
    try:
        return sum(1 for _ in Path("/dev/fd").iterdir())
    except OSError:
        return RESERVED
