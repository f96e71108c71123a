"""Settings: flags win over the environment, that over ``portal-audit.toml``, that over defaults."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from portal_audit.collect.browser import AUTO
from portal_audit.collect.http.limits import AccessRules, VisitLimits, user_agent
from portal_audit.errors import BadInput
from portal_audit.model import Severity

FILE = Path("portal-audit.toml")
PREFIX = "PORTAL_AUDIT_"
CONTACT = re.compile(
    r"https?://[!#-'*-:=?-Z_a-z~\[\]]{3,200}"
    r"|[!#-'*+\-./0-9=?A-Z^_a-z{|}~]{1,64}@[A-Za-z0-9.-]{3,120}"
)
"""What may stand in the comment of a User-Agent (RFC 9110 5.6.5) without ending it."""
ENGINE_SWITCHES = frozenset({"DEBUG"})
"""Environment variables of ours that are no settings."""


def _words(value: object) -> object:
    """Split ``a,b`` into its words; each item of a list may hold several."""
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(
        word
        for item in items
        for word in (
            [part.strip() for part in item.split(",")] if isinstance(item, str) else [item]
        )
        if word != ""
    )


def _networks(value: object) -> object:
    return tuple(_network(word) for word in _tuple(value))


def _network(word: object) -> object:
    try:
        return ip_network(str(word), strict=False)
    except ValueError:
        raise ValueError(f"{word} is not a network, such as 10.0.0.0/8 or ::1/128") from None


def _pairs(value: object) -> object:
    return tuple(_pair(word) if isinstance(word, str) else word for word in _tuple(value))


def _pair(word: str) -> tuple[str, str]:
    """Read ``HOST:IP``; an IPv6 address may stand in brackets."""
    host, _, address = word.partition(":")
    try:
        if not host.strip():
            raise ValueError
        return host.strip().lower(), str(ip_address(address.strip().strip("[]")))
    except ValueError:
        raise ValueError(f"{word} is not HOST:IP, such as a.example:203.0.113.7") from None


def _tuple(value: object) -> tuple[object, ...]:
    words = _words(value)
    return words if isinstance(words, tuple) else (words,)


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Level = Annotated[
    Literal["A", "B", "C", "D", "E"], BeforeValidator(lambda value: str(value).upper())
]


class Settings(BaseModel):
    """Everything a person can set. The names are those of the flags, with ``_`` for ``-``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inventory: Path | None = None
    profile: str | None = None
    """Name or file; by default each portal's kind names its profile."""
    store: str = "portal-audit.sqlite"
    """SQLAlchemy URL, or the path of a SQLite file."""
    out: Path = Path("report")
    format: Words = ("html", "json", "csv")
    lang: Literal["vi", "en"] = "vi"
    ca_file: Path | None = None
    allow_private: Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_networks)] = ()
    resolve: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_pairs)] = ()
    max_pages: int = Field(default=30, ge=1, le=1000)
    site_timeout: float = Field(default=180, gt=0, le=3600)
    """Seconds."""
    rate: float = Field(default=2, gt=0, le=1000)
    """Requests a second per host."""
    tls_rate: float = Field(default=10, gt=0, le=1000)
    """New TLS connections a second per host."""
    contact: str | None = None
    """Mail address or page of whoever runs the scan, for the User-Agent."""
    concurrency: int = Field(default=8, ge=1, le=500)
    """Sites in flight."""
    browser: str = AUTO
    """``auto``, ``never``, or the path of a Chromium."""
    screenshots: bool = False
    only: Words = ()
    skip: Words = ()
    checks: Annotated[tuple[Path, ...], BeforeValidator(_words)] = ()
    authorised_by: str | None = None
    quiet: bool = False
    json_log: bool = False
    rank_by: Literal["total", "security", "publication"] = "total"
    min_level: Level | None = None
    fail_on: Severity | None = None

    @field_validator("authorised_by")
    @classmethod
    def _reference(cls, value: str | None) -> str | None:
        if value is not None and not value.strip():
            raise ValueError("name the document that authorises the test")
        return value

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str | None) -> str | None:
        if value is not None and not CONTACT.fullmatch(value.strip()):
            raise ValueError("a mail address or the http(s) URL of a page, in ASCII")
        return None if value is None else value.strip()

    def limits(self) -> VisitLimits:
        """Return what one site may cost."""
        # A faster rate is of no use without the connections to carry it.
        connections = max(2, min(16, round(self.rate / 5)))
        return VisitLimits(
            rate=self.rate,
            connections=connections,
            tls_rate=self.tls_rate,
            site_timeout=self.site_timeout,
            max_pages=self.max_pages,
            max_requests=max(VisitLimits().max_requests, self.max_pages * 4),
        )

    def net_rules(self) -> AccessRules:
        """Return where requests may go, and who is said to send them."""
        return AccessRules(
            allow_private=self.allow_private,
            resolve=self.resolve,
            ca_file=None if self.ca_file is None else str(self.ca_file),
            user_agent=user_agent(self.contact),
        )

    def kept(self) -> dict[str, Any]:
        """Return what a run remembers of its settings, as JSON values: all that shapes a scan."""
        kept = self.model_dump(mode="json", exclude=set(PASSING), exclude_defaults=True)
        # Absolute, so that the run can be taken up again from another folder.
        if self.ca_file is not None:
            kept["ca_file"] = str(self.ca_file.absolute())
        if self.checks:
            kept["checks"] = [str(folder.absolute()) for folder in self.checks]
        if self.profile is not None and Path(self.profile).is_file():
            kept["profile"] = str(Path(self.profile).absolute())
        return kept

    @classmethod
    def gather(
        cls,
        flags: Mapping[str, Any],
        *,
        stored: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
        file: Path | None = FILE,
    ) -> Self:
        """Return the settings in force; *flags* that are ``None`` were not given.

        *stored* are those of a run that is taken up again: of file and environment only what
        does not shape a scan then counts. Raises BadInput that names the flag, the variable or
        the file and key.
        """
        environment = os.environ if environment is None else environment
        layers = [("file", _from_file(file)), ("environment", _from_environment(environment))]
        if stored is not None:
            layers = [(place, _only(PASSING, values)) for place, values in layers]
            layers.append(("stored", _only(NAMES, stored)))
        layers.append(("flag", {name: value for name, value in flags.items() if value is not None}))
        values: dict[str, Any] = {}
        places: dict[str, str] = {}
        for layer, given in layers:
            for name, value in given.items():
                values[name], places[name] = value, _place(layer, name, file)
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise BadInput(_explain(error, places)) from error


