"""Our verdict on generated chains beside those of two validators that we did not write."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from portal_audit.collect.tls.trust.anchors import Anchors
from portal_audit.collect.tls.trust.verdict import Validation
from portal_audit.collect.tls.worker.openssl_validation import prover
from tests.collect.tls.trust.path_cases import HOST, NOW, PathCase, cases, root

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed"),
]

ANCHORS = Anchors((root().certificate,))
VALIDATION = Validation(ANCHORS, NOW, prover(ANCHORS))
STRICTER = {
    "key usage: no signature": "OpenSSL takes any of three bits, browsers need the signature",
    "key usage: to sign lists": "cryptography does not look at a leaf's key usage, OpenSSL does",
    "an authority as leaf": "OpenSSL takes it; cryptography and Firefox refuse it",
}
"""Cases that we refuse though a validator does not, and why."""


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)


def cryptography_proves(case: PathCase) -> bool:
    store = Store([root().certificate])
    verifier = PolicyBuilder().store(store).build_server_verifier(x509.DNSName(HOST))
    try:
        verifier.verify(case.sent[0], list(case.sent[1:]))
    except VerificationError:
        return False
    return True


def openssl_proves(case: PathCase, folder: Path) -> bool:
    for name, certificates in (
        ("root", [root().certificate]),
        ("leaf", case.sent[:1]),
        ("others", case.sent[1:] or [root().certificate]),
    ):
        (folder / name).write_bytes(pem(*certificates))
    command = ["openssl", "verify", "-purpose", "sslserver", "-no-CApath", "-no-CAstore"]
    files: list[str | Path] = ["-CAfile", folder / "root", "-untrusted", folder / "others"]
    files.append(folder / "leaf")
    return subprocess.run([*command, *files], capture_output=True, timeout=30).returncode == 0


def test_there_are_thirty_at_least() -> None:
    assert len(cases()) >= 30


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_what_either_validator_proves_is_trusted_and_nothing_else(
    case: PathCase, tmp_path: Path
) -> None:
    proven = cryptography_proves(case) or openssl_proves(case, tmp_path)
    assert VALIDATION.verdict(case.sent).trusted is (proven and case.name not in STRICTER)
