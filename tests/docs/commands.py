"""The reference of commands, settings and environment variables, as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from typer.core import TyperGroup
from typer.main import get_command

from portal_audit.cli.app import app
from portal_audit.cli.lazy import LazyCommand
from portal_audit.cli.setting_sources import flag_of, variable_of
from portal_audit.cli.settings import PASSING, Settings

MADE = "<!-- Made from the code by `make docs`; a test compares. Do not edit by hand. -->"
_NOTES = re.compile(r"\s*\[(?:default: (?P<default>.*?)(?:; )?)?(?:env: \w+)?\]$")


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command with its full name, groups before what is in them."""
    yield from _below("portal-audit", get_command(app))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    command = command.load() if isinstance(command, LazyCommand) else command
    yield name, command
    if isinstance(command, TyperGroup):
        for part, inner in command.commands.items():
            yield from _below(f"{name} {part}", inner)


def reference() -> str:
    """Return ``docs/commands.md``."""
    lines = ["# Commands", "", MADE, ""]
    lines += ["`portal-audit COMMAND --help` shows the same. [settings.md](settings.md) lists"]
    lines += ["what may stand in a file or in the environment instead of a flag.", ""]
    for name, command in commands():
        lines += [f"## `{name}`", "", _prose(command.help), ""]
        if isinstance(command, TyperGroup):
            lines += ["| command | what it does |", "|---|---|"]
            lines += [
                f"| [`{name} {part}`](#{_anchor(f'{name} {part}')}) "
                f"| {_cell(inner.get_short_help_str(300))} |"
                for part, inner in command.commands.items()
            ]
            lines.append("")
        lines += _parameters(command)
    lines += EXIT_CODES.splitlines()
    return "\n".join(lines) + "\n"


EXIT_CODES = """## Exit codes

| code | meaning |
|---|---|
| 0 | done; the gate passed |
| 1 | the tool failed |
| 2 | wrong usage or bad input; nothing was scanned |
| 3 | too little could be tested to judge; not one portal could be read |
| 10 | the gate failed |
| 130 | interrupted; what was finished is kept |"""


def _parameters(command: Any) -> list[str]:
    rows = [
        f"| {_names(one)} | {_cell(one.help or '')} |"
        for one in command.params
        if one.name != "help" and not getattr(one, "hidden", False)
    ]
    return ["| argument or option | |", "|---|---|", *rows, ""] if rows else []


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    names = [*parameter.opts, *parameter.secondary_opts]
    return ", ".join(f"`{name}`" for name in names)


def _prose(text: str | None) -> str:
    """Return a help text; an example stands as code on a line of its own."""
    prose, _, example = inspect.cleandoc(text or "").partition("Example: ")
    shown = f"\n\n```sh\n{example.strip().rstrip('.')}\n```" if example else ""
    return " ".join(_plain(prose).split()) + shown


def _plain(text: str) -> str:
    return text.replace("\\[", "[")


def _cell(text: str) -> str:
    return " ".join(_plain(text).split()).replace("|", "\\|")


def _anchor(heading: str) -> str:
    return heading.replace(" ", "-")


def settings() -> str:
    """Return ``docs/settings.md``."""
    options = {
        option.name: option
        for _, command in commands()
        for option in command.params
        if f"env: {variable_of(option.name)}]" in (getattr(option, "help", None) or "")
    }
    lines = ["# Settings", "", MADE, ""]
    lines += SOURCES.splitlines()
    lines += ["", "| flag | key in the file | environment | default | accepts | |"]
    lines += ["|---|---|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        text = _plain(options[name].help)
        notes = _NOTES.search(text)
        default = notes["default"] if notes and notes["default"] else ""
        lines.append(
            f"| `{flag_of(name)}` | `{name.replace('_', '-')}` | `{variable_of(name)}` "
            f"| {_cell(default)} | {_cell(_accepts(name, field))} | {_cell(_NOTES.sub('', text))} |"
        )
    passing = ", ".join(f"`{name.replace('_', '-')}`" for name in PASSING)
    lines += ["", f"A run that is resumed takes all settings but {passing} from the run itself;"]
    lines += ["flags still win.", ""]
    lines += ["`PORTAL_AUDIT_DEBUG=1` shows a traceback where the tool itself fails."]
    return "\n".join(lines) + "\n"


SOURCES = """Every setting is a flag, a key of `portal-audit.toml` in the working folder, and an
environment variable. Flags win over the environment, that over the file, that over the defaults. A
key that does not exist is an error. Lists are written with commas, or as TOML lists:

```toml
lang = "en"
max-pages = 50
allow-private = ["10.0.0.0/8"]
```"""


def _accepts(name: str, field: Any) -> str:
    """Return which values a setting takes."""
    schema = Settings.model_json_schema()
    entry = schema["properties"][name]
    options = [entry, *entry.get("anyOf", [])]
    options += [schema["$defs"][one["$ref"].rpartition("/")[2]] for one in options if "$ref" in one]
    choices = next((one["enum"] for one in options if "enum" in one), None)
    if choices:
        return ", ".join(map(str, choices))
    if get_origin(field.annotation) is Literal:
        return ", ".join(map(str, get_args(field.annotation)))
    bounds = [f"from {entry[key]:g}" for key in ("minimum",) if key in entry]
    bounds += [f"more than {entry[key]:g}" for key in ("exclusiveMinimum",) if key in entry]
    bounds += [f"up to {entry[key]:g}" for key in ("maximum",) if key in entry]
    kinds = {"boolean": "yes or no", "integer": "whole number", "number": "number"}
    kind = next((kinds[one["type"]] for one in options if one.get("type") in kinds), "")
    if any(one.get("type") == "array" for one in options):
        kind = "list"
    return " ".join([kind, ", ".join(bounds)]).strip()
