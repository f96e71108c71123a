"""What the views would read once one finding is mended: check → changed inputs. Pure.

What changes is data (``mends.toml``); the few changes that are more than a value are functions in
``answers.py`` and ``addresses.py``. A mend never brings more than the check asks for.
"""

from portal_audit.scoring.remediation.mends import Mend, mend, mends

__all__ = ["Mend", "mend", "mends"]
