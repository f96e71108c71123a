"""Whatever a command prints, no scanned character steers the terminal."""

from __future__ import annotations

import io
import sys

import pytest

from portal_audit.cli.terminal import filtered


def test_controls_and_turns_are_shown_and_everything_else_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    with filtered():
        print("Xã \x9b31m\u202eoan\x1b[1m", end="")
        print("\u2066a", file=sys.stderr, end="")
    assert out.getvalue() == "Xã ⟨U+009B⟩31m⟨U+202E⟩oan\x1b[1m"
    assert err.getvalue() == "⟨U+2066⟩a"
    assert sys.stdout is out
