"""No published vulnerability is present: Heartbleed, CCS injection, ROBOT, DROWN."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer

NAMES = {
    "heartbleed": "Heartbleed (CVE-2014-0160)",
    "ccs-injection": "CCS injection (CVE-2014-0224)",
    "robot": "ROBOT (CVE-2017-13099)",
}
DROWN = "DROWN (CVE-2016-0800)"


def judge(server: TlsServer) -> Outcome:
    """SSLv2 alone makes DROWN: every key of the server can be attacked through it."""
    return worst(server, _judge, ("vulnerable", "unknown", "none"))


def _judge(address: TlsAddress) -> Outcome:
    ssl2 = address.version("SSLv2")
    found = [NAMES.get(name, name) for name in address.vulnerabilities or ()]
    found += [DROWN] if ssl2 and ssl2.offered else []
    if found:
        return Outcome("vulnerable", found=found)
    undetermined = [NAMES[name] for name in address.unknown if name in NAMES]
    if address.vulnerabilities is None:
        undetermined = list(NAMES.values())
    undetermined += [DROWN] if ssl2 is None or ssl2.offered is None else []
    return Outcome("unknown", undetermined=undetermined) if undetermined else Outcome("none")
