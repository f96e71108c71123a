"""The report of a run that has a run before it: trends, ranks, what was fixed."""

from __future__ import annotations

from tests.cli.conftest import Cli
from tests.cli.test_history_commands import lists, nights


def report(cli: Cli) -> tuple[str, str]:
    """Return the front page and the scorecard."""
    done = cli.run("report", "latest", "--lang", "en", "--format", "html", "--out", "again")
    assert done.exit_code == 0, done.output
    front = (cli.folder / "again" / "index.html").read_text("utf-8")
    [card] = (cli.folder / "again" / "sites").glob("*.html")
    return front, card.read_text("utf-8")


def test_a_first_run_has_nothing_to_compare(cli: Cli) -> None:
    nights(cli, "bare")
    for page in report(cli):
        assert "<svg" not in page
        assert "Run by run" not in page


def test_what_was_fixed_stands_on_the_front_page_and_on_the_scorecard(cli: Cli) -> None:
    nights(cli, "bare", "bare", "strict")
    front, card = report(cli)
    assert "Fixed: 1" in front
    for page in (front, card):
        assert '<svg class="trend"' in page
        assert "Score over 3 runs: from " in page
        assert "Compared with the run of 2 November 2026" in page
    assert "points up (was " in card


def test_a_change_of_rules_breaks_the_line_and_is_judged_again(cli: Cli) -> None:
    nights(cli, "bare", criteria="sha256:other")
    nights(cli, "strict", begin=1)
    front, card = report(cli)
    for page in (front, card):
        assert "Broken line: the rules changed" in page
        assert "<line " in page
        assert "The earlier run was judged again" in page
    assert "Fixed: 1" in front


def test_a_look_at_one_portal_of_a_list_says_nothing_of_the_others(cli: Cli) -> None:
    lists(cli, "abcd", "a")
    front, card = report(cli)
    assert '<svg class="trend"' not in front
    assert "b.example" not in front
    assert "Compared with the run of 1 November 2026" in front
    assert "Score over 2 runs: from 80.0 to 80.0" in card
