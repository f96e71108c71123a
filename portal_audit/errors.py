"""Every exception of the tool, drawn as a tree.

::

    PortalAuditError            shown to the person as one message, never as a traceback
    ├── BadInput                exit code 2: something given to us; says where, and the remedy
    │   ├── BadInventory        every fault of an inventory at once, with row and column
    │   ├── BadCheck            a check, profile or text file that does not load
    │   └── BadStore            a store that cannot be opened, or of a newer schema
    ├── NobodyAnswers           a run in which hardly any portal was reached: it is us, perhaps
    ├── NoEvidence              a probe came back empty-handed; kept in the evidence as a gap
    └── NetError                a request that brought no answer; has a ``cause``
        ├── DnsFailed           cause ``dns``
        ├── Refused             cause ``refused``
        ├── TimedOut            cause ``timeout``
        ├── TlsFailed           cause ``tls``
        ├── NotHttp             cause ``not-http``
        ├── Forbidden           an address or URL that the rules of the net forbid
        ├── LocalFault          cause ``local``: this machine or its network, not the portal
        └── BudgetSpent         bytes, pages or time of this site are used up
"""

from __future__ import annotations

from typing import ClassVar

from portal_audit.texts import Message


class PortalAuditError(Exception):
    """Something a person should read as one message, not as a traceback.

    Made of a sentence, or of a :class:`Message`, which the command line words in its language.
    """

    def text(self, lang: str) -> str:
        """Return the message in a language, as far as it is known in that language."""
        first = self.args[0] if self.args else ""
        text = first.text(lang) if isinstance(first, Message) else str(self)
        return "\n".join(line.rstrip() for line in text.splitlines())


class BadInput(PortalAuditError):
    """What the person gave cannot be used. The message names the place and the remedy."""


class BadInventory(BadInput):
    """An inventory with faults; the message lists them all, each with row and column."""


class BadCheck(BadInput):
    """A check, profile or text that cannot be loaded; the message names the file."""


class BadStore(BadInput):
    """A store that cannot be opened, written or understood."""


class NobodyAnswers(PortalAuditError):
    """Hardly any portal of a run was reached, which says more about our network than about them."""


class NoEvidence(PortalAuditError):
    """A probe brought nothing back.

    ``applies`` tells whether there was something to see: a portal without HTTPS has no TLS to
    look at (``applies=False`` → *not-applicable*), one that broke off the handshake has
    (``applies=True`` → *not-tested*).
    """

    def __init__(self, reason: str, *, applies: bool = True) -> None:
        """Keep a short machine-readable reason, such as ``no-https`` or ``timeout``."""
        super().__init__(reason)
        self.reason = reason
        self.applies = applies


class NetError(PortalAuditError):
    """A request that brought no answer."""

    cause: ClassVar[str] = "not-http"


class DnsFailed(NetError):
    """The name does not resolve."""

    cause = "dns"


class Refused(NetError):
    """Nothing listens there, or the connection was reset."""

    cause = "refused"


class TimedOut(NetError):
    """No answer within the time allowed."""

    cause = "timeout"


class TlsFailed(NetError):
    """The TLS handshake failed."""

    cause = "tls"


class NotHttp(NetError):
    """Something answered, but not with HTTP."""

    cause = "not-http"


class Forbidden(NetError):
    """The rules of the net forbid this request: a private address, or robots.txt."""

    cause = "forbidden"


class LocalFault(NetError):
    """What failed is on our side: no route, no name server, too many open files."""

    cause = "local"


class BudgetSpent(NetError):
    """What one site may cost (bytes, requests, time) is used up."""

    cause = "budget"
