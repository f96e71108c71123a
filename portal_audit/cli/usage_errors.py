"""Say what is wrong with the words of a command line, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from portal_audit.cli.setting_faults import reason
from portal_audit.texts import Message, did_you_mean

HELP_ITSELF = "NoArgsIsHelpError"
"""An error that only shows the help, where nothing was given."""
_COMMAND = re.compile(r"No such command '(.*?)'")
_EXTRA = re.compile(r"Got unexpected extra arguments? ?\(?s?\)? ?\((.*)\)")


def explain(error: Any, lang: str) -> str:
    """Return what the parser of arguments refused, and where to read what there is."""
    context = error.ctx
    what = _what(error, context.command if context is not None else None)
    place = context.command_path if context is not None else "portal-audit"
    text = Message("usage.fault", what=what, command=place).text(lang)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _what(error: Any, command: Any) -> Message | str:
    """Dispatch on names: the parser's classes are in a private module."""
    match type(error).__name__:
        case "NoSuchOption":
            return _no_option(error.option_name, command)
        case "MissingParameter":
            return Message("usage.missing", name=_name(error.param))
        case "BadParameter":
            return _bad_value(error)
        case "BadOptionUsage":
            return Message("usage.no-value", name=error.option_name)
    text = str(error.message)
    if found := _COMMAND.match(text):
        names = list(getattr(command, "commands", ()))
        hint = did_you_mean(found[1], names)
        return Message("usage.no-command", name=found[1], hint=hint, names=", ".join(names))
    if found := _EXTRA.match(text):
        return Message("usage.extra", words=found[1])
    return text


def _no_option(option: str, command: Any) -> Message:
    names = [
        name
        for parameter in getattr(command, "params", ())
        if parameter.param_type_name == "option"
        for name in (*parameter.opts, *parameter.secondary_opts)
    ]
    return Message("usage.no-option", name=option, hint=did_you_mean(option, names))


def _bad_value(error: Any) -> Message:
    name = _name(error.param)
    if choices := getattr(getattr(error.param, "type", None), "choices", ()):
        accepted = [str(getattr(choice, "value", choice)) for choice in choices]
        what = Message("settings.choose", hint="", choices=", ".join(accepted))
        return Message("settings.fault", place=name, given="", what=what)
    if isinstance(error.__cause__, ValidationError):
        fault = error.__cause__.errors()[0]
        return Message("settings.fault", place=name, given=f" {fault['input']}", what=reason(fault))
    return Message("settings.fault", place=name, given="", what=str(error.message).rstrip("."))


def _name(parameter: Any) -> str:
    """Return an option as it is typed, an argument as the help names it."""
    if parameter is None:
        return ""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name.upper())
