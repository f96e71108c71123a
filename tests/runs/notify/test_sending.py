"""Sending through Apprise: what an endpoint says is believed, and no secret comes back."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal_audit.history.notices.channels import Channel, Channels, Ping
from portal_audit.runs.notify.answers import refusal
from portal_audit.runs.notify.apprise_process import AppriseProcess
from portal_audit.runs.notify.masking import mask
from portal_audit.runs.notify.message import Outgoing, Sent
from portal_audit.runs.notify.ping import ping
from tests.runs.notify.conftest import Hook

MESSAGE = Outgoing("Tiêu đề", "Nội dung", "<p>Nội dung</p>", id="d1-7")


@pytest.fixture(scope="module")
def apprise() -> Iterator[AppriseProcess]:
    with AppriseProcess() as process:
        yield process


def sent(apprise: AppriseProcess, url: str) -> Sent:
    answer = apprise(Channel("soc", url), MESSAGE)
    assert "SECRET" not in answer.error
    return answer


def test_a_message_arrives_with_its_number(apprise: AppriseProcess, hook: Hook) -> None:
    assert sent(apprise, hook.url) == Sent(True)
    assert [(one["title"], one["message"]) for one in hook.came] == [("Tiêu đề", "Nội dung")]
    assert hook.ids == ["d1-7", "d1-7"]


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every mail (RFC 5321) and keeps it."""

    mails: list[str]
    daemon_threads = True


class MailTalk(socketserver.StreamRequestHandler):
    """One client."""

    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 mail\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                mail = iter(self.rfile.readline, b".\r\n")
                self.server.mails.append(b"".join(mail).decode())
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
            if line.upper().startswith(b"QUIT"):
                return


def test_a_mail_that_is_sent_again_has_the_same_number(apprise: AppriseProcess) -> None:
    with MailServer(("127.0.0.1", 0), MailTalk) as server:
        server.mails = []
        kwargs = {"poll_interval": 0.01}
        threading.Thread(target=server.serve_forever, kwargs=kwargs, daemon=True).start()
        url = f"mailto://127.0.0.1:{server.server_address[1]}?from=x@a.example&mode=insecure"
        answers = []
        for text in ("Nội dung", "Có thể đã gửi. Nội dung"):
            mail = replace(MESSAGE, text=text, html=text, recipient="van-thu@b.example")
            answers.append(apprise(Channel("contact", url), mail))
        server.shutdown()
    assert answers == [Sent(True)] * 2
    ids = [re.search(r"^Message-ID: (.*?)\r?$", one, re.MULTILINE) for one in server.mails]
    assert [found[1] if found else "" for found in ids] == ["<d1-7.1@127.0.0.1>"] * 2


def test_an_endpoint_that_answers_500_failed(apprise: AppriseProcess, hook: Hook) -> None:
    hook.status = 500
    answer = sent(apprise, hook.url)
    assert not answer.ok
    assert "500" in answer.error


def test_an_endpoint_that_answers_200_with_an_error_failed(
    apprise: AppriseProcess, hook: Hook
) -> None:
    hook.body = b'{"ok": false, "description": "chat SECRETTOKEN not found"}'
    answer = sent(apprise, hook.url)
    assert not answer.ok
    assert "answered 200 with an error: chat *** not found" in answer.error


def test_an_endpoint_that_is_down_failed(apprise: AppriseProcess) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"json://a:SECRETPART@127.0.0.1:{nobody.getsockname()[1]}/SECRETTOKEN"
        answer = sent(apprise, url)
    assert not answer.ok
    assert "onnection" in answer.error


def test_an_address_that_apprise_does_not_know_failed(apprise: AppriseProcess) -> None:
    assert sent(apprise, "nonsense://SECRETTOKEN").error == "not-understood"


def test_a_slow_endpoint_is_stopped_and_the_next_message_is_sent(hook: Hook) -> None:
    with AppriseProcess() as process:
        channel = Channel("soc", hook.url)
        assert process(channel, MESSAGE).ok
        hook.hang, process.patience = threading.Event(), 0.3
        answer = process(channel, MESSAGE)
        assert (answer.ok, answer.unsure) == (False, True)
        assert answer.error == "no-answer"
        hook.hang.set()
        process.patience = 60
        assert process(channel, MESSAGE).ok


@pytest.mark.parametrize(
    ("body", "refuses"),
    [
        (b"", False),
        (b"ok", False),
        (b"1", False),
        (b'{"ok": true, "error": null}', False),
        (b'{"id": 5, "message": "queued"}', False),
        (b"<html>error</html>", False),
        (b'{"ok": false}', True),
        (b'{"success": false, "message": "no such room"}', True),
        (b'{"status": "error"}', True),
        (b'{"error": {"code": 7}}', True),
        (
            b"Webhook message delivery failed with error: Microsoft Teams endpoint returned 410",
            True,
        ),
        (b"error: no such channel", True),
    ],
)
def test_refusals_are_read_from_the_body(body: bytes, refuses: bool) -> None:
    assert bool(refusal(body)) is refuses


def test_every_part_of_an_address_is_taken_out_of_messages() -> None:
    address = "mailtos://user%40a.vn:p%20w%2Fd@smtp.a.vn:587/?from=x@a.vn&key=abc123"
    text = "535 user@a.vn with p w/d rejected at smtp.a.vn, key abc123"
    assert mask(text, address) == "535 *** with *** rejected at ***, *** ***"


def test_a_monitor_is_asked_for_and_a_dead_one_stops_nothing(hook: Hook) -> None:
    url = f"http://127.0.0.1:{hook.port}/ping/SECRETTOKEN"
    pings = Channels(pings=(Ping(url), Ping(url + "x", ("weekly",))))
    assert ping(pings, "nightly") == ()
    assert hook.asked == ["/ping/SECRETTOKEN"]
    hook.status = 503
    assert ping(pings, "nightly") == ("answered 503",)
    [error] = ping(Channels(pings=(Ping("http://127.0.0.1:1/SECRETTOKEN"),)), "nightly")
    assert "SECRET" not in error
