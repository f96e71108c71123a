"""Component site: a department's or commune's host stands below the provincial portal's.

NĐ 224/2026/NĐ-CP Đ11.1 and Đ11.4.b–c. Whether the name itself is the right one takes the list of
communes; here only its place below the province is judged.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal_audit.api import Front, Kind, Outcome, Visit
from portal_audit.parse.http.public_suffixes import as_vietnamese
from portal_audit.parse.http.urls import domain_of, host_of

_LABEL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``component_site.toml``."""

    suffixes: Sequence[str]
    """What every state host ends with."""


def judge(front: Front, visit: Visit, limits: Limits) -> Outcome:
    """Compare the host with the province's, as the inventory names it or the host itself shows."""
    target = visit.target
    host = host_of(target.url)
    facts = {"host": host, "suffix": limits.suffixes[0]}
    where = [front.url]
    if not as_vietnamese(host).endswith(tuple("." + suffix for suffix in limits.suffixes)):
        return Outcome("foreign", where=where, **facts)
    labels = host.split(".")
    if target.kind is Kind.PROVINCE:
        return Outcome("component" if len(labels) == 3 else "deep", where=where, **facts)
    if not target.parent:
        below = len(labels) == 4 and bool(_LABEL.fullmatch(labels[0]))
        return Outcome("component" if below else "unknown", where=where, **facts)
    parent = host_of(target.parent)
    if host == parent:
        return Outcome("path", where=where, **facts)
    if not host.endswith("." + domain_of(parent)):
        return Outcome("elsewhere", where=where, parent=parent, **facts)
    name = "component" if len(labels) == len(domain_of(parent).split(".")) + 1 else "deep"
    return Outcome(name, where=where, **facts)
