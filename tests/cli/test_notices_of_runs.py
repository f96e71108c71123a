"""Notices through the command line: after a scan, and by `notify`; on a clock that stands still."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from portal_audit.cli import notices_of_run, scan
from portal_audit.cli.notices_of_run import report_of
from portal_audit.evidence import Evidence, Failure, HttpsFront, Visit
from portal_audit.history.notices.channels import Channel
from portal_audit.model import Target
from portal_audit.runs.notify.flush import FailedDelivery, Flushed
from portal_audit.runs.notify.message import Outgoing, Sent
from tests.cli.conftest import AT, Cli, seen
from tests.cli.test_history_commands import with_hsts

CHANNELS = """
[[channel]]
name = "team"
url = "json://127.0.0.1/SECRETTOKEN"
lang = "en"

[[channel]]
name = "so"
url = "json://127.0.0.1/SECRETTOKEN"
organisations = ["Sở *"]
lang = "en"

[contact]
url = "mailtos://SECRETUSER:SECRETTOKEN@127.0.0.1"
lang = "en"
"""
INVENTORY = """url,name,organisation,contact
https://a.example/,Cổng A,Sở Nội vụ,"Văn thư, 024 123, vanthu@a.example"
https://b.example/,Cổng B,UBND xã B,
"""


@dataclass
class Nights:
    """Runs scans on nights that one chooses, and keeps what was sent."""

    cli: Cli
    at: datetime = AT
    sent: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Channel, recipient, title and text."""
    answer: dict[str, Sent] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)

    def see(self, target: Target) -> Evidence:
        """Return what a portal shows: HSTS, unless it is bare or dead."""
        host = target.url.removeprefix("https://").split(".")[0]
        if host in self.dead:
            gone = Failure("dns", target.url)
            return Evidence(Visit(target, self.at), HttpsFront(target.url, (), gone))
        return seen(target) if host in self.bare else with_hsts(target)

    def scan(self, *more: str) -> str:
        """Scan on the next night; return what was said on stderr."""
        self.at += timedelta(days=1)
        command = ["scan", "-i", "portals.csv", "--channels", "channels.toml", "--format", "json"]
        done = self.cli.run(*command, "--only", "headers.hsts", "--lang", "en", *more)
        assert done.exit_code in (0, 3), done.output
        assert "SECRET" not in done.output
        return done.stderr

    def news(self) -> list[tuple[str, str, list[str]]]:
        """Return what was sent since last asked: channel, recipient, and what lines it has."""
        sent, self.sent = self.sent, []
        return [
            (channel, to, [line for line in text.splitlines() if line.startswith("- ")])
            for channel, to, _, text in sent
        ]

    def __enter__(self) -> Nights:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, channel: Channel, message: Outgoing) -> Sent:
        """Stand in for Apprise."""
        answer = self.answer.get(channel.name, Sent(True))
        if answer.ok:
            self.sent.append((channel.name, message.recipient, message.title, message.text))
        return answer


@pytest.fixture
def nights(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Nights:
    made = Nights(cli)
    cli.see = made.see
    cli.write("channels.toml", CHANNELS).chmod(0o600)
    cli.write("portals.csv", INVENTORY)
    monkeypatch.setattr(scan, "now", lambda: made.at)
    monkeypatch.setattr(notices_of_run, "now", lambda: made.at)
    monkeypatch.setattr("portal_audit.cli.notify.now", lambda: made.at)
    monkeypatch.setattr(notices_of_run, "AppriseProcess", lambda: made)
    return made


MISSING = "- Cổng A: HSTS is off (high)"


def test_a_failing_channel_fails_neither_run_nor_other_channels(nights: Nights) -> None:
    nights.scan()
    nights.bare = {"a"}
    nights.answer = {"so": Sent(False, "Connection error")}
    said = nights.scan()
    assert "Channel so: not sent (attempt 1): Connection error. Next attempt after" in said
    assert {channel for channel, _, _ in nights.news()} == {"team", "contact"}
    nights.answer = {}
    nights.scan()
    assert nights.news() == [("so", "", [MISSING, "- Cổng A: from level A to level E"])]


def test_what_was_not_sent_for_want_of_channels_is_sent_later(nights: Nights) -> None:
    plain = ["scan", "-i", "portals.csv", "--only", "headers.hsts", "--format", "json"]
    nights.scan()
    nights.bare, nights.at = {"a"}, nights.at + timedelta(days=1)
    assert nights.cli.run(*plain).exit_code == 0
    shown = nights.cli.run("notify", "preview", "--channels", "channels.toml", "--lang", "en")
    assert shown.exit_code == 0, shown.output
    assert "To: channel contact (vanthu@a.example)" in shown.stdout
    assert MISSING in shown.stdout
    assert nights.news() == []
    for expected in (3, 0):
        done = nights.cli.run("notify", "send", "--channels", "channels.toml", "--lang", "en")
        assert done.exit_code == 0, done.output
        assert len(nights.news()) == expected


def test_an_exposed_file_of_channels_stops_a_scan_before_the_first_packet(nights: Nights) -> None:
    (nights.cli.folder / "channels.toml").chmod(0o644)
    done = nights.cli.run("scan", "-i", "portals.csv", "--channels", "channels.toml")
    assert done.exit_code == 2
    assert "chmod 600 channels.toml" in done.stderr
    assert nights.cli.visited == []


def test_a_change_of_rules_is_no_news_about_portals(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights.scan()
    nights.bare = {"a"}
    other = "sha256:others"
    monkeypatch.setattr(
        "portal_audit.cli.prepare.profiles.fingerprint", lambda checks, profiles: other
    )
    nights.scan()
    # The earlier night, judged again under the rules of today, had HSTS: the fault is real.
    assert [lines for _, _, lines in nights.news()] == [[MISSING]] * 3


def test_channels_can_be_tried(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal_audit.cli.notify.AppriseProcess", lambda: nights)
    test = ("notify", "test", "--channels", "channels.toml", "--lang", "en")
    done = nights.cli.run(*test, "--to", "me@a.example")
    assert done.exit_code == 0, done.output
    assert [(channel, to) for channel, to, _, _ in nights.sent] == [
        ("team", ""),
        ("so", ""),
        ("contact", "me@a.example"),
    ]
    nights.answer = {"so": Sent(False, "answered 200 with an error: no such chat")}
    done = nights.cli.run(*test, "--channel", "so")
    assert done.exit_code == 1
    assert done.stdout == "Channel so: answered 200 with an error: no such chat\n"
    done = nights.cli.run(*test, "--channel", "os")
    assert done.exit_code == 2
    assert "Channels: team, so, contact." in done.stderr
    done = nights.cli.run("notify", "send", "--lang", "en")
    assert done.exit_code == 2
    assert "store" in done.stderr


def test_without_channels_there_is_nothing_to_send_with(nights: Nights) -> None:
    nights.scan()
    for command in (("notify", "send"), ("notify", "preview"), ("notify", "test")):
        done = nights.cli.run(*command, "--lang", "en")
        assert done.exit_code == 2
        assert "no channels are named. Use --channels FILE" in done.stderr


@pytest.mark.parametrize("reason", ["no-channel", "no-answer", "process-ended", "not-understood"])
def test_why_a_message_was_not_sent_is_told_in_the_readers_language(reason: str) -> None:
    failed = FailedDelivery("so", "", reason, None, 5)
    [vietnamese], [english] = (report_of(Flushed(0, (failed,)), lang) for lang in ("vi", "en"))
    assert reason not in vietnamese + english
