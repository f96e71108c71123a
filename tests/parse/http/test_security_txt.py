"""security.txt: every fault by its code (those of the validator sectxt)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http.security_txt import MAX_FAULTS, parse

AT = datetime(2026, 11, 2, tzinfo=UTC)
URL = "https://xa.example.gov.vn/.well-known/security.txt"
GOOD = "Contact: https://xa.example.gov.vn/bao-loi\nExpires: 2027-06-30T00:00:00+07:00\n"
SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
ADVICE = {"not_signed"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (GOOD, ADVICE),
        ("", {"no_contact", "no_expire", *ADVICE}),
        (GOOD + "Contact: mailto:a@b.vn\n", {"no_encryption", *ADVICE}),
        (GOOD + "nothing\n", {"invalid_line", *ADVICE}),
        (GOOD + "Policy : https://a.vn\n", {"prec_ws", *ADVICE}),
        (GOOD + "Policy:https://a.vn\n", {"no_space", *ADVICE}),
        (GOOD + ": https://a.vn\n", {"empty_key", *ADVICE}),
        (GOOD + "Policy:\n", {"empty_value", *ADVICE}),
        (GOOD + "Policy: a.vn\n", {"no_uri", *ADVICE}),
        (GOOD + "Policy: http://[\n", {"no_uri", *ADVICE}),
        (GOOD + "Policy: http://a.vn\n", {"no_https", *ADVICE}),
        (GOOD + "Expires: 2027-06-30T00:00:00Z\n", {"multi_expire", *ADVICE}),
        (GOOD.replace("2027-06-30T", "30.6.2027 "), {"invalid_expiry", *ADVICE}),
        (GOOD.replace("2027", "2025"), {"expired", *ADVICE}),
        (GOOD.replace("2027", "2037"), {"long_expiry", *ADVICE}),
        (GOOD + "Preferred-Languages: vi, vn\n", {"invalid_lang", *ADVICE}),
        (
            GOOD + "Preferred-Languages: vi\nPreferred-Languages: en\n",
            {"multi_lang", *ADVICE},
        ),
        (GOOD + "Canonical: https://other.vn/\n", {"no_canonical_match", *ADVICE}),
        (GOOD + f"Canonical: {URL}\n", ADVICE),
        (GOOD + "X-Field: 1\n", {"unknown_field", *ADVICE}),
        (GOOD + "CSAF: https://a.vn/x\n", {"no_csaf_file", *ADVICE}),
        (
            GOOD + "CSAF: https://a.vn/provider-metadata.json\n" * 2,
            {"multiple_csaf_fields", *ADVICE},
        ),
        (GOOD.rstrip(), {"no_line_separators", *ADVICE}),
        (SIGNED + GOOD + SIGNATURE, {"no_canonical"}),
        (SIGNED + f"Canonical: {URL}\n" + GOOD + SIGNATURE, set()),
        (SIGNED + "- " + GOOD + SIGNATURE, {"no_canonical"}),
        (SIGNED + GOOD, {"no_canonical", "pgp_data_error"}),
        (SIGNED + GOOD + SIGNATURE + "x\n", {"no_canonical", "data_after_sig"}),
        ("# x\n" + SIGNED + GOOD + SIGNATURE, {"no_canonical", "signed_format_issue"}),
    ],
)
def test_codes(text: str, codes: set[str]) -> None:
    assert parse(text, AT, (URL,)).codes == codes


def test_fields_and_lines() -> None:
    file = parse(GOOD + "POLICY:  https://a.vn/  \nwrong\n", AT)
    assert file.values("policy") == ("https://a.vn/",)
    assert file.expires == datetime.fromisoformat("2027-06-30T00:00:00+07:00")
    (wrong,) = (fault for fault in file.faults if fault.code == "invalid_line")
    assert (wrong.line, wrong.value) == (4, "wrong")


@given(st.text(max_size=400) | st.text(alphabet="Contact: Expires\n-# 2026TZ", max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert len(parse(text, AT, (URL,)).faults) <= MAX_FAULTS + 10


@given(st.text(max_size=40))
def test_any_date_is_read(value: str) -> None:
    parse(f"Expires: {value}\n", AT)


def test_floods_are_bounded() -> None:
    assert len(parse("x\n" * 1_000_000, AT).faults) == MAX_FAULTS
