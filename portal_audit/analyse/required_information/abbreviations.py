"""Abbreviations of offices written out: “Văn bản PL”, ``VBQPPL.png``, ``LayYKienDuThao.png``."""

import re
import tomllib
from pathlib import Path

from portal_audit.parse.text.vietnamese import fold

_WRITTEN: dict[str, str] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
# A pattern that begins with letters, and looks back behind the first, is far quicker to look for.
_ANY = "|".join(
    rf"{short[0]}(?<!\w.){short[1:]}" for short in sorted(_WRITTEN, key=len, reverse=True)
)
_IN_LABEL = re.compile(rf"(?:{_ANY})\b(?!\s?&)")
_IN_NAME = {fold(short): whole for short, whole in _WRITTEN.items() if len(short) > 2}
_CAMEL = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|[-_.%+\s]+"
)
_EXTENSION = re.compile(r"\.\w{2,5}$")


def written_out(label: str) -> str:
    """Return a label with the abbreviations that stand in it in capitals written out."""
    return _IN_LABEL.sub(lambda found: _WRITTEN[found[0]], label)


def words_of_file(name: str) -> str:
    """Return the words that a file's name is made of, without numbers and its ending."""
    parts = _CAMEL.split(_EXTENSION.sub("", name.rpartition("/")[2]))
    words = (_IN_NAME.get(fold(part), part) for part in parts if not part.isdecimal())
    return " ".join(words)
