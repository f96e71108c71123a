"""Visitors are not asked for a certificate of their own (RFC 8446 section 4.3.2)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer

BY_REQUIREMENT = {"required": "required", "optional": "optional", "disabled": "not-asked"}


def judge(server: TlsServer) -> Outcome:
    """What else there is to say about TLS is judged all the same."""
    return worst(server, _judge, ("required", "optional", "unknown", "not-asked"))


def _judge(address: TlsAddress) -> Outcome:
    return Outcome(BY_REQUIREMENT.get(address.client_certificate or "", "unknown"))
