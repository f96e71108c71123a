"""exposure.security_txt against sectxt: every code of theirs, and what we say of the same file."""

from __future__ import annotations

import base64
import json
import os
import random
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal_audit.api import Exchange, HttpsFront, SecurityTxt, SecurityTxtAnswer, Target, Visit
from portal_audit.evidence import Evidence
from portal_audit.parse.http.security_txt import parse
from portal_audit.rules import catalog
from portal_audit.scoring.judge import judge

HOME = Path(__file__).parent / "sectxt"
PYTHON = HOME / ".venv" / "bin" / "python"
COUNT = int(os.environ.get("SECTXT_CASES", "200"))
HOST = "https://xa.example.gov.vn"
HERE = f"{HOST}/.well-known/security.txt"
ROOT = f"{HOST}/security.txt"
PLAIN = "http://xa.example.gov.vn/.well-known/security.txt"
NOW = datetime.now(UTC).replace(microsecond=0)
TYPE = {"Content-Type": "text/plain; charset=utf-8"}

CONTACT = "Contact: https://xa.example.gov.vn/lien-he\n"
MAIL = "Contact: mailto:anttt@xa.example.gov.vn\n"
EXPIRES = f"Expires: {(NOW + timedelta(days=200)).strftime('%Y-%m-%dT%H:%M:%SZ')}\n"
GOOD = CONTACT + EXPIRES
BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
END = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not PYTHON.exists(), reason="needs `make oracle-sectxt`"),
]


