"""Settings: everything a person can set, and the rules that a value must keep."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from portal_audit.collect.browser import AUTO
from portal_audit.collect.http.limits import AccessRules, VisitLimits, user_agent
from portal_audit.errors import BadInput
from portal_audit.model import Severity
from portal_audit.texts import Message

FILE = Path("portal-audit.toml")
BASIC_AUTH = "PORTAL_AUDIT_BASIC_AUTH"
OWN_HOST: Mapping[str, float] = {
    "rate": 20.0,
    "tls_rate": 200.0,
    "site_timeout": 60.0,
    "second_looks": 0,
}
"""What suits a host of one's own, where nothing else is set (``--staging``)."""
CONTACT = re.compile(
    r"https?://[!#-'*-:=?-Z_a-z~\[\]]{3,200}"
    r"|[!#-'*+\-./0-9=?A-Z^_a-z{|}~]{1,64}@[A-Za-z0-9.-]{3,120}"
)
"""What may stand in the comment of a User-Agent (RFC 9110 5.6.5) without ending it."""

FIELD = re.compile(
    r"(?!(?i:host|content-length|transfer-encoding|connection|te)$)[!#-'*+\-.0-9A-Z^-z|~]+"
)
"""A field name (RFC 9110 5.1) that does not decide where a request goes or where it ends."""
VALUE = re.compile(r"[ -~\t]+")


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
        raise PydanticCustomError("not-a-network", "{word}", {"word": str(word)}) from None


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
        raise PydanticCustomError("not-host-ip", "{word}", {"word": word}) from None


def _fields(value: object) -> object:
    """Read ``Name: value``, each of its own: a value may hold commas."""
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(_field(item) if isinstance(item, str) else item for item in items)


