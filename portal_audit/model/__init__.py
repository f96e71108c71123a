"""The nouns every package shares: target, outcome, finding, result of a site, run.

Takes nothing and does nothing: frozen shapes that packages hand to each other.
Must not know how evidence is got, what a check asks or where anything is kept.
"""

from portal_audit.model.finding import AttestedPlace, Fact, Finding, Outcome, Severity, Status
from portal_audit.model.history import CONCLUSIVE, FAULTS, PortalScore, Verdict
from portal_audit.model.portal import VIETNAM, Cause, Kind, State, Target, day_in_vietnam
from portal_audit.model.run import (
    LEAST_TLS,
    Criteria,
    FamilyScore,
    Gain,
    Group,
    Run,
    SecondLook,
    SiteResult,
    hides_tls,
)

__all__ = [
    "CONCLUSIVE",
    "FAULTS",
    "LEAST_TLS",
    "VIETNAM",
    "AttestedPlace",
    "Cause",
    "Criteria",
    "Fact",
    "FamilyScore",
    "Finding",
    "Gain",
    "Group",
    "Kind",
    "Outcome",
    "PortalScore",
    "Run",
    "SecondLook",
    "Severity",
    "SiteResult",
    "State",
    "Status",
    "Target",
    "Verdict",
    "day_in_vietnam",
    "hides_tls",
]
