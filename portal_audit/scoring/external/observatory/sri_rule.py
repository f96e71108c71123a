"""The Observatory's subresource-integrity test."""

from __future__ import annotations

import re

from portal_audit.parse.http.public_suffixes import is_public_suffix
from portal_audit.parse.http.urls import domain_of
from portal_audit.parse.http.web_url import host_of, literal
from portal_audit.scoring.external.observatory.inputs import HTML, ObservatoryInput

ORDER = (
    "sri-implemented-and-all-scripts-loaded-securely",
    "sri-implemented-and-external-scripts-loaded-securely",
    "sri-implemented-but-external-scripts-not-loaded-securely",
    "sri-not-implemented-but-external-scripts-loaded-securely",
    "sri-not-implemented-and-external-scripts-not-loaded-securely",
)
"""Mildest first, in the order their code compares."""
_ABSOLUTE = re.compile(r"(https?):/*", re.IGNORECASE)
_SAME_SCHEME = re.compile(r"//[^/]")


def judge(inputs: ObservatoryInput, algorithm: int) -> str:
    """Return the result string; algorithm 6 takes an answer without type for a page."""
    if inputs.auto is None:
        return "sri-not-implemented-but-no-scripts-loaded"
    media_type = (inputs.auto.first("content-type") or "").split(";")[0]
    if media_type not in HTML and (media_type or algorithm < 6):
        return "sri-not-implemented-response-not-html"
    if not inputs.scripts:
        return "sri-not-implemented-but-no-scripts-loaded"
    result: str | None = None
    foreign = False
    for src, integrity in inputs.scripts:
        source = src.strip("\t\n\f\r ")
        if not source:
            continue
        outside, secure = _where(source, inputs)
        foreign = foreign or outside
        if outside:
            result = _worse(_fault(bool(integrity), secure), result)
        elif integrity and secure and result is None:
            result = ORDER[0]
    if result is not None:
        return result
    if foreign:
        return "sri-implemented-and-external-scripts-loaded-securely"
    return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"


def _fault(integrity: bool, secure: bool) -> str | None:
    if integrity:
        return None if secure else ORDER[2]
    return ORDER[3] if secure else ORDER[4]


def _worse(new: str | None, old: str | None) -> str | None:
    if new is None or (old is not None and ORDER.index(new) <= ORDER.index(old)):
        return old
    return new


def _where(source: str, inputs: ObservatoryInput) -> tuple[bool, bool]:
    """Return whether a script comes from outside, and whether over HTTPS."""
    if _SAME_SCHEME.match(source):
        return True, False  # their reading: a scheme left open is not a secure one
    absolute = _ABSOLUTE.match(source)
    if absolute is None:
        return False, inputs.auto_url.startswith("https:")
    host = host_of(f"https://{source[absolute.end() :]}")
    same = registrable(host) == registrable(inputs.host)
    return not same, absolute[1].lower() == "https"


def registrable(host: str) -> str | None:
    """Return the registrable domain of a host, ``None`` for an address or a bare suffix.

    A name under no known suffix counts as registered right below its last label.
    """
    if literal(host.strip("[]")) is not None or is_public_suffix(host):
        return None
    return domain_of(host)
