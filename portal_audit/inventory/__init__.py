"""Inventories: the lists of portals to audit, and which communes of a province have a portal.

Takes CSV, XLSX or YAML files, URLs, a crawl of a provincial portal; gives targets, every fault of a
file at once, the component portals that were discovered, and commune reach. Must not know the
network, checks or scores: what a run found is handed in.
"""

from portal_audit.inventory.columns import COLUMNS
from portal_audit.inventory.read import combine, read, target
from portal_audit.inventory.template import template
from portal_audit.inventory.urls import target_id

__all__ = ["COLUMNS", "combine", "read", "target", "target_id", "template"]
