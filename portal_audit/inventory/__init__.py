"""Inventories: the list of portals to audit, from a file or from the command line."""

from portal_audit.inventory.columns import COLUMNS
from portal_audit.inventory.read import combine, read, target
from portal_audit.inventory.template import template
from portal_audit.inventory.urls import target_id

__all__ = ["COLUMNS", "combine", "read", "target", "target_id", "template"]
