"""Bad input: exit code 2, a message that names place and remedy, nothing scanned or written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from .conftest import Cli

URL = "https://a.example/"
BAD_CHECK = 'id = "headers.mine"\nseverity = "grave"\n'


@pytest.fixture(autouse=True)
def in_english(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read messages in English; ``test_language.py`` holds that they exist in Vietnamese, too."""
    monkeypatch.setenv("PORTAL_AUDIT_LANG", "en")


def prepare(cli: Cli) -> None:
    """Write everything that the cases below give to the commands."""
    cli.write("good.csv", "url\na.example\n")
    cli.write("malformed.csv", 'url,name\na.example,"A\n')
    cli.write("column.csv", "url,knd\na.example,web\n")
    cli.write("kind.csv", "url,kind\na.example,web\nb.example,xa\n")
    cli.write("twice.csv", "url\na.example\nhttps://a.example/\n")
    cli.write("text.pem", "no certificate here")
    cli.write("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    cli.write("text.sqlite", "no database " * 100)
    cli.write("file", "in the way")
    cli.write("broken/headers/mine.toml", BAD_CHECK)
    cli.write("shadow/csv/render.py", "")
    cli.write("bad/mine/render.py", "raise RuntimeError('boom')")
    cli.write("strange.toml", 'name = "strange"\n')
    (cli.folder / "empty").mkdir()
    raw = sqlite3.connect(cli.folder / "newer.sqlite")
    raw.execute("CREATE TABLE alembic_version (version_num varchar(32))")
    raw.execute("INSERT INTO alembic_version VALUES ('9999')")
    raw.commit()
    raw.close()


CASES = [
    ("scan", ["no portals given", "Example:"]),
    ("scan nonsense", ["nonsense:", "https://"]),
    ("scan ftp://a.example", ["the scheme is ftp"]),
    (f"scan {URL} a.example", ["https://a.example/ is given twice"]),
    (f"scan {URL} -i good.csv", ["https://a.example/ is given twice"]),
    ("scan -i malformed.csv", ["malformed.csv: row 2: is not CSV", "quote"]),
    ("scan -i column.csv", ["column.csv: row 1, column knd: unknown", "Did you mean kind?"]),
    ("scan -i kind.csv", ["kind.csv: row 3, column kind: xa", "Accepted: province, dep"]),
    ("scan -i twice.csv", ["twice.csv: row 3, column url", "row 2 already"]),
    ("scan -i none.csv", ["none.csv: cannot be read", "inventory template"]),
    ("inventory check kind.csv", ["row 3, column kind"]),
    ("inventory template good.csv", ["good.csv exists already"]),
    (f"scan {URL} --ca-file none.pem", ["--ca-file none.pem: cannot be read"]),
    (f"scan {URL} --ca-file text.pem", ["--ca-file text.pem: no certificates", "openssl x509"]),
    (f"scan {URL} --ca-file cut.pem", ["--ca-file cut.pem: no certificates"]),
    (f"gate {URL} --ca-file text.pem", ["--ca-file text.pem"]),
    (f"scan {URL} --store newer.sqlite", ["newer.sqlite: written by a newer", "Update"]),
    (f"scan {URL} --store text.sqlite", ["text.sqlite: cannot be used as a store", "--store"]),
    (f"scan {URL} --store no/s.sqlite", ["no/s.sqlite: its folder does not exist"]),
    (f"gate {URL} --store newer.sqlite", ["newer.sqlite: written by a newer"]),
    ("report --store newer.sqlite", ["newer.sqlite: written by a newer"]),
    ("report", ["no store yet", "portal-audit scan"]),
    ("judge", ["no store yet"]),
    ("evidence --site a", ["no store yet"]),
    ("gate latest", ["no store yet"]),
    (f"scan {URL} --checks broken", ["mine.toml", "severity"]),
    (f"scan {URL} --checks none", ["none: no such folder", "--checks"]),
    (f"scan {URL} --checks empty", ["empty: no checks found"]),
    ("checks list --checks broken", ["mine.toml"]),
    ("checks test broken", ["mine.toml"]),
    ("checks explain headers.hst", ["Did you mean headers.hsts", "checks list"]),
    ("checks explain hsts", ["Did you mean headers.hsts", "checks list"]),
    ("gate latst", ["neither a run nor a URL. Did you mean latest?"]),
    (f"scan {URL} --profile nope", ["nope: no such profile", "commune"]),
    (f"scan {URL} --profile strange.toml", ["strange.toml", "families"]),
    (f"scan {URL} --only nope", ["nope: no such family or check"]),
    (f"scan {URL} --skip headers.nope", ["headers.nope: no such family or check"]),
    (f"scan {URL} --only headers --skip headers", ["leave no check"]),
    (f"scan {URL} --format pfd", ["--format pfd: no such format", "html"]),
    (f"scan {URL} --format ,", ["--format"]),
    (f"scan {URL} --lang fr", ["--lang fr", "Accepted: vi, en"]),
    (f"scan {URL} --rank-by name", ["--rank-by name", "Accepted: total, security, publication"]),
    (f"scan {URL} --max-pages 0", ["--max-pages 0", "must be at least 1"]),
    (f"scan {URL} --max-pages many", ["--max-pages"]),
    (f"scan {URL} --rate -1", ["--rate -1", "must be more than 0"]),
    (f"scan {URL} --site-timeout 0", ["--site-timeout 0"]),
    (f"scan {URL} --concurrency 0", ["--concurrency 0"]),
    (f"scan {URL} --allow-private lan", ["--allow-private", "lan is not a network", "10.0.0.0/8"]),
    (f"scan {URL} --resolve a.example", ["--resolve", "a.example is not HOST:IP"]),
    (f"scan {URL} --colour", ["--colour"]),
    (f"gate {URL} --min-level F", ["--min-level F", "Accepted: A, B, C, D, E"]),
    (f"gate {URL} --min-score 101", ["--min-score 101", "at most 100"]),
    (f"gate {URL} --fail-on bad", ["--fail-on bad", "Accepted: critical, high"]),
    ("gate nonsense", ["nonsense"]),
    ("gate", ["no portals given"]),
    ("scan good.csv", ["good.csv is a file name, not a URL", "Did you mean -i good.csv?"]),
    ("scan missing.xlsx", ["missing.xlsx is a file name", "-i missing.xlsx"]),
    ("gate good.csv", ["Did you mean -i good.csv?"]),
    (f"scan {URL} --profile comune", ["Did you mean commune?"]),
    (f"scan {URL} --only header", ["Did you mean headers?"]),
    (f"scan {URL} --skip headers.hst", ["Did you mean headers.hsts?"]),
    (f"scan {URL} --format htm", ["Did you mean html?"]),
    (f"scan {URL} --rank-by securty", ["Did you mean security?"]),
    (f"gate {URL} --fail-on hihg", ["Did you mean high?"]),
    (f"scan {URL} --reports none", ["none: no such folder", "--reports"]),
    (f"scan {URL} --reports empty", ["empty: no report formats found", "render.py"]),
    (f"scan {URL} --reports shadow", ["shadow/csv: there is a format csv already"]),
    (f"scan {URL} --reports bad --format mine", ["bad/mine/render.py: does not load", "boom"]),
    ("scna", ["Did you mean scan?"]),
    (f"scan {URL} --out file", ["--out file: cannot be written", "Name a folder"]),
    (f"scan {URL} --out file/below", ["--out file/below: cannot be written"]),
    (f"gate {URL} --out file", ["--out file: cannot be written"]),
    (f"scan {URL} --resume latest", ["--resume takes its portals from the run"]),
    ("scan --resume latest", ["no store yet"]),
    ("demo --format pfd", ["Did you mean pdf?"]),
    ("demo --out file", ["--out file: cannot be written"]),
    ("nonsense", ["nonsense"]),
]


@pytest.mark.parametrize(("command", "told"), CASES, ids=[command for command, _ in CASES])
def test_bad_input(cli: Cli, command: str, told: list[str]) -> None:
    prepare(cli)
    before = cli.files()
    result = cli.run(*command.split(" "))
    message = " ".join(result.output.replace("│", " ").split())
    assert result.exit_code == 2, result.output
    assert all(part in message for part in told), message
    assert cli.visited == []
    assert cli.files() == before
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("toml", "environment", "told"),
    [
        (
            "max-page = 3\n",
            {},
            "portal-audit.toml, line 1: unknown key max-page. Did you mean max-pages?",
        ),
        ("rate = 'fast'\n", {}, "portal-audit.toml, line 1: rate fast: is not a number"),
        ("rate = \n", {}, "portal-audit.toml: cannot be read as TOML"),
        ("", {"PORTAL_AUDIT_RATE": "fast"}, "PORTAL_AUDIT_RATE (environment) fast:"),
        ("", {"PORTAL_AUDIT_RATES": "2"}, "Did you mean PORTAL_AUDIT_RATE?"),
        ("", {"PORTAL_AUDIT_AUTHORISED_BY": " "}, "name the document"),
    ],
)
def test_bad_settings(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, toml: str, environment: dict[str, str], told: str
) -> None:
    cli.write("portal-audit.toml", toml)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    before = cli.files()
    result = cli.run("scan", URL)
    assert result.exit_code == 2, result.output
    assert told in result.stderr
    assert cli.visited == []
    assert cli.files() == before


def test_everything_is_validated_before_anything_is_begun(cli: Cli, tmp_path: Path) -> None:
    """The store comes last: a run is written down only when all else is in order."""
    result = cli.run("scan", URL, "--store", "new.sqlite", "--checks", "none")
    assert result.exit_code == 2
    assert not (tmp_path / "new.sqlite").exists()
