"""How a verdict came about: the labels looked at, where each led, and which rule decided.

Made from stored evidence by the very functions that judge, so that it can never tell another story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """One label or page that was looked at."""

    by: str
    """What brought it up: ``label``, ``section``, ``hint``, ``content``, ``home``, ``national``."""
    label: str
    evidence: str
    """What carries the words: ``text``, ``title``, ``alt``, ``option``, ``heading``, ``file-name``,
    ``slug``."""
    region: str
    page: str
    """The address of the page it stands on."""
    url: str
    """Where it leads."""
    strength: str = ""
    """``exact``, ``within`` or ``address``: how well it names the item."""
    refused: str = ""
    """Why it was not followed: ``false-friend``, ``sentence``, ``posting`` …; empty: it was."""
    target: str = ""
    """What stands there (see ``LinkTarget.kind``)."""
    page_kind: str = ""
    """``list``, ``article``, ``static`` … where a page was read."""
    reason: str = ""
    found: tuple[str, ...] = ()
    """Names of required fields that stand there."""
    missing: tuple[str, ...] = ()
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """One item judged on one site, step by step."""

    outcome: str
    rule: str
    """Which rule decided."""
    steps: tuple[Step, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def followed(self) -> tuple[Step, ...]:
        """The labels that were taken."""
        return tuple(step for step in self.steps if not step.refused)
