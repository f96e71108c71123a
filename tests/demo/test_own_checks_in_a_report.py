"""A check written in a folder of one's own is asked, scored and shown."""

import json
import re
from pathlib import Path

import pytest

from portal_audit.demo.control import Testbed
from tests.command_line import portal_audit

pytestmark = pytest.mark.testbed

README = Path(__file__).parents[2] / "checks" / "README.md"


def test_the_example_of_the_readme_reaches_the_report(testbed: Testbed, tmp_path: Path) -> None:
    for name, content in re.findall(
        r"`my-checks/(usability/[^`]+)`:?\n\n```\w+\n(.*?)```", README.read_text("utf-8"), re.S
    ):
        file = tmp_path / "my-checks" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    line = ["scan", testbed.url("dichvucong"), "--checks", "my-checks"]
    line += ["--only", "usability", "--max-pages", "2", "--rate", "200"]
    line += ["--resolve", "dichvucong.hacson.gov.test:127.0.0.1"]
    line += ["--allow-private", "127.0.0.0/8", "--ca-file", str(testbed.ca_file)]
    done = portal_audit(*line, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    report = tmp_path / "report"
    [site] = json.loads((report / "run.json").read_text("utf-8"))["sites"]
    [finding] = [f for f in site["findings"] if f["check"] == "usability.hotline"]
    assert finding["outcome"] == "missing"
    assert finding["points_lost"] > 0
    [page] = (report / "sites").glob("*.html")
    assert "Trang chủ chưa có số tổng đài" in page.read_text("utf-8")
    assert (report / "checks" / "usability.hotline.html").is_file()
