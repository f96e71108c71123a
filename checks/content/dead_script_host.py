"""Dead hosts: pages load scripts or frames from names that anybody could register."""

from portal_audit.api import ForeignHost, Outcome, Samples


def judge(samples: Samples) -> Outcome:
    """Report hosts without an address; one that could not be looked up is never called dead."""
    hosts = samples.foreign_hosts
    if hosts is None:
        return Outcome("not-asked")
    if dead := [host for host in hosts if host.resolves is False]:
        return Outcome(
            "dead",
            where=_pages(dead),
            count=len(dead),
            hosts=_names(dead),
            what=list(dict.fromkeys(host.tag for host in dead)),
        )
    if unknown := [host for host in hosts if host.resolves is None]:
        return Outcome("unknown", where=_pages(unknown), count=len(unknown), hosts=_names(unknown))
    if not hosts:
        return Outcome("none")
    return Outcome("alive", where=_pages(hosts), count=len(hosts), more=samples.more_hosts)


def _names(hosts: list[ForeignHost]) -> list[str]:
    return [host.host[:100] for host in hosts]


def _pages(hosts: list[ForeignHost] | tuple[ForeignHost, ...]) -> list[str]:
    return list(dict.fromkeys(host.page for host in hosts))
