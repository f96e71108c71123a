"""exposure.security_txt: the file as found → what is said of it (RFC 9116)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from portal_audit.api import (
    Exchange,
    Finding,
    HttpsFront,
    SecurityTxt,
    SecurityTxtAnswer,
    Target,
    Visit,
)

Ask = Callable[..., Finding]
HERE = "https://xa.example.gov.vn/.well-known/security.txt"
ROOT = "https://xa.example.gov.vn/security.txt"
VISIT = Visit(Target("xa", "https://xa.example.gov.vn/"), datetime(2026, 11, 2, 3, 0, tzinfo=UTC))
HTTPS = HttpsFront(VISIT.target.url, (Exchange(VISIT.target.url, 200, (), 0.1),))
CONTACT = "Contact: mailto:anttt@xa.example.gov.vn\n"
EXPIRES = "Expires: 2027-06-30T00:00:00Z\n"
GOOD = CONTACT + EXPIRES
SIGNED = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{GOOD}"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"


def answer(body: str = GOOD, *, url: str = HERE, **changed: object) -> SecurityTxtAnswer:
    values: dict[str, object] = {
        "url": url,
        "final_url": url,
        "status": 200,
        "content_type": "text/plain; charset=utf-8",
        "body": body,
    }
    return SecurityTxtAnswer(**(values | changed))  # type: ignore[arg-type]


NOT_FOUND = answer("", status=404)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (GOOD, "valid"),
        ("# ghi chú\r\n\r\n" + GOOD.replace("\n", "\r\n"), "valid"),
        (GOOD.upper().replace("MAILTO", "mailto"), "valid"),
        (GOOD + f"Canonical: {HERE}\nPreferred-Languages: vi, en-US\n", "valid"),
        (GOOD + "Encryption: https://xa.example.gov.vn/khoa.asc\nHiring: https://a.vn/\n", "valid"),
        (SIGNED + SIGNATURE, "valid"),
        (EXPIRES, "no-contact"),
        (CONTACT, "no-expires"),
        (GOOD + EXPIRES, "many-expires"),
        (CONTACT + "Expires: 30/06/2027\n", "bad-expires"),
        (CONTACT + "Expires: 2027-06-30\n", "bad-expires"),
        (CONTACT + "Expires: 2027-02-30T00:00:00Z\n", "bad-expires"),
        (CONTACT + "Expires: 2026-11-02T02:59:59Z\n", "expired"),
        (CONTACT + "Expires: 2026-11-02T09:59:59+07:00\n", "expired"),
        (CONTACT + "Expires: 2029-01-01T00:00:00Z\n", "long-expiry"),
        ("Contact: anttt@xa.example.gov.vn\n" + EXPIRES, "no-uri"),
        ("Contact: http://xa.example.gov.vn/lien-he\n" + EXPIRES, "http-link"),
        (GOOD + "Policy: http://xa.example.gov.vn/\n", "http-link"),
        (GOOD + "Preferred-Languages: vn\n", "bad-language"),
        (GOOD + "Preferred-Languages: vi\nPreferred-Languages: en\n", "many-languages"),
        (GOOD + "CSAF: https://xa.example.gov.vn/x.json\n", "bad-csaf"),
        (GOOD + "chỉ là một câu\n", "bad-line"),
        (GOOD + "Policy : https://xa.example.gov.vn/\n", "bad-line"),
        (GOOD + "Policy:https://xa.example.gov.vn/\n", "bad-line"),
        (GOOD + "Policy:\n", "bad-line"),
        (GOOD + ": x\n", "bad-line"),
        (GOOD.rstrip("\n"), "bad-line"),
        (SIGNED, "bad-signature"),
        (SIGNED + SIGNATURE + "Contact: tel:+84-24-1\n", "bad-signature"),
        ("\n" + SIGNED + SIGNATURE, "bad-signature"),
        (GOOD + f"Canonical: {ROOT}\n", "canonical-mismatch"),
        (GOOD + "Preferred-Language: vi\n", "unknown-field"),
    ],
)
def test_text(body: str, outcome: str, ask: Ask) -> None:
    files = SecurityTxt(answer(body))
    assert ask("exposure.security_txt", files, HTTPS, VISIT).outcome == outcome


@pytest.mark.parametrize(
    ("files", "outcome"),
    [
        (SecurityTxt(NOT_FOUND), "missing"),
        (SecurityTxt(NOT_FOUND, answer("", url=ROOT, status=404)), "missing"),
        (SecurityTxt(answer("<!DOCTYPE html><p>Trang chủ", content_type="text/html")), "missing"),
        (SecurityTxt(answer("")), "missing"),
        (SecurityTxt(NOT_FOUND, answer(url=ROOT)), "legacy-path"),
        (SecurityTxt(answer("", status=403)), "undelivered"),
        (SecurityTxt(answer("", status=None, failure="timeout")), "undelivered"),
        (SecurityTxt(NOT_FOUND, answer("", url=ROOT, status=500)), "undelivered"),
        (SecurityTxt(answer("", status=429)), "undetermined"),
        (SecurityTxt(answer("", status=None, failure="local")), "undetermined"),
        (
            SecurityTxt(answer("", status=403), answer("", status=None, failure="budget")),
            "undetermined",
        ),
        (SecurityTxt(NOT_FOUND, answer("", url=ROOT, status=503)), "undetermined"),
        (SecurityTxt(answer(content_type="")), "no-type"),
        (SecurityTxt(answer(content_type="text/html")), "wrong-type"),
        (SecurityTxt(answer(content_type="text/plain;charset=windows-1258")), "wrong-charset"),
        (SecurityTxt(answer(content_type='TEXT/Plain; charset="UTF-8"')), "valid"),
        (SecurityTxt(answer(utf8=False)), "not-utf8"),
        (SecurityTxt(answer("\ufeff" + GOOD, bom=True)), "byte-order-mark"),
        (SecurityTxt(answer(final_url=HERE.replace("https", "http"))), "not-https"),
        (SecurityTxt(answer(final_url="https://tinh.example.gov.vn/security.txt")), "elsewhere"),
        (SecurityTxt(answer(final_url=HERE.replace("//xa", "//www.xa"))), "valid"),
        (SecurityTxt(answer(truncated=True)), "too-long"),
    ],
)
def test_delivery(files: SecurityTxt, outcome: str, ask: Ask) -> None:
    assert ask("exposure.security_txt", files, HTTPS, VISIT).outcome == outcome


def test_a_portal_without_https_can_have_none(ask: Ask) -> None:
    files = SecurityTxt(answer("", status=None, failure="refused"))
    finding = ask("exposure.security_txt", files, HttpsFront(VISIT.target.url), VISIT)
    assert (finding.outcome, finding.status) == ("no-https", "fail")
