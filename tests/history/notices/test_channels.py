"""The file of channels: who is told; no secret that others could read; errors with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal_audit.errors import BadInput
from portal_audit.history.notices import channels

TOKEN = "tgram://123456:SECRETTOKEN/4711"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "channels.toml"


def written(file: Path, text: str, mode: int = 0o600) -> Path:
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def faults(file: Path, **environment: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        channels.read(file, environment)
    assert "SECRETTOKEN" not in str(caught.value)
    return str(caught.value).splitlines()


def test_addresses_come_from_the_environment_or_a_file_of_ones_own(file: Path) -> None:
    written(
        file,
        '[[channel]]\nname = "soc"\nurl = "json://127.0.0.1/hook"\n'
        '[[channel]]\nname = "so"\nurl_from = "SO"\norganisations = ["Sở *"]\nlang = "en"\n'
        '[contact]\nurl_from = "MAIL"\n[[ping]]\nurl_from = "PING"\nschedules = ["night*"]\n',
    )
    found = channels.read(
        file, {"SO": TOKEN, "MAIL": "mailtos://a:b@smtp.example", "PING": "https://ping.example/x"}
    )
    assert found.names == ("soc", "so", "contact")
    so = found.named("so")
    assert so is not None
    assert so.url == TOKEN
    assert so.takes("sở Nội vụ")
    assert not so.takes("UBND xã A")
    assert not found.channels[0].takes("Sở Nội vụ")
    assert found.pings[0].takes("nightly")


def test_no_object_shows_an_address(file: Path) -> None:
    written(file, f'[[channel]]\nname = "soc"\nurl = "{TOKEN}"\n[[ping]]\nurl = "{TOKEN}"\n')
    assert "SECRETTOKEN" not in repr(channels.read(file, {}))


def test_an_address_in_a_file_that_others_can_read_is_refused_with_the_remedy(file: Path) -> None:
    [fault] = faults(written(file, f'[[channel]]\nname = "a"\nurl = "{TOKEN}"\n', 0o640))
    assert f"{file}:3: channel.1.url: others can read this file" in fault
    assert f"chmod 600 {file}" in fault


def test_a_file_without_addresses_may_be_read_by_anybody(file: Path) -> None:
    written(file, '[[channel]]\nname = "a"\nurl_from = "A"\n', 0o644)
    assert channels.read(file, {"A": TOKEN}).names == ("a",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[channel]]\nname = "a"\nurl_from = "A"\n', "3: channel.1.url_from: the environment has"),
        ('[[channel]]\nname = "a"\n', "channel.1: takes either url or url_from"),
        ('[[channel]]\nname = "a"\nurl = "nonsense"\n', "is no address such as"),
        ('[[channel]]\nname = "a"\nurI = "x://y"\n', "3: channel.1.urI: there is no such key here"),
        ('[[channel]]\nurl = "x://y"\n', "channel.1.name: is missing"),
        (
            '[[channel]]\nname = "a"\nurl = "x://y"\n[[channel]]\nname = "a"\nurl = "x://y"\n',
            "5: channel.2.name: a is taken",
        ),
        ('[[channel]]\nname = "a"\nurl = "x://y"\nlang = "fr"\n', "fr is none of"),
        ("[[channel]\n", "cannot be read as TOML"),
    ],
)
def test_every_fault_has_its_line_and_a_remedy(file: Path, text: str, expected: str) -> None:
    assert any(expected in fault for fault in faults(written(file, text)))
