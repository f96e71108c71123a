"""A set of portals that run together: the sample province, or another that a test brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from portal_audit.demo.province import PORTALS, Portal
from portal_audit.demo.serve import ProvinceServers, Servers


@dataclass(frozen=True, slots=True)
class PortalSet:
    """A set of portals that run together."""

    place: str
    """``module:NAME`` of this very object, by which another process finds it."""
    portals: tuple[Portal, ...]
    base_port: int
    """Ports begin after it."""
    open: Callable[[int, Path], Servers[Any]]
    """Opens them on ports after a number, with a folder for their files."""


PROVINCE = PortalSet("portal_audit.demo.sets:PROVINCE", PORTALS, 18400, ProvinceServers)


def find(place: str) -> PortalSet:
    """Return the set that stands at ``module:NAME``; raises ValueError where there is none."""
    module, _, name = place.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"{place}: no such set of portals") from error
    if not isinstance(found, PortalSet):
        raise ValueError(f"{place}: no set of portals")
    return found
