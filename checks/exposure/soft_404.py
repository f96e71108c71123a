"""Missing pages: a path that does not exist is answered as such (RFC 9110 §15.5.5, §15.5.11)."""

from dataclasses import dataclass

from portal_audit.api import Outcome, Samples

NOT_FOUND = (404, 410)


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``soft_404.toml``."""

    alike: float
    """Share (0–1) of text in common from which a page is the home page again."""
    kept_out: list[int]
    """Statuses with which servers turn programs away, whatever they ask for."""


def judge(samples: Samples, limits: Limits) -> Outcome:
    """Look at the status that a made-up path ends with, one redirect followed."""
    lost = samples.not_found
    if lost is None:
        return Outcome("not-asked")
    status, where = lost.last.status, [lost.asked]
    if status in NOT_FOUND:
        return Outcome("right", where=where, status=status)
    if status in limits.kept_out:
        return Outcome("kept-out", where=where, status=status)
    if status >= 500:
        return Outcome("server-error", where=where, status=status)
    if status >= 400:
        return Outcome("other-error", where=where, status=status)
    if status >= 300:
        onward = (lost.last.header("location") or "")[:200]
        return Outcome("redirected", where=where, status=status, onward=onward)
    if lost.similarity is not None and lost.similarity >= limits.alike:
        return Outcome("home-again", where=where, status=status)
    return Outcome("found", where=where, status=status, page=lost.title[:120])
