"""The files that a guide prints, loaded in this process as the modules that they would be."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from portal_audit.collect.probes.base import PROBES
from tests.imports import ROOT


def files_in(guide: str) -> dict[str, str]:
    """Return path → text of every block of code that stands under a path of its own."""
    text = (ROOT / guide).read_text(encoding="utf-8")
    return dict(re.findall(r"^`([^`]+)`:?\n\n```\w+\n(.*?)^```", text, re.M | re.S))


@contextmanager
def loaded(files: dict[str, str]) -> Iterator[dict[str, ModuleType]]:
    """Give path → module for Python files, in the order of the guide; forget them afterwards."""
    probes = dict(PROBES)
    modules: dict[str, ModuleType] = {}
    try:
        for path, source in files.items():
            name = ".".join(Path(path).with_suffix("").parts)
            assert name not in sys.modules, f"{name} exists: the guide needs another example"
            module = modules[path] = ModuleType(name)
            sys.modules[name] = module
            exec(compile(source, path, "exec"), module.__dict__)
        yield modules
    finally:
        for module in modules.values():
            del sys.modules[module.__name__]
        PROBES.clear()
        PROBES.update(probes)
