"""Audit of Vietnamese government web portals: facts, then verdicts, then words."""

__version__ = "0.1.0"
