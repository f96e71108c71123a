"""What a portal of the workshop does otherwise than the sound one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ssl import TLSVersion

from portal_audit.model import Kind
from portal_audit.testbed.province import ROOT_HOST, Portal
from portal_audit.testbed.tls import CLEAN_SUITES

WORKSHOP_HOST = f"thu.{ROOT_HOST}"
"""``thu`` is Vietnamese for "to try"."""
ORGANISATION = "Xưởng thử của tỉnh Hạc Sơn"


class Part(StrEnum):
    """Kinds of answers that may lack the security headers."""

    INNER = "inner"
    """Every page but the home page."""
    LAST = "last"
    """One of the inner pages."""
    LOST = "lost"
    """The page for addresses that lead nowhere."""
    FILES = "files"
    """Scripts, style sheets and pictures."""
    HOPS = "hops"
    """Redirects over HTTPS."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is answered at one address in place of the usual. Text may hold ``$https`` and so on."""

    body: str = ""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    location: str = ""
    """Where a redirect leads."""


@dataclass(frozen=True, slots=True)
class Tls:
    """Settings of the TLS server."""

    suites: str = CLEAN_SUITES
    oldest: TLSVersion = TLSVersion.TLSv1_2
    newest: TLSVersion = TLSVersion.TLSv1_3
    prime: int = 0
    """Of finite-field Diffie-Hellman; 0 where there is none."""
    switched_on: int = 0
    """Bits of OpenSSL's ``SSL_OP_…``."""
    switched_off: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is special about the certificate."""

    key: str = "ec"
    """``ec``, ``rsa`` or ``rsa-1024``."""
    digest: str = "sha256"
    """What it is signed with: ``sha256``, ``sha224`` or ``sha1``."""
    named: bool = True
    """Whether its host names stand where browsers look (subjectAltName)."""
    age: int = 10
    """Days since it became valid; below zero it has not yet."""
    life: int = 90
    """Days from its first to its last."""
    stranger: bool = False
    """Whether an authority issued it that nobody knows."""


@dataclass(frozen=True, slots=True)
class Change:
    """A small change of the sound portal."""

    headers: Mapping[str, str | tuple[str, ...] | None] = field(default_factory=dict)
    """Header → its value, its values where it is repeated, ``None`` where it is left out."""
    csp: Mapping[str, str | None] = field(default_factory=dict)
    """Directive → its sources, ``None`` where it is left out."""
    cookie: str | None = None
    """``Set-Cookie`` of the home page; empty for none, ``None`` for the usual one."""
    head: str = ""
    """HTML for the head of the home page."""
    body: str = ""
    """HTML for the main part of the home page."""
    answers: Mapping[str, Told] = field(default_factory=dict)
    """Path → what is answered there over HTTPS; ``*`` for every path that leads nowhere."""
    plain: Mapping[str, Told] = field(default_factory=dict)
    """Path → what is answered there over HTTP, instead of the redirect to HTTPS."""
    plain_headers: Mapping[str, str] = field(default_factory=dict)
    """Header → value of every answer over HTTP."""
    bare: frozenset[Part] = frozenset()
    """Where the security headers are missing."""
    tls: Tls = field(default_factory=Tls)
    certificate: Certificate = field(default_factory=Certificate)


@dataclass(frozen=True, slots=True)
class Piece(Portal):
    """A portal of the workshop: its fault has the name that its host begins with."""

    change: Change = field(default_factory=Change)
    told: Mapping[str, str] = field(default_factory=dict)
    """Check id → outcome of findings that cost nothing and are there because of the fault."""


def piece(
    fault: str,
    vi: str,
    en: str,
    expected: Mapping[str, str],
    change: Change,
    told: Mapping[str, str] | None = None,
) -> Piece:
    """Return the portal with a fault."""
    return Piece(
        slug=fault,
        host=f"{fault}.{WORKSHOP_HOST}",
        kind=Kind.WEB,
        name=f"Trang thử {fault}",
        organisation=ORGANISATION,
        fault=fault,
        fault_vi=vi,
        fault_en=en,
        expected=expected,
        change=change,
        told=told or {},
    )
