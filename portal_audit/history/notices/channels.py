"""Read the file of channels: who is told, over what; addresses that are secrets are not in it.

An address of a channel (a mail account, the token of a bot, a webhook) is a secret. It comes from
the environment (``url_from``), or stands in a file that nobody but its owner can read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal_audit.errors import BadCheck, BadInput
from portal_audit.rules import toml_files
from portal_audit.texts import DEFAULT_LANGUAGE, Message

CONTACT = "contact"
"""Name of the channel to the mail addresses that the inventory has."""
Text = Annotated[str, Field(min_length=1, max_length=2_000)]


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to tell somebody."""

    name: str
    url: str = field(repr=False)
    """Address in the form of Apprise; a secret."""
    organisations: tuple[str, ...] = ()
    """Names or patterns; empty: one digest of all portals together."""
    lang: str = DEFAULT_LANGUAGE

    def takes(self, organisation: str) -> bool:
        """Tell whether a digest of this organisation goes this way."""
        name = organisation.casefold()
        return any(fnmatchcase(name, pattern.casefold()) for pattern in self.organisations)


@dataclass(frozen=True, slots=True)
class Ping:
    """An address that is asked for after each scheduled run, so that its silence is noticed."""

    url: str = field(repr=False)
    schedules: tuple[str, ...] = ("*",)

    def takes(self, schedule: str) -> bool:
        """Tell whether runs of this schedule are told there."""
        return any(fnmatchcase(schedule, pattern) for pattern in self.schedules)


@dataclass(frozen=True, slots=True)
class Channels:
    """All that a file names."""

    channels: tuple[Channel, ...] = ()
    contact: Channel | None = None
    """The account that mails to the addresses in the inventory; its own recipient is added."""
    pings: tuple[Ping, ...] = ()
    report: str = ""
    """Where the report is published, for the end of a digest."""

    def named(self, name: str) -> Channel | None:
        """Return a channel by its name."""
        if name == CONTACT:
            return self.contact
        return next((one for one in self.channels if one.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all channels."""
        return (*(one.name for one in self.channels), *([CONTACT] if self.contact else []))


class _Address(BaseModel):
    model_config = ConfigDict(extra="forbid")
    url: Text | None = None
    url_from: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None


class _Channel(_Address):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    organisations: list[Text] = []
    lang: Literal["vi", "en"] = DEFAULT_LANGUAGE  # type: ignore[assignment]


class _Contact(_Address):
    lang: Literal["vi", "en"] = DEFAULT_LANGUAGE  # type: ignore[assignment]


class _Ping(_Address):
    schedules: list[Text] = ["*"]


class _ChannelsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    report: str = ""
    channel: list[_Channel] = []
    contact: _Contact | None = None
    ping: list[_Ping] = []


def read(file: Path, environment: Mapping[str, str] | None = None) -> Channels:
    """Return the channels of a file; raises BadInput with every fault, its line and a remedy."""
    try:
        data = _ChannelsFile.model_validate(toml_files.read(file))
    except BadCheck as error:
        raise BadInput(*error.args) from error
    except ValidationError as error:
        faults = toml_files.explain(error, _ChannelsFile, file)
        raise BadInput(toml_files.together(faults)) from error
    reading = _Reading(file, os.environ if environment is None else environment)
    found = Channels(
        channels=tuple(
            Channel(one.name, reading.url(one, "channel", n), tuple(one.organisations), one.lang)
            for n, one in enumerate(data.channel)
        ),
        contact=reading.contact(data.contact),
        pings=tuple(
            Ping(reading.url(one, "ping", n), tuple(one.schedules))
            for n, one in enumerate(data.ping)
        ),
        report=data.report,
    )
    reading.names(found)
    if reading.faults:
        unlike = {str(fault): fault for fault in reading.faults}
        raise BadInput(toml_files.together(list(unlike.values())))
    return found


class _Reading:
    """Collects the addresses of one file, and what is wrong with them; never an address itself."""

    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        self.file, self.environment = file, environment
        self.faults: list[Message] = []

    def url(self, one: _Address, *place: str | int) -> str:
        """Return an address; one that cannot be had is a fault, and empty."""
        if (one.url is None) == (one.url_from is None):
            return self._fault(place, Message("channel-file.one-address"))
        if one.url_from is not None:
            url = self.environment.get(one.url_from, "").strip()
            if not url:
                return self._fault(
                    (*place, "url_from"), Message("channel-file.unset", name=one.url_from)
                )
        else:
            url = str(one.url).strip()
            if exposed(self.file):
                return self._fault((*place, "url"), Message("channel-file.exposed", file=self.file))
        if "://" not in url:
            return self._fault(place, Message("channel-file.no-address"))
        return url

    def contact(self, one: _Contact | None) -> Channel | None:
        """Return the account that mails to the addresses of an inventory."""
        if one is None:
            return None
        return Channel(CONTACT, self.url(one, "contact"), ("*",), one.lang)

    def names(self, found: Channels) -> None:
        """See that every channel has a name of its own."""
        names: list[str] = []
        for n, one in enumerate(found.channels):
            if one.name in names or one.name == CONTACT:
                self._fault(("channel", n, "name"), Message("channel-file.taken", name=one.name))
            names.append(one.name)

    def _fault(self, place: Any, what: Message) -> str:
        self.faults.append(toml_files.at((self.file,), place, what))
        return ""


def exposed(file: Path) -> bool:
    """Tell whether anybody but its owner can read or change a file; Windows does not say so."""
    return os.name != "nt" and bool(stat.S_IMODE(file.stat().st_mode) & 0o077)
