"""``security.txt`` (RFC 9116): its fields, and every fault of the text.

Faults bear the codes of the reference validator *sectxt*, so that the two can be compared.
Signatures are looked at for their shape only, never verified.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal_audit.parse.http.web_url import parts_of
from portal_audit.parse.text.language import primary

MAX_LENGTH = 32_768
"""Characters that are read (RFC 9116 §5.4 advises a limit)."""
MAX_FAULTS = 100
URI_FIELDS = frozenset(
    {"acknowledgments", "canonical", "contact", "encryption", "hiring", "policy", "csaf"}
)
KNOWN_FIELDS = URI_FIELDS | {"preferred-languages", "expires"}

_RFC_3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[-+]\d{2}:\d{2})",
    re.IGNORECASE | re.ASCII,
)
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"


@dataclass(frozen=True, slots=True)
class SecurityTxtFault:
    """One thing that RFC 9116 forbids or advises against."""

    code: str
    line: int | None = None
    """Counted from 1; ``None`` where it concerns the whole file."""
    value: str = ""
    """What stands there, at most 200 characters."""


@dataclass(slots=True)
class _Draft:
    fields: dict[str, list[str]] = field(default_factory=dict)
    faults: list[SecurityTxtFault] = field(default_factory=list)
    signed: bool = False
    in_signature: bool = False
    after_signature: bool = False

    def fault(self, code: str, line: int | None = None, value: str = "") -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(SecurityTxtFault(code, line, value[:200]))


@dataclass(frozen=True, slots=True)
class SecurityTxtFile:
    """What the file says."""

    fields: tuple[tuple[str, tuple[str, ...]], ...]
    """Name in lower case → its values, in the order in which the names first stood."""
    faults: tuple[SecurityTxtFault, ...]
    signed: bool
    expires: datetime | None
    """Aware; ``None`` where there is none that can be read."""

    def values(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return dict(self.fields).get(name, ())

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all faults."""
        return frozenset(fault.code for fault in self.faults)


def parse(text: str, at: datetime, urls: tuple[str, ...] = ()) -> SecurityTxtFile:
    """Read the file as it stood at *at* (aware); *urls* are those it was asked and found under."""
    draft = _Draft()
    text = text.removeprefix("\ufeff")
    lines = text[:MAX_LENGTH].split("\n")
    for number, line in enumerate(lines, 1):
        _line(draft, number, line.rstrip())
    expires = _expires(draft, at)
    _whole(draft, urls)
    if len(text) <= MAX_LENGTH and lines[-1].strip():
        draft.fault("no_line_separators", len(lines))
    if draft.signed and not draft.after_signature:
        draft.fault("pgp_data_error")
    return SecurityTxtFile(
        fields=tuple((name, tuple(values)) for name, values in draft.fields.items()),
        faults=tuple(draft.faults),
        signed=draft.signed,
        expires=expires,
    )


def _line(draft: _Draft, number: int, line: str) -> None:
    if draft.in_signature:
        draft.after_signature = line == _SIGNATURE_END
        draft.in_signature = not draft.after_signature
        return
    if draft.after_signature:
        if line:
            draft.fault("data_after_sig", number, line)
        return
    if draft.signed:
        line = line.removeprefix("- ")  # dash escaping of a cleartext signature (RFC 9580 §7.2)
    if line == _SIGNED:
        if number != 1:
            draft.fault("signed_format_issue", number)
        draft.signed = True
    elif line == _SIGNATURE and draft.signed:
        draft.in_signature = True
    elif ":" in line and not line.startswith("#"):
        _field(draft, number, line)
    elif line and not line.startswith("#"):
        draft.fault("invalid_line", number, line)


def _field(draft: _Draft, number: int, line: str) -> None:
    name, _, value = line.partition(":")
    if name.rstrip() != name:
        draft.fault("prec_ws", number, line)
    if value and not value.startswith(" "):
        draft.fault("no_space", number, line)
    name, value = name.rstrip().lower(), value.strip()
    if name == "hash" and draft.signed:
        return
    if not name or not value:
        draft.fault("empty_value" if name else "empty_key", number, line)
        return
    if name in URI_FIELDS:
        _uri(draft, number, value)
    elif name == "preferred-languages":
        if not all(primary(tag.strip()) for tag in value.split(",")):
            draft.fault("invalid_lang", number, value)
    elif name not in KNOWN_FIELDS:
        draft.fault("unknown_field", number, name)
    draft.fields.setdefault(name, []).append(value)


def _uri(draft: _Draft, number: int, value: str) -> None:
    parts = parts_of(value)
    scheme = "" if parts is None else parts.scheme
    if not scheme:
        draft.fault("no_uri", number, value)
    elif scheme == "http":
        draft.fault("no_https", number, value)


def _expires(draft: _Draft, at: datetime) -> datetime | None:
    """Judge the dates; the last that can be read is returned."""
    found: datetime | None = None
    values = draft.fields.get("expires", [])
    for value in values:
        date = _date(value)
        if date is None:
            draft.fault("invalid_expiry", value=value)
            continue
        found = date
        if date < at:
            draft.fault("expired", value=value)
        elif date - at > timedelta(days=366):
            draft.fault("long_expiry", value=value)
    if len(values) > 1:
        draft.fault("multi_expire", value=", ".join(values))
    if not values:
        draft.fault("no_expire")
    return found


def _date(value: str) -> datetime | None:
    if not _RFC_3339.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value.upper())
    except ValueError:
        return None


def _whole(draft: _Draft, urls: tuple[str, ...]) -> None:
    canonical = draft.fields.get("canonical", [])
    contacts = draft.fields.get("contact", [])
    csaf = draft.fields.get("csaf", [])
    if not contacts:
        draft.fault("no_contact")
    elif any(value.startswith("mailto:") for value in contacts) and "encryption" not in (
        draft.fields
    ):
        draft.fault("no_encryption")
    if canonical and urls and not set(urls) & set(canonical):
        draft.fault("no_canonical_match", value=", ".join(canonical))
    if len(draft.fields.get("preferred-languages", [])) > 1:
        draft.fault("multi_lang")
    if not all(value.endswith("provider-metadata.json") for value in csaf):
        draft.fault("no_csaf_file", value=", ".join(csaf))
    if len(csaf) > 1:
        draft.fault("multiple_csaf_fields")
    if not draft.signed:
        draft.fault("not_signed")
    elif not canonical:
        draft.fault("no_canonical")
