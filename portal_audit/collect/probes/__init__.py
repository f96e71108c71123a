"""Probes: one file for each kind of evidence, registered with ``@probe``.

Each takes the target, the HTTP client, the visit plan, or evidence that another probe brings
(``base``); each gives one kind of ``portal_audit.evidence``, or raises NoEvidence with a reason.

Must not know checks, scores or texts: a probe has no opinion of what it finds.
"""
