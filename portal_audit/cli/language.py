"""Which language the command line speaks, found out before any command is loaded."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from portal_audit.texts import DEFAULT_LANGUAGE, LANGUAGES

VARIABLE = "PORTAL_AUDIT_LANG"
FILE = Path("portal-audit.toml")


def chosen(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    file: Path = FILE,
) -> str:
    """Return the language of ``--lang``, else of the environment, the settings file, the default.

    A language that does not exist is passed over here: the settings report it as an error.
    """
    environment = os.environ if environment is None else environment
    given = (*_flags(arguments), environment.get(VARIABLE), _from_file(file))
    return next((lang for lang in given if lang in LANGUAGES), DEFAULT_LANGUAGE) or ""


def _flags(arguments: Sequence[str]) -> Iterable[str]:
    """Return every value of ``--lang``, the last first, as the last one counts."""
    found = [word.partition("=")[2] for word in arguments if word.startswith("--lang=")]
    found += [value for word, value in pairwise(arguments) if word == "--lang"]
    return reversed(found)


def _from_file(file: Path) -> str | None:
    try:
        lang = tomllib.loads(file.read_text(encoding="utf-8")).get("lang")
    except (OSError, ValueError):
        return None
    return lang if isinstance(lang, str) else None
