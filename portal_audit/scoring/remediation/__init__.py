"""What the views would read once one finding is mended: check → changed inputs. Pure.

What changes is data (``fixes.toml``); the few changes that are more than a value are functions in
``answers.py`` and ``addresses.py``. A mend never brings more than the check asks for.
"""

from portal_audit.scoring.remediation.mends import Fix, apply_fix, fixes

__all__ = ["Fix", "apply_fix", "fixes"]
