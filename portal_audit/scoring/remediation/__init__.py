"""What fixing one finding would change: in our score, and in the ratings that others defined.

Takes the inputs of the external ratings and the score of a site; gives, for each check, the inputs
as they would be with that check met and nothing else changed, and the difference they make. What a
fix changes is data (``fixes.toml``); the few changes that are more than a value are functions in
``http_fixes.py`` and ``tls_fixes.py``. A fix never brings more than its check requires. Pure: it
must not know the network, a clock, a store or a report.
"""

from portal_audit.scoring.remediation.fixes import Fix, apply_fix, fixes

__all__ = ["Fix", "apply_fix", "fixes"]
