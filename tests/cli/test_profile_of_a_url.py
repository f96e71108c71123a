"""``--profile commune URL``: a site of which only the address is known, judged as a commune's."""

import json

import pytest

from tests.cli.conftest import Cli

URL = "https://xa.example/"


def site(cli: Cli, *flags: str) -> dict[str, object]:
    done = cli.run("scan", URL, "--format", "json", "--quiet", *flags)
    assert done.exit_code == 0, done.output
    (found,) = json.loads((cli.folder / "report" / "run.json").read_text("utf-8"))["sites"]
    return dict(found)


def families(found: dict[str, object]) -> set[str]:
    findings = found["findings"]
    assert isinstance(findings, list)
    return {finding["family"] for finding in findings}


def test_without_a_profile_a_url_is_a_web_site_without_duties(cli: Cli) -> None:
    found = site(cli)
    assert (found["kind"], found["profile"]) == ("web", "web")
    assert "information" not in families(found)


@pytest.mark.parametrize("kind", ["commune", "province"])
def test_a_profile_brings_its_kind_and_the_information_checks(cli: Cli, kind: str) -> None:
    found = site(cli, "--profile", kind)
    assert (found["kind"], found["profile"]) == (kind, kind)
    assert "information" in families(found)


def test_a_profile_of_ones_own_brings_the_kind_of_the_one_it_extends(cli: Cli) -> None:
    cli.write("mine.toml", 'name = "mine"\nextends = "commune"\n')
    found = site(cli, "--profile", "mine.toml")
    assert (found["kind"], found["profile"]) == ("commune", "mine")
    assert "information" in families(found)


def test_the_same_evidence_is_judged_again_under_another_profile(cli: Cli) -> None:
    assert site(cli)["kind"] == "web"
    done = cli.run("judge", "latest", "--profile", "commune", "--format", "json")
    assert done.exit_code == 0, done.output
    (found,) = json.loads((cli.folder / "report" / "run.json").read_text("utf-8"))["sites"]
    assert "information" in families(found)
    by_id = {finding["check"]: finding for finding in found["findings"]}
    assert by_id["information.leaders"]["weight"] == 3
