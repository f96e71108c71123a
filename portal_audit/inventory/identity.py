"""What makes a portal the same portal from run to run: a lasting key, and what was it before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from portal_audit.model import Target
from portal_audit.parse.http.web_url import host_of, path_of


def default_key(url: str) -> str:
    """Return the key of a portal that names none: its host, and its path where it has one.

    Scheme, ``www.`` and port are left out, so that a move to https or www is no new portal.
    """
    return f"{host_of(url).removeprefix('www.')}{path_of(url).rstrip('/')}"


def keys_of(targets: Sequence[Target]) -> Mapping[str, str]:
    """Return site id → key for the portals of one run.

    Two portals of one inventory that would share a default key (they differ in port only) take
    their ids for keys: rather two histories than one of both.
    """
    chosen = {target.id: target.key or default_key(target.url) for target in targets}
    count = Counter(chosen.values())
    return {
        target.id: target.id if count[chosen[target.id]] > 1 and not target.key else key
        for target, key in ((target, chosen[target.id]) for target in targets)
    }


def former_keys(targets: Iterable[Target]) -> Mapping[str, str]:
    """Return former key → key of today, from the addresses in ``formerly``.

    Two portals that became one (communes that merged) both lead to it; its own history stays the
    one under its own key.
    """
    return {
        default_key(address): target.key or default_key(target.url)
        for target in targets
        for address in target.formerly
        if default_key(address) != (target.key or default_key(target.url))
    }
