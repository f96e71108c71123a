"""Who imports whom, read from the files; imports in functions and those for types count too."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRODUCT = ROOT / "portal_audit"
CONTENT = ("checks", "reports")
"""Folders that are installed inside the package."""

Graph = Mapping[str, frozenset[str]]


def place(file: Path) -> str:
    """Return the path of a file inside the repository."""
    return file.relative_to(ROOT).as_posix()


@cache
def tree_of(file: Path) -> ast.Module:
    """Return what a file says, parsed once for all tests."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imports(file: Path) -> frozenset[str]:
    """Return the full names of what a file imports, wherever in it that stands."""
    names: set[str] = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(file, node)
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return frozenset(names)


def _base(file: Path, node: ast.ImportFrom) -> str:
    """Return the full name of the module an import starts from, relative ones included."""
    if not node.level:
        return node.module or ""
    folder = file.parent.relative_to(ROOT).parts
    parts = folder[: len(folder) - node.level + 1]
    return ".".join((*parts, *((node.module,) if node.module else ())))


@cache
def modules() -> Mapping[str, Path]:
    """Return every module of the product with its file; a package stands for its ``__init__``."""
    return {_name(file): file for file in sorted(PRODUCT.rglob("*.py"))}


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def module_of(name: str) -> str | None:
    """Return the module of ours that defines an imported name, or None where it is not ours."""
    while name and name not in modules():
        name = name.rpartition(".")[0]
    return name or None


@cache
def file_graph() -> Graph:
    """Return, for every module, the modules of ours that it imports."""
    return {
        name: frozenset(
            found
            for each in imports(file)
            if (found := module_of(each)) is not None and found != name
        )
        for name, file in modules().items()
    }


def package_of(module: str) -> str:
    """Return the package a module stands in, without ``portal_audit``; top files are their own.

    >>> package_of("portal_audit.collect.http.client")
    'collect/http'
    """
    file = modules()[module]
    folder = file.parent.relative_to(PRODUCT).as_posix()
    return folder if folder != "." else file.stem


def floor_of(module: str) -> str:
    """Return the top package a module stands in: ``collect`` for ``collect/http``."""
    return package_of(module).partition("/")[0]


def content_arrows() -> dict[str, set[str]]:
    """Return the top packages that the files of ``checks`` and ``reports`` import."""
    return {
        folder: {
            floor_of(module)
            for file in sorted((ROOT / folder).rglob("*.py"))
            for name in imports(file)
            if (module := module_of(name)) is not None
        }
        for folder in CONTENT
    }


def arrows() -> dict[str, set[str]]:
    """Return every arrow between top packages, content included."""
    drawn: dict[str, set[str]] = {}
    for module, imported in file_graph().items():
        here = floor_of(module)
        drawn.setdefault(here, set()).update(floor_of(each) for each in imported)
        drawn[here].discard(here)
    return drawn | content_arrows()


def circles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the groups of nodes that reach each other, by Tarjan's algorithm."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        number[node] = lowest[node] = len(number)
        stack.append(node)
        for after in graph.get(node, ()):
            if after not in number:
                visit(after)
                lowest[node] = min(lowest[node], lowest[after])
            elif after in stack:
                lowest[node] = min(lowest[node], number[after])
        if lowest[node] == number[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in graph:
        if node not in number:
            visit(node)
    return found


def reachable(graph: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """Return what can be reached from a node by one arrow or more."""
    seen: set[str] = set()
    waiting = list(graph.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += graph.get(node, ())
    return seen
