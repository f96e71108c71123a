"""Compiled templates are kept for the next program, and never used once they are stale."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from portal_audit.texts.compiled_templates import CompiledTemplates


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what Jinja compiles."""
    sources: list[str] = []
    compile_template = Environment._parse

    def note(self: Environment, source: str, *more: str | None) -> object:
        sources.append(source)
        return compile_template(self, source, *more)

    monkeypatch.setattr(Environment, "_parse", note)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return sources


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """Return the file of a module that configures a template."""
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "page.j2").write_text("{{ 1 + 1 }}", encoding="utf-8")
    module = tmp_path / "environment.py"
    module.touch()
    return module


def show(module: Path, cache: CompiledTemplates | None = None) -> str:
    """Render the template as a program does that has just started."""
    jinja = Environment(
        loader=FileSystemLoader(module.parent),
        bytecode_cache=cache or CompiledTemplates(str(module)),
        autoescape=True,
    )
    return jinja.get_template("page.j2").render()


def test_the_next_program_compiles_nothing(module: Path, compiled: list[str]) -> None:
    assert [show(module), show(module)] == ["2", "2"]
    assert compiled == ["{{ 1 + 1 }}"]


def test_a_changed_text_is_compiled_anew(module: Path, compiled: list[str]) -> None:
    show(module)
    (module.parent / "page.j2").write_text("{{ 1 + 2 }}", encoding="utf-8")
    assert show(module) == "3"
    assert compiled == ["{{ 1 + 1 }}", "{{ 1 + 2 }}"]


def test_changed_settings_are_heeded(module: Path, compiled: list[str]) -> None:
    show(module)
    os.utime(module, ns=(1, 1))
    show(module)
    assert len(compiled) == 2


def test_what_is_damaged_is_compiled_anew(module: Path, compiled: list[str]) -> None:
    show(module)
    (kept,) = (module.parent / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:60])
    assert show(module) == "2"
    assert len(compiled) == 2


def test_where_nothing_can_be_written_memory_must_do(module: Path, compiled: list[str]) -> None:
    (module.parent / "__pycache__").rmdir()
    cache = CompiledTemplates(str(module))
    assert [show(module, cache), show(module, cache)] == ["2", "2"]
    assert len(compiled) == 1


def test_nothing_is_written_where_python_must_not(
    module: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert show(module) == "2"
    assert not list((module.parent / "__pycache__").iterdir())
