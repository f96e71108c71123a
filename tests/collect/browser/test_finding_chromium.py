"""Which browser is taken, and what is said where the one asked for cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal_audit.collect.browser import finding
from portal_audit.errors import BadInput


def program(folder: Path, name: str = "chromium") -> Path:
    file = folder / name
    file.write_text("#!/bin/sh\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def test_never_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert finding.find_chromium("never") is None


def test_auto_takes_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "has_driver", lambda: True)
    monkeypatch.setattr(finding, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert finding.find_chromium("auto") is None
    there = program(tmp_path, "google-chrome")
    assert finding.find_chromium("auto") == there


def test_auto_is_none_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path)
    monkeypatch.setattr(finding, "has_driver", lambda: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert finding.find_chromium("auto") is None


def test_a_path_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "has_driver", lambda: True)
    there = program(tmp_path)
    assert finding.find_chromium(str(there)) == there


def test_a_path_that_is_none_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="apt install chromium"):
        finding.find_chromium(str(tmp_path / "nowhere"))


def test_a_missing_library_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "has_driver", lambda: False)
    with pytest.raises(BadInput, match=r"pip install 'portal-audit\[browser\]'"):
        finding.find_chromium(str(program(tmp_path)))
