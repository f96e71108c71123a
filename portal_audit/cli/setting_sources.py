"""Sources of settings: flags win over the environment, that over the file, that over defaults."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from portal_audit.errors import BadInput
from portal_audit.texts import Message, did_you_mean

PREFIX = "PORTAL_AUDIT_"
ENGINE_SWITCHES = frozenset({"DEBUG", "TRUST_SETTINGS", "BASIC_AUTH"})
"""Environment variables of ours that are no settings."""
LIKELY_A_TYPO = 0.8
CODE = {"checks": (), "reports": (), "browser": ("auto", "never")}
"""Settings that name what will be run, and the values that name nothing."""
TRUSTED: ContextVar[bool] = ContextVar("TRUSTED", default=False)
"""Whether the settings file of the current folder may name code: whoever downloads a folder of
somebody else's, and works in it, does not want that one's programs run."""


@dataclass(frozen=True, slots=True)
class SettingNames:
    """The names of the settings that there are."""

    every: Sequence[str]
    passing: Sequence[str]
    """Those that a resumed run does not take from the run."""


def layered(
    flags: Mapping[str, Any],
    stored: Mapping[str, Any] | None,
    environment: Mapping[str, str] | None,
    file: Path | None,
    names: SettingNames,
) -> tuple[dict[str, Any], dict[str, Message | str]]:
    """Return the values of all layers, not yet validated, and the place each was given at."""
    environment = os.environ if environment is None else environment
    from_file = SettingsFile(file, names.every)
    named = {name for name, value in flags.items() if value is not None}
    named |= set(_from_environment(environment, names.every))
    if not (TRUSTED.get() or environment.get(f"{PREFIX}TRUST_SETTINGS")):
        _refuse_code(from_file, named)
    layers: list[tuple[str, dict[str, Any]]] = [
        ("file", from_file.values),
        ("environment", _from_environment(environment, names.every)),
    ]
    if stored is not None:
        layers = [(source, _only(names.passing, values)) for source, values in layers]
        layers.append(("stored", _only(names.every, stored)))
    layers.append(("flag", {name: value for name, value in flags.items() if value is not None}))
    values: dict[str, Any] = {}
    places: dict[str, Message | str] = {}
    for source, given in layers:
        for name, value in given.items():
            values[name], places[name] = value, _place(source, name, from_file)
    return values, places


class SettingsFile:
    """``portal-audit.toml``: its values by name, and the line that each stands on."""

    def __init__(self, file: Path | None, names: Sequence[str]) -> None:
        """Read the file; without one there are no values. Raises BadInput for unknown keys."""
        self.file, self.names = file, names
        self.text = "" if file is None else _text(file)
        try:
            data = tomllib.loads(self.text)
        except ValueError as error:
            raise BadInput(Message("settings.not-toml", file=file, error=error)) from error
        self.values = {key.replace("-", "_"): value for key, value in data.items()}
        unknown = [self._unknown(key) for key in data if key.replace("-", "_") not in names]
        if unknown:
            raise BadInput(Message("lines", lines=unknown))

    def place(self, key: str) -> Message:
        """Return file and line of a key, however it is spelt there."""
        spelt = re.escape(key.replace("-", "_")).replace("_", "[-_]")
        pattern = re.compile(rf"^[ \t]*\[*[ \t]*[\"']?{spelt}\b", re.MULTILINE)
        found = pattern.search(self.text)
        if found is None:
            return Message("settings.in-file", file=self.file)
        line = self.text.count("\n", 0, found.start()) + 1
        return Message("settings.at-line", file=self.file, line=line)

    def _unknown(self, key: str) -> Message:
        # In the spelling of the person who wrote the key.
        names = [name.replace("_", "-") for name in self.names] if "_" not in key else [*self.names]
        return Message(
            "settings.unknown-key",
            place=self.place(key),
            key=key,
            hint=did_you_mean(key, names),
            accepted=", ".join(names),
        )


def _refuse_code(file: SettingsFile, named: Iterable[str]) -> None:
    """Raise BadInput where the file names code that nobody *named* otherwise."""
    for name, harmless in CODE.items():
        value = file.values.get(name)
        if value and value not in harmless and name not in named:
            place, flag = file.place(name), flag_of(name)
            raise BadInput(Message("settings.names-code", place=place, key=name, flag=flag))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise BadInput(Message("settings.not-toml", file=file, error=error)) from error


def _from_environment(environment: Mapping[str, str], names: Sequence[str]) -> dict[str, Any]:
    """Return the settings of the environment.

    An unknown variable is refused only where it looks like a typo: container platforms set
    variables such as ``PORTAL_AUDIT_SERVICE_HOST`` of their own accord.
    """
    values = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable.removeprefix(PREFIX) in ENGINE_SWITCHES:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name in names:
            values[name] = text
            continue
        # The prefix, which all share, must not count as similarity.
        close = get_close_matches(name, names, n=1, cutoff=LIKELY_A_TYPO)
        if close:
            raise BadInput(
                Message("settings.unknown-variable", variable=variable, name=variable_of(close[0]))
            )
    return values


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"{PREFIX}{name.upper()}"


def flag_of(name: str) -> str:
    """Return the flag of a setting."""
    return f"--{name.replace('_', '-')}"


def _only(names: Iterable[str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _place(source: str, name: str, file: SettingsFile) -> Message | str:
    if source == "flag":
        return flag_of(name)
    if source == "environment":
        return Message("settings.in-environment", variable=variable_of(name))
    if source == "file":
        return Message("settings.key-of-file", place=file.place(name), key=name)
    return Message("settings.in-stored-run", key=name)
