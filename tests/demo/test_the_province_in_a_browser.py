"""The portal that shows nothing without JavaScript, read through the browser, end to end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal_audit.collect.browser import AUTO, find_chromium
from portal_audit.collect.browser import tab as tab_module
from portal_audit.demo.control import Testbed
from tests.command_line import portal_audit

pytestmark = [pytest.mark.testbed, pytest.mark.browser]

SCRIPTED, SOUND = "deosim", "hackhe"
FAST = ["--rate", "200", "--allow-private", "127.0.0.0/8", "--lang", "en"]
PICTURE = '.jpg" width="1280"'
QUIET_SECONDS = 0.15
"""Enough on loopback, also where others work; 45 pages are shown."""


@pytest.fixture(scope="module", autouse=True)
def soon_at_rest() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tab_module, "QUIET_SECONDS", QUIET_SECONDS)
        yield


@pytest.fixture(scope="module")
def bed() -> Iterator[Testbed]:
    if find_chromium(AUTO) is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    with Testbed(base_port=0) as bed:
        yield bed


@dataclass(frozen=True)
class Scanned:
    folder: Path
    site: dict[str, Any]
    card: str
    told: str

    def statuses(self) -> dict[str, str]:
        return {f["check"]: f["status"] for f in self.site["findings"] if f["weight"]}


def scan(bed: Testbed, folder: Path, slug: str, *flags: str) -> Scanned:
    """Scan one portal, with everything but TLS, as a person would."""
    [row] = [
        line
        for line in bed.inventory.read_text("utf-8").splitlines()
        if line.startswith(f"https://{slug}.")
    ]
    head = bed.inventory.read_text("utf-8").splitlines()[0]
    (folder / "one.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    ca_file = ["--ca-file", str(bed.ca_file), "--skip", "tls"]
    done = portal_audit("scan", "-i", "one.csv", *FAST, *ca_file, *flags, folder=folder)
    assert done.returncode == 0, done.stderr
    [site] = json.loads((folder / "report" / "run.json").read_text("utf-8"))["sites"]
    card = (folder / "report" / "sites" / f"{site['id']}.html").read_text("utf-8")
    return Scanned(folder, site, card, done.stdout + done.stderr)


@pytest.fixture(scope="module")
def scripted(bed: Testbed, tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    """Scan the portal that needs a browser with one; as many pages as hold all items."""
    return scan(bed, tmp_path_factory.mktemp("scripted"), SCRIPTED, "--max-pages", "45")


def test_its_required_information_is_found(scripted: Scanned) -> None:
    lost = {f["check"] for f in scripted.site["findings"] if f["status"] in ("fail", "partial")}
    assert lost == {"exposure.soft_404"}
    assert "not-tested" not in scripted.statuses().values()
    assert scripted.site["coverage"] == 1.0


def test_its_scorecard_shows_the_front_page(scripted: Scanned) -> None:
    assert PICTURE in scripted.card


def test_the_picture_stays_when_the_report_is_written_again(scripted: Scanned) -> None:
    done = portal_audit("report", "latest", "--out", "again", folder=scripted.folder)
    assert done.returncode == 0, done.stderr
    again = scripted.folder / "again" / "sites" / f"{scripted.site['id']}.html"
    assert PICTURE in again.read_text("utf-8")


def test_judging_again_needs_no_browser(scripted: Scanned) -> None:
    done = portal_audit(
        "judge", "latest", "--out", "judged", "--format", "json", folder=scripted.folder
    )
    assert done.returncode == 0, done.stderr
    judged = (scripted.folder / "judged" / "run.json").read_text("utf-8")
    [site] = json.loads(judged)["sites"]
    assert site["findings"] == scripted.site["findings"]


def test_without_a_browser_it_is_not_tested_and_says_how_to_get_one(
    bed: Testbed, tmp_path: Path
) -> None:
    seen = scan(bed, tmp_path, SCRIPTED, "--browser", "never")
    found = {f["check"]: f["status"] for f in seen.site["findings"]}
    assert found["information.leaders"] == "not-tested"
    assert seen.site["level"] == "N"
    assert PICTURE not in seen.card
    assert "pip install 'portal-audit[browser]'" in seen.told


def test_a_portal_with_text_needs_none(bed: Testbed, tmp_path: Path) -> None:
    seen = scan(bed, tmp_path, SOUND, "--only", "headers,usability")
    assert PICTURE not in seen.card


def test_a_picture_of_every_portal_where_it_is_asked_for(bed: Testbed, tmp_path: Path) -> None:
    seen = scan(bed, tmp_path, SOUND, "--only", "headers,usability", "--screenshots")
    assert PICTURE in seen.card


def test_pictures_without_a_browser_are_refused(bed: Testbed, tmp_path: Path) -> None:
    flags = ["--browser", "never", "--screenshots", "--lang", "en"]
    done = portal_audit("scan", bed.url(SOUND), *flags, folder=tmp_path)
    assert done.returncode == 2
    assert "--screenshots: there is no browser" in done.stderr
