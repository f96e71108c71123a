"""Audit of Vietnamese government web portals: facts, then verdicts, then words.

Takes a list of portals and gives, for each, evidence, findings, a score and its place among its
peers. ``docs/architecture.md`` shows the packages and which may import which.
Nothing is imported here: the command line answers ``--version`` without loading the rest.
"""

__version__ = "0.1.0"
