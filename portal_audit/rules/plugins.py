"""Find packs: folders of checks or reports, built in, installed by others, or local."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.metadata import EntryPoint, entry_points
from importlib.util import module_from_spec
from pathlib import Path
from sys import modules
from types import ModuleType
from typing import NamedTuple

from portal_audit.errors import BadCheck
from portal_audit.texts import Message

PACKAGE = Path(__file__).parents[1]


class Pack(NamedTuple):
    """One folder, importable under one name."""

    name: str
    folder: Path

    def load(self, file: Path) -> ModuleType:
        """Import a Python file of this pack under the pack's name."""
        parts = file.relative_to(self.folder).with_suffix("").parts
        return import_module(".".join((self.name, *parts)))


def find(kind: str, local: Iterable[Path] = ()) -> Iterator[Pack]:
    """Yield every pack of *kind*: ours first, then installed plug-ins, then local folders."""
    yield _mount(f"portal_audit.{kind}", builtin(kind))
    for plugin in _installed(kind):
        try:
            package = import_module(plugin.value)
            yield Pack(plugin.value, Path(next(iter(package.__path__))))
        except Exception as error:
            broken = Message(
                "plug-in.broken", name=plugin.name, module=plugin.value, error=repr(error)
            )
            raise BadCheck(broken) from error
    for folder in local:
        place = folder.resolve()
        if not place.is_dir():
            raise BadCheck(Message("plug-in.no-folder", folder=folder, option=f"--{kind}"))
        # Two local folders may bear the same name, so the whole path goes into the module's.
        digest = sha256(str(place).encode()).hexdigest()[:12]
        yield _mount(f"portal_audit_local_{digest}", place)


@cache
def _installed(kind: str) -> tuple[EntryPoint, ...]:
    """Return the plug-ins that others installed: a look into every distribution there is."""
    return tuple(entry_points(group=f"portal_audit.{kind}"))


def builtin(kind: str) -> Path:
    """Return our own folder: inside the installed package, or beside it in a checkout.

    A folder beside the package counts only where ``pyproject.toml`` stands there too, so that
    somebody's own ``checks/`` in the working folder is never mistaken for ours.
    """
    if (PACKAGE / kind).is_dir():
        return PACKAGE / kind
    if (PACKAGE.parent / "pyproject.toml").is_file() and (PACKAGE.parent / kind).is_dir():
        return PACKAGE.parent / kind
    raise BadCheck(Message("plug-in.not-installed", kind=kind))


def _mount(name: str, folder: Path) -> Pack:
    """Make *folder* importable as the package *name*."""
    if name not in modules:
        spec = ModuleSpec(name, loader=None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        modules[name] = module_from_spec(spec)
    return Pack(name, folder)
