"""Path validation by ``cryptography.x509.verification``, in the profile of the web."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Subject, VerificationError

from portal_audit.collect.tls.trust.anchors import Anchors


def proves(path: Sequence[x509.Certificate], anchors: Anchors, at: datetime) -> bool:
    """Tell whether a path, leaf first and root last, is valid.

    The verifier wants a name to verify; it gets one of the leaf's own, since whether that is the
    portal's is another question.
    """
    leaf, others = path[0], list(path[1:-1])
    for subject in _subjects(leaf):
        builder = PolicyBuilder().store(anchors.store).time(at.replace(tzinfo=None))
        try:
            builder.build_server_verifier(subject).verify(leaf, others)
        except VerificationError:
            return False
        except Exception:  # a name that is none, or a certificate that cannot be read
            continue
        return True
    return False


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
