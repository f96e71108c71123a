"""``checks list`` in a pipe, and ``checks test`` on a folder of one's own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Cli
from tests.rules.test_catalog_promises import RULE, TEXTS


def test_a_reader_that_stops_early_does_no_harm_to_the_list() -> None:
    unread, written = os.pipe()
    os.close(unread)
    line = [sys.executable, "-m", "portal_audit", "checks", "list"]
    done = subprocess.run(line, stdout=written, stderr=subprocess.PIPE, timeout=60)
    os.close(written)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_columns_of_the_list_line_up(cli: Cli) -> None:
    lines = cli.run("checks", "list", "--only", "tls").stdout.splitlines()
    start = lines[0].index("tiêu chí")
    assert all(line[start - 1] == " " and line[start] != " " for line in lines)


def folder(place: Path, texts: str, profile: str = "") -> Path:
    (place / "headers").mkdir()
    (place / "headers" / "mine.py").write_text(RULE, encoding="utf-8")
    (place / "headers" / "mine.toml").write_text(texts.lstrip(), encoding="utf-8")
    if profile:
        (place / "profiles").mkdir()
        (place / "profiles" / "mine.toml").write_text(profile, encoding="utf-8")
    return place


def test_a_sound_folder_is_listed(cli: Cli, tmp_path: Path) -> None:
    done = cli.run("checks", "test", str(folder(tmp_path, TEXTS)), "--lang", "en")
    assert (done.exit_code, done.stdout) == (0, "headers.mine: My header\n")


def test_a_text_that_uses_a_fact_no_rule_gives_is_refused(cli: Cli, tmp_path: Path) -> None:
    place = folder(tmp_path, TEXTS.replace("{age}", "{aeg}"))
    done = cli.run("checks", "test", str(place), "--lang", "en")
    assert done.exit_code == 2
    said = " ".join(done.output.split())
    assert "mine.toml:19: vi.found: {aeg} is no fact that the rule gives with it." in said
    assert "mine.toml:28: en.found: {aeg}" in said


def test_a_profile_of_the_folder_is_tested_too(cli: Cli, tmp_path: Path) -> None:
    place = folder(tmp_path, TEXTS, 'name = "mine"\nextends = "web"\nskip = ["headers.mien"]\n')
    done = cli.run("checks", "test", str(place), "--lang", "en")
    assert done.exit_code == 2
    assert "Did you mean headers.mine" in " ".join(done.output.split())


def test_a_folder_may_hold_profiles_alone(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    text = 'name = "mine"\nextends = "web"\nen = "Mine"\n'
    (tmp_path / "profiles" / "mine.toml").write_text(text, encoding="utf-8")
    done = cli.run("checks", "test", str(tmp_path), "--lang", "en")
    assert (done.exit_code, done.stdout) == (0, "mine: Mine\n")


def test_the_faults_of_profiles_alone_are_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    text = 'name = "mine"\nextends = "web"\nskip = ["headers.hst"]\n'
    (tmp_path / "profiles" / "mine.toml").write_text(text, encoding="utf-8")
    done = cli.run("checks", "test", str(tmp_path), "--lang", "en")
    assert done.exit_code == 2
    assert "Did you mean headers.hsts" in " ".join(done.output.split())


def test_a_check_of_a_family_that_no_profile_has_is_told(cli: Cli, tmp_path: Path) -> None:
    """Its weight would silently count for nothing."""
    (folder(tmp_path, TEXTS.replace("headers.mine", "heders.mine")) / "headers").rename(
        tmp_path / "heders"
    )
    done = cli.run("checks", "test", str(tmp_path), "--lang", "en")
    assert done.exit_code == 2
    said = " ".join(done.output.split())
    assert "mine.toml:1: id: no profile has the family heders" in said
    assert "Did you mean headers?" in said


def test_a_profile_of_the_folder_may_count_a_family_of_its_own(cli: Cli, tmp_path: Path) -> None:
    profile = 'name = "mine"\nextends = "web"\nen = "Mine"\n[families]\ntls = 9\nown = 1\n'
    profile += '[parts]\nsecurity = ["tls", "own"]\n'
    texts = TEXTS.replace("headers.mine", "own.mine")
    (folder(tmp_path, texts, profile) / "headers").rename(tmp_path / "own")
    done = cli.run("checks", "test", str(tmp_path), "--lang", "en")
    assert (done.exit_code, done.stdout) == (0, "own.mine: My header\nmine: Mine\n"), done.output
