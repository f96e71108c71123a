"""Signatures of PDFs: whether they hold, what they cover, and by whose certificate."""

from pathlib import Path

import pytest

from portal_audit.collect.probes.document_reader import read_all
from portal_audit.demo.pdf import pdf
from portal_audit.parse.documents import read_signatures
from tests.parse.documents.signing import AUTHORITY, OFFICE, Authority

PLAIN = pdf(["Quyet dinh cong khai du toan ngan sach"])


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def signed(authority: Authority) -> bytes:
    return authority.sign(PLAIN)


def test_a_signature_that_holds(signed: bytes) -> None:
    (found,) = read_signatures(signed) or ()
    assert (found.signer, found.issuer) == (OFFICE, AUTHORITY)
    assert (found.whole_file, found.intact, found.trusted) == (True, True, None)
    assert found.signed_at.startswith("20")


def test_what_was_changed_behind_the_signature_is_told(signed: bytes) -> None:
    changed = signed.replace(b"(vi-VN)", b"(vi-VX)")
    assert changed != signed
    (found,) = read_signatures(changed) or ()
    assert found.intact is False


def test_what_was_added_behind_it_is_not_covered(authority: Authority, signed: bytes) -> None:
    first, second = read_signatures(authority.sign(signed, "Signature2")) or ()
    assert (first.whole_file, first.intact) == (False, True)
    assert (second.whole_file, second.intact) == (True, True)


def test_trust_is_told_only_where_roots_are_given(
    authority: Authority, signed: bytes, tmp_path: Path
) -> None:
    ours, other = tmp_path / "ours.pem", tmp_path / "other.pem"
    ours.write_bytes(authority.root_pem)
    other.write_bytes(Authority().root_pem)
    trust = {
        name: [one.trusted for one in read_signatures(signed, name) or ()]
        for name in (None, str(ours), str(other))
    }
    assert list(trust.values()) == [[None], [True], [False]]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PLAIN, ()),
        (b"PK\x03\x04", None),
        (b"%PDF-1.7 /ByteRange [0 1 2 3] broken", None),
        (b"", None),
    ],
)
def test_files_without_a_signature_or_beyond_reading(data: bytes, expected: object) -> None:
    assert read_signatures(data) == expected


def test_the_child_process_brings_text_and_signatures(
    authority: Authority, signed: bytes, tmp_path: Path
) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_bytes(authority.root_pem)
    first, second, third = read_all([signed, PLAIN, b"not a document"], 40.0, str(roots))
    assert "ngan sach" in first.text
    assert [(one.signer, one.trusted) for one in first.signatures or ()] == [(OFFICE, True)]
    assert second.signatures == ()
    assert third.signatures is None