def _field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not FIELD.fullmatch(name.strip()) or not VALUE.fullmatch(value.strip()):
        raise PydanticCustomError("not-a-field", "")
    return name.strip(), value.strip()


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
    title: str | None = None
    """Name of what is scanned, the heading of reports; by default province and inventory."""
    letter: Path | None = None
    """Template of letters (.docx), or the particulars of the office that writes them (.toml)."""
    ca_file: Path | None = None
    allow_private: Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_networks)] = ()
    resolve: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_pairs)] = ()
    max_pages: int = Field(default=30, ge=1, le=1000)
    site_timeout: float = Field(default=180, gt=0, le=3600)
    """Seconds."""
    rate: float = Field(default=2, gt=0, le=1000)
    """Requests a second per host and per address."""
    tls_rate: float | None = Field(default=None, gt=0, le=10_000)
    """New TLS connections a second per host; by default 10, or five times ``rate`` if more."""
    staging: bool = False
    """Whether the portals are one's own and not yet open to the public."""
    header: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_fields)] = ()
    """Fields of requests to the portals themselves."""
    waivers: Path | None = None
    """File of accepted findings (TOML)."""
    channels: Path | None = None
    """File of channels over which notices are sent (TOML)."""
    contact: str | None = None
    """Mail address or page of whoever runs the scan, for the User-Agent."""
    concurrency: int = Field(default=8, ge=1, le=500)
    """Sites in flight."""
    second_looks: int = Field(default=2, ge=0, le=5)
    """How often what could not be read, and new critical faults, are looked at again."""
    second_look_delay: float = Field(default=600, ge=0, le=86_400)
    """Seconds at most before each look after the one at the end of the run."""
    processes: int | None = Field(default=None, ge=1, le=256)
    """That visit; by default as many as there are cores."""
    per_address: int = Field(default=1, ge=1, le=16)
    """Portals of one address visited at a time by workers on many machines."""
    distributed: bool = False
    """Whether workers, on whatever machines, visit the portals."""
    browser: str = AUTO
    """``auto``, ``never``, or the path of a Chromium."""
    screenshots: bool = False
    only: Words = ()
    skip: Words = ()
    checks: Annotated[tuple[Path, ...], BeforeValidator(_words)] = ()
    reports: Annotated[tuple[Path, ...], BeforeValidator(_words)] = ()
    """Folders of report formats besides the built-in."""
    authorised_by: str | None = None
    shared: bool = False
    """Whether the group may read store and reports."""
    quiet: bool = False
    json_log: bool = False
    rank_by: Literal["total", "security", "publication"] = "total"
    min_level: Level | None = None
    min_score: Annotated[float, Field(ge=0, le=100)] | None = None
    fail_on: Severity | None = None

    @field_validator("authorised_by")
    @classmethod
    def _reference(cls, value: str | None) -> str | None:
        if value is not None and not value.strip():
            raise PydanticCustomError("no-document", "")
        return value

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str | None) -> str | None:
        if value is not None and not CONTACT.fullmatch(value.strip()):
            raise PydanticCustomError("no-contact", "")
        return None if value is None else value.strip()

    def limits(self) -> VisitLimits:
        """Return what one site may cost."""
        # A faster rate is of no use without the connections to carry it.
        connections = max(2, min(16, round(self.rate / 5)))
        return VisitLimits(
            rate=self.rate,
            tls_rate=self.tls_rate or max(VisitLimits().tls_rate, 5 * self.rate),
            connections=connections,
            site_timeout=self.site_timeout,
            max_pages=self.max_pages,
            max_requests=max(VisitLimits().max_requests, self.max_pages * 4),
        )

    def process_count(self) -> int:
        """Return in how many processes portals are visited."""
        return self.processes or usable_cores()

    def net_rules(self) -> AccessRules:
        """Return where requests may go, and who is said to send them."""
        return AccessRules(
            allow_private=self.allow_private,
            resolve=self.resolve,
            ca_file=None if self.ca_file is None else str(self.ca_file),
            user_agent=user_agent(self.contact),
            headers=(*basic_auth(os.environ), *self.header),
        )

    def stored(self) -> dict[str, Any]:
        """Return what a run remembers of its settings, as JSON values: all that shapes a scan."""
        kept = self.model_dump(mode="json", exclude=set(PASSING), exclude_defaults=True)
        # Absolute, so that the run can be taken up again from another folder.
        if self.ca_file is not None:
            kept["ca_file"] = str(self.ca_file.absolute())
        if self.letter is not None:
            kept["letter"] = str(self.letter.absolute())
        if self.waivers is not None:
            kept["waivers"] = str(self.waivers.absolute())
        for name, folders in (("checks", self.checks), ("reports", self.reports)):
            if folders:
                kept[name] = [str(folder.absolute()) for folder in folders]
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

        *stored* are those of a run that is resumed: of file and environment only what does not
        shape a scan then counts. Raises BadInput that names the flag, the variable or the file,
        line and key.
        """
        from portal_audit.cli.setting_faults import explain
        from portal_audit.cli.setting_sources import SettingNames, layered

        values, places = layered(flags, stored, environment, file, SettingNames(NAMES, PASSING))
        try:
            made = cls.model_validate(values)
            own = OWN_HOST if made.staging else {}
            return made.model_copy(update={k: v for k, v in own.items() if k not in values})
        except ValidationError as error:
            raise BadInput(Message("lines", lines=explain(error, places))) from error


def basic_auth(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the field of basic authentication (RFC 7617) from the environment alone.

    A password on a command line can be read by every user of the machine. Raises BadInput where
    the variable is not ``user:password``.
    """
    pair = environment.get(BASIC_AUTH, "")
    if not pair:
        return ()
    if ":" not in pair or any(ord(sign) < 32 for sign in pair):
        raise BadInput(Message("basic-auth", variable=BASIC_AUTH))
    return (("Authorization", "Basic " + b64encode(pair.encode()).decode("ascii")),)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


NAMES = tuple(Settings.model_fields)
PASSING = (
    *("shared", "quiet", "json_log", "inventory", "store", "processes"),
    *("second_looks", "second_look_delay", "header", "channels", "distributed"),
)
"""Settings that shape how one command is run, not what a run finds."""
