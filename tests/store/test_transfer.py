"""A store moves whole from one kind to the other, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal_audit.errors import BadInput
from portal_audit.evidence import Evidence, Screenshot, Visit
from portal_audit.model import Criteria, Finding, Kind, Severity, SiteResult, State, Status, Target
from portal_audit.store import Store
from portal_audit.store.serialise import zstd
from portal_audit.store.transfer import export_store, import_store
from tests.command_line import portal_audit
from tests.databases import missing

AT = datetime(2026, 11, 30, 3, 4, 5, tzinfo=UTC)
TARGETS = [Target(name, f"https://{name}.example/", name=f"Xã {name}") for name in "abc"]
FINDING = Finding("tls.https", "tls", Status.FAIL, "absent", Severity.HIGH, 8, 12.5)


def filled(place: str) -> str:
    with Store.open(place) as store:
        run = store.begin_run(
            TARGETS, started_at=AT, criteria=Criteria("1", "x"), settings={"b64": "plain"}
        )
        for target in TARGETS[:2]:
            result = SiteResult(
                *(target.id, target.url, target.name, Kind.WEB, "", "", State.SCANNED),
                score=61.3,
                findings=(FINDING,),
            )
            seen = Evidence(Visit(target, AT), Screenshot(target.url, b"\xff\xd8"))
            store.save_site(run, target, seen, result, AT)
        return run


def test_every_kind_of_store_moves_into_every_other(
    any_place: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    run = filled(any_place)
    file = tmp_path / "all.jsonl.zst"
    with Store.open(any_place) as store:
        before = export_store(store.engine, file)
        evidence = store.evidence_json(run, "b")
        expected = store.run(run), store.verdicts(), store.scores(), store.info(run)
    others = [str(tmp_path / "other.sqlite")]
    if not missing():
        others.append(request.getfixturevalue("postgres").new_store())
    for place in others:
        with Store.open(place) as other:
            assert import_store(other.engine, file) == before
            assert (other.run(run), other.verdicts(), other.scores(), other.info(run)) == expected
            assert other.screenshot(run, "a") == b"\xff\xd8"
            assert other.evidence_json(run, "b") == evidence
    for place in others:  # new words get new numbers there
        with Store.open(place) as other:
            one = other.begin_run(TARGETS, started_at=AT, criteria=Criteria("2", "y"), settings={})
            other.save_site(one, TARGETS[0], None, other.run(run).sites[0], AT)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    filled(str(tmp_path / "runs.sqlite"))
    file = tmp_path / "all.jsonl.zst"
    with Store.open(str(tmp_path / "runs.sqlite")) as store:
        export_store(store.engine, file)
    return file


@pytest.mark.parametrize(
    ("text", "other"),
    [("61.3", "91.3"), ('"a"', '"z"'), ("\n{", "\n"), ('["sites"', '["towns"'), ("store/1", "x/1")],
)
def test_a_file_that_was_changed_fills_nothing(
    exported: Path, tmp_path: Path, text: str, other: str
) -> None:
    lines = zstd.decompress(exported.read_bytes()).decode()
    assert text in lines
    exported.write_bytes(zstd.compress(lines.replace(text, other).encode()))
    refused(exported, tmp_path)


def test_a_file_that_was_cut_off_fills_nothing(exported: Path, tmp_path: Path) -> None:
    exported.write_bytes(exported.read_bytes()[:-30])
    refused(exported, tmp_path)
    lines = zstd.decompress(zstd.compress(b"")) + b'{"format":"portal-audit/store/1"}\n'
    exported.write_bytes(zstd.compress(lines))
    refused(exported, tmp_path)


def refused(file: Path, folder: Path) -> None:
    with Store.open(str(folder / "other.sqlite")) as other:
        with pytest.raises(BadInput, match=r"nothing was imported|schema"):
            import_store(other.engine, file)
        assert other.runs() == ()


def test_a_store_that_holds_something_and_a_file_that_exists_stay_as_they_are(
    exported: Path, tmp_path: Path
) -> None:
    there = ("--store", str(tmp_path / "runs.sqlite"), "--lang", "en")
    before = exported.read_bytes()
    full = portal_audit("store", "import", str(exported), *there)
    assert (full.returncode, "holds something already" in full.stderr) == (2, True)
    again = portal_audit("store", "export", str(exported), *there)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    assert exported.read_bytes() == before
    assert exported.stat().st_mode & 0o077 == 0


def test_the_commands_say_what_they_moved(exported: Path, tmp_path: Path) -> None:
    other = ("--store", str(tmp_path / "other.sqlite"), "--lang", "en")
    done = portal_audit("store", "import", str(exported), *other)
    assert done.returncode == 0, done.stderr
    assert "1 run, " in done.stdout
    assert portal_audit("store", "check", *other).returncode == 0