@dataclass(frozen=True)
class Case:
    """What a site answers, the codes sectxt gives it, and our outcome."""

    codes: set[str]
    outcome: str
    body: str | bytes = GOOD
    url: str = HERE
    headers: dict[str, str] = field(default_factory=lambda: TYPE)
    status: int = 200
    bad_certificate: bool = False

    @property
    def raw(self) -> bytes:
        """The body as sent."""
        return self.body if isinstance(self.body, bytes) else self.body.encode()

    def asked(self) -> dict[str, Any]:
        """Return the case as their program takes it."""
        page = {
            "body": base64.b64encode(self.raw).decode(),
            "headers": self.headers,
            "status": self.status,
            "bad_certificate": self.bad_certificate,
        }
        return {"pages": {self.url: page}}

    def judged(self) -> str:
        """Return our outcome."""
        absent = SecurityTxtAnswer(HERE, HERE, 404)
        answer = SecurityTxtAnswer(
            url=self.url,
            final_url=self.url,
            status=self.status,
            content_type=self.headers.get("Content-Type", ""),
            body=self.raw.decode("utf-8", "replace"),
            utf8=_is_utf8(self.raw),
            bom=self.raw.startswith(b"\xef\xbb\xbf"),
        )
        files = SecurityTxt(answer) if self.url == HERE else SecurityTxt(absent, answer)
        visit = Visit(Target("xa", f"{HOST}/"), NOW)
        front = HttpsFront(f"{HOST}/", (Exchange(f"{HOST}/", 200, (), 0.1),))
        [check] = catalog.read().select(only=["exposure.security_txt"])
        [finding] = judge([check], Evidence(visit, files, front))
        return finding.outcome


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _date(days: int) -> str:
    return (NOW + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


# One file for each code of theirs; `not_signed` is advice that stands beside nearly all of them.
CASES = [
    Case({"not_signed"}, "valid"),
    Case({"not_signed", "no_encryption"}, "valid", MAIL + EXPIRES),
    Case({"not_signed", "no_contact"}, "no-contact", EXPIRES),
    Case({"not_signed", "no_expire"}, "no-expires", CONTACT),
    Case({"not_signed", "multi_expire"}, "many-expires", GOOD + EXPIRES),
    Case({"not_signed", "invalid_expiry"}, "bad-expires", CONTACT + "Expires: 30/06/2099\n"),
    Case({"not_signed", "invalid_expiry"}, "bad-expires", CONTACT + "Expires: soon\n"),
    Case({"not_signed", "expired"}, "expired", CONTACT + f"Expires: {_date(-1)}\n"),
    Case({"not_signed", "long_expiry"}, "long-expiry", CONTACT + f"Expires: {_date(900)}\n"),
    Case({"not_signed", "no_uri"}, "no-uri", EXPIRES + "Contact: anttt@xa.example.gov.vn\n"),
    Case({"not_signed", "no_https"}, "http-link", GOOD + "Policy: http://xa.example.gov.vn/p\n"),
    Case(
        {"not_signed", "multi_lang"},
        "many-languages",
        GOOD + "Preferred-Languages: vi\nPreferred-Languages: en\n",
    ),
    Case(
        {"not_signed", "invalid_lang"},
        "bad-language",
        GOOD + "Preferred-Languages: vi, tiếng Việt\n",
    ),
    Case(
        {"not_signed", "no_canonical_match"},
        "canonical-mismatch",
        GOOD + "Canonical: https://khac.example.gov.vn/.well-known/security.txt\n",
    ),
    Case({"not_signed"}, "valid", GOOD + f"Canonical: {HERE}\n"),
    Case({"not_signed", "no_csaf_file"}, "bad-csaf", GOOD + "CSAF: https://xa.example.gov.vn/x\n"),
    Case(
        {"not_signed", "multiple_csaf_fields"},
        "valid",
        GOOD + "CSAF: https://xa.example.gov.vn/provider-metadata.json\n" * 2,
    ),
    Case({"not_signed", "unknown_field"}, "unknown-field", GOOD + "Contakt: https://a.vn/\n"),
    Case({"not_signed", "prec_ws"}, "bad-line", GOOD + "Policy : https://a.vn/\n"),
    Case({"not_signed", "no_space"}, "bad-line", GOOD + "Policy:https://a.vn/\n"),
    Case({"not_signed", "empty_key"}, "bad-line", GOOD + ": https://a.vn/\n"),
    Case({"not_signed", "empty_value"}, "bad-line", GOOD + "Policy:\n"),
    Case({"not_signed", "invalid_line"}, "bad-line", GOOD + "xin chào\n"),
    Case({"not_signed", "no_line_separators"}, "bad-line", GOOD.rstrip()),
    Case(
        {"pgp_data_error", "no_canonical", "data_after_sig"},
        "bad-signature",
        BEGIN + GOOD + END + "Policy: https://a.vn/\n",
    ),
    Case(
        {"pgp_data_error", "signed_format_issue", "no_canonical"},
        "bad-signature",
        "\n" + BEGIN + GOOD + END,
    ),
    Case({"pgp_data_error", "no_canonical"}, "bad-signature", BEGIN + GOOD),
    Case(
        {"not_signed", "bom_in_file"},
        "byte-order-mark",
        b"\xef\xbb\xbf" + GOOD.encode(),
    ),
    Case({"not_signed", "utf8"}, "not-utf8", GOOD.encode() + b"# \xff\xfe\n"),
    Case({"not_signed", "no_content_type"}, "no-type", headers={}),
    Case({"not_signed", "invalid_media"}, "wrong-type", headers={"Content-Type": "text/html"}),
    Case(
        {"not_signed", "invalid_charset"},
        "wrong-charset",
        headers={"Content-Type": "text/plain; charset=windows-1258"},
    ),
    Case({"not_signed", "location"}, "legacy-path", url=ROOT),
    Case({"no_security_txt", "no_contact", "no_expire", "not_signed"}, "missing", status=404),
    Case({"not_signed", "invalid_cert"}, "valid", bad_certificate=True),
    Case({"not_signed", "invalid_uri_scheme"}, "not-https", url=PLAIN),
]

# Codes of theirs that no file here brings: why.
LEFT_OUT = {
    "pgp_error": "needs an armoured block that their PGP library decodes; we check its shape",
    "pgp_signature_error": "needs a signature that breaks their PGP library; we check its shape",
    "too_many_line_separators": "their rule about blank lines after a signature is not in RFC 9116",
}

# What we and they judge differently, and why.
KNOWN = {
    "pgp_data_error": "we never decode signatures: `bad-signature` is told by their shape alone",
    "no_canonical": "advice for signed files; ours stays valid",
    "invalid_cert": "certificates are judged by tls.cert_trust, once",
    "no_security_txt": "they also list what an empty file lacks",
}


def theirs(cases: Iterable[dict[str, Any]]) -> list[set[str]]:
    """Return the codes of each case."""
    done = subprocess.run(
        [PYTHON, HOME / "judge.py"],
        input="\n".join(json.dumps(case) for case in cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=170,
    )
    return [set(json.loads(line)) for line in done.stdout.splitlines()]


def test_each_of_their_codes_has_its_outcome_of_ours() -> None:
    found = theirs(case.asked() for case in CASES)
    for case, codes in zip(CASES, found, strict=True):
        if case.codes & {"no_security_txt"}:
            assert "no_security_txt" in codes
        else:
            assert codes == case.codes, case
        assert case.judged() == case.outcome, case


def test_no_code_of_theirs_is_forgotten() -> None:
    [source] = (HOME / ".venv").glob("lib/*/site-packages/sectxt/__init__.py")
    known = set(re.findall(r'_add_\w+\(\s*"([a-z_0-9]+)"', source.read_text("utf-8")))
    assert len(known) >= 35
    assert known == set().union(*(case.codes for case in CASES)) | set(LEFT_OUT)


def test_every_content_code_of_ours_is_one_of_theirs() -> None:
    found = set().union(*theirs(case.asked() for case in CASES))
    for case in CASES:
        text = parse(case.raw.decode("utf-8", "replace"), NOW, (case.url,))
        assert text.codes <= found | {"pgp_data_error"}, case


def test_generated_files_bring_the_same_codes() -> None:
    files = list(generated(COUNT))
    cases = (Case(set(), "", text).asked() for text in files)
    for text, codes in zip(files, theirs(cases), strict=True):
        assert parse(text, NOW, (HERE,)).codes == codes, text


def generated(count: int) -> Iterator[str]:
    """Yield files of random lines, always the same ones, without a signature."""
    dice = random.Random(9116)
    pool = [
        CONTACT,
        MAIL,
        EXPIRES,
        f"Expires: {_date(-3)}\n",
        f"Expires: {_date(2000)}\n",
        "Expires: tomorrow\n",
        "# ghi chú\n",
        "\n",
        "Preferred-Languages: vi, en\n",
        "Preferred-Languages: vi\n",
        f"Canonical: {HERE}\n",
        "Canonical: https://khac.example.gov.vn/security.txt\n",
        "Encryption: https://xa.example.gov.vn/khoa.asc\n",
        "Policy:https://a.vn/\n",
        "policy : http://a.vn/\n",
        "Hiring: tuyển dụng\n",
        "Acknowledgments: https://a.vn/cam-on\n",
        "CSAF: https://a.vn/provider-metadata.json\n",
        "X-Khac: gì đó\n",
        "không có dấu hai chấm\n",
        ":\n",
    ]
    for _ in range(count):
        text = "".join(dice.choices(pool, k=dice.randint(1, 9)))
        yield text.rstrip("\n") if dice.random() < 0.1 else text