NAMES = tuple(Settings.model_fields)
PASSING = ("quiet", "json_log", "inventory", "store")
"""Settings that shape how one command is run, not what a run finds."""


def _only(names: Iterable[str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _place(layer: str, name: str, file: Path | None) -> str:
    if layer == "flag":
        return f"--{name.replace('_', '-')}"
    if layer == "environment":
        return f"{PREFIX}{name.upper()} (environment)"
    return f"{file}: {name}" if layer == "file" else f"the stored run: {name}"


def _explain(error: ValidationError, places: Mapping[str, str]) -> str:
    lines: dict[str, None] = {}
    for fault in error.errors():
        name = str(fault["loc"][0])
        given = fault["input"]
        shown = f" {given}" if isinstance(given, str | int | float) else ""
        text = fault["msg"].removeprefix("Value error, ")
        lines.setdefault(f"{places.get(name, name)}{shown}: {text}.", None)
    return "\n".join(lines)


def _from_file(file: Path | None) -> dict[str, Any]:
    """Return the settings of a file, or none where there is no such file."""
    if file is None:
        return {}
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadInput(f"{file}: cannot be read as TOML: {error}") from error
    values = {key.replace("-", "_"): value for key, value in data.items()}
    unknown = [f"{file}: unknown key {key}. {_hint(key)}" for key in values if key not in NAMES]
    if unknown:
        raise BadInput("\n".join(unknown))
    return values


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings of the environment.

    An unknown variable is refused only where it looks like a slip: container platforms set
    variables such as ``PORTAL_AUDIT_SERVICE_HOST`` of their own accord.
    """
    values = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable.removeprefix(PREFIX) in ENGINE_SWITCHES:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name in NAMES:
            values[name] = text
        elif close := get_close_matches(name, NAMES, n=1, cutoff=0.8):
            raise BadInput(f"{variable} (environment): did you mean {PREFIX}{close[0].upper()}?")
    return values


def _hint(key: str) -> str:
    close: Iterable[str] = get_close_matches(key, NAMES, n=1, cutoff=0.6)
    accepted = f"Accepted: {', '.join(NAMES)}."
    return f"Did you mean {next(iter(close))}? {accepted}" if close else accepted
