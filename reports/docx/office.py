"""The office that signs the letters, and the template they are made from: ``--letter FILE``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from portal_audit.errors import BadInput
from portal_audit.output.sanitise import one_line
from portal_audit.texts import Message, TextTable, did_you_mean

HERE = Path(__file__).parent
LISTED = ("recipients", "signatory")


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes. What is not known is a note in brackets, to be filled in by hand."""

    superior: str
    """Organ above it, for the upper left of the letter."""
    organ: str
    symbol: str
    """What follows the number, such as ``STTTT-ATTT``."""
    place: str
    signatory: tuple[str, ...]
    """Authority and office of whoever signs, line by line: ``KT. GIÁM ĐỐC``, ``PHÓ GIÁM ĐỐC``."""
    signer: str
    contact: str
    recipients: tuple[str, ...]
    template: Path


KEYS = tuple(field.name for field in fields(Office))


def office(letter: Path | None, say: TextTable) -> Office:
    """Return the office of a TOML file, or a template alone; by default one to be filled in.

    Raises BadInput that names the file, the key and the remedy.
    """
    blank = Office(
        superior=say("office.superior"),
        organ=say("office.organ"),
        symbol=say("office.symbol"),
        place=say("office.place"),
        signatory=(say("office.signatory"),),
        signer="",
        contact="",
        recipients=(say("office.recipient"),),
        template=HERE / f"letter.{say.lang}.docx",
    )
    if letter is None:
        return blank
    match letter.suffix.lower():
        case ".docx":
            return replace(blank, template=_there(letter, letter))
        case ".toml":
            return _filled(blank, letter)
    raise BadInput(Message("letter.file-type", file=letter))


def _filled(blank: Office, file: Path) -> Office:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(Message("letter.unreadable", file=file, reason=reason)) from error
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in KEYS:
            hint = did_you_mean(key, KEYS)
            keys = ", ".join(KEYS)
            raise BadInput(Message("letter.no-key", file=file, key=key, hint=hint, keys=keys))
        if key == "template" and isinstance(value, str):
            values[key] = _there(file.parent / value, file)
        elif key in LISTED:
            values[key] = _lines(file, key, value)
        elif isinstance(value, str):
            values[key] = one_line(value)
        else:
            raise BadInput(Message("letter.not-text", file=file, key=key))
    return replace(blank, **values)  # type: ignore[arg-type]  # each was checked above


def _lines(file: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadInput(Message("letter.not-list", file=file, key=key))
    return tuple(one_line(item) for item in value)


def _there(template: Path, named_in: Path) -> Path:
    """Return a template that exists; raises BadInput where it does not."""
    if not template.is_file():
        raise BadInput(Message("letter.no-template", file=named_in, template=template))
    return template
