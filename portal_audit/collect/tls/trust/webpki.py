"""Path validation by ``cryptography.x509.verification``: the web's profile, every path tried."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Subject, VerificationError

from portal_audit.collect.tls.trust.anchors import Anchors


def prove(
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    anchors: Anchors,
    at: datetime,
) -> tuple[x509.Certificate, ...] | None:
    """Return a valid path from leaf to root, if one is found.

    The verifier wants a name to verify; it gets one of the leaf's own, since whether that is the
    portal's is another question.
    """
    if not anchors.roots:
        return None
    for subject in _subjects(leaf):
        builder = PolicyBuilder().store(anchors.store).time(at.replace(tzinfo=None))
        try:
            verifier = builder.build_server_verifier(subject)
            return tuple(verifier.verify(leaf, list(others)))
        except VerificationError:
            return None
        except Exception:  # a name that is none, or a certificate that cannot be read
            continue
    return None


def _subjects(leaf: x509.Certificate) -> list[Subject]:
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except Exception:  # no names, or bytes that are none
        return []
    found: list[Subject] = []
    for name in names:
        if isinstance(name, x509.IPAddress):
            found.append(name)
        elif isinstance(name, x509.DNSName):
            found.append(x509.DNSName(name.value.replace("*", "www", 1)))
    return [name for name in found if _usable(name)][:3]


def _usable(name: Subject) -> bool:
    """Tell whether a single address is meant: a network has no place in a leaf."""
    return isinstance(name, x509.DNSName) or hasattr(name.value, "packed")
