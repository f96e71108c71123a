"""Digital signatures in a PDF (ISO 32000-2 12.8): whether they hold, and by whose certificate.

Nothing is fetched: a certificate is trusted where it leads to a root that was given, or not judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from portal_audit.evidence.crawl import Signature
from portal_audit.parse.documents.base import clipped

MOST_SIGNATURES = 20
_MOST_NAME = 150


def read_signatures(data: bytes, ca_file: str | None = None) -> tuple[Signature, ...]:
    """Return the signatures of a PDF, in the order made. Raises whatever pyHanko makes of it."""
    reader = PdfFileReader(BytesIO(data), strict=False)
    if reader.encrypted:
        reader.decrypt("")
    signatures = reader.embedded_regular_signatures[:MOST_SIGNATURES]
    return tuple(_signature(one, ca_file) for one in signatures)


def _signature(signature: EmbeddedPdfSignature, ca_file: str | None) -> Signature:
    certificate = signature.signer_cert
    at = signature.self_reported_timestamp
    intact = _holds(signature, (), at)
    coverage = signature.evaluate_signature_coverage()
    return Signature(
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        whole_file=coverage is SignatureCoverageLevel.ENTIRE_FILE,
        intact=None if intact is None else intact[0],
        trusted=_trusted(signature, ca_file, at) if intact and ca_file else None,
        signed_at="" if at is None else at.isoformat(),
    )


def _trusted(signature: EmbeddedPdfSignature, ca_file: str, at: datetime | None) -> bool | None:
    holds = _holds(signature, _roots(ca_file), at)
    return None if holds is None else all(holds)


def _holds(
    signature: EmbeddedPdfSignature, roots: Iterable[x509.Certificate], at: datetime | None
) -> tuple[bool, bool] | None:
    """Return whether what was signed is unchanged, and whether a root vouches for the signer."""
    context = ValidationContext(
        trust_roots=list(roots),
        moment=at or datetime.now(UTC),
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    try:
        status = validate_pdf_signature(signature, context, skip_diff=True)
    except Exception:  # it raises many things at signatures of an unusual make
        return None
    return status.intact and status.valid, status.trusted


@lru_cache(maxsize=2)
def _roots(ca_file: str) -> tuple[x509.Certificate, ...]:
    blocks = pem.unarmor(Path(ca_file).read_bytes(), multiple=True)
    return tuple(x509.Certificate.load(der) for kind, _, der in blocks if kind == "CERTIFICATE")


def _name(name: x509.Name) -> str:
    """Return what a certificate calls somebody: the common name, else the organisation."""
    values = name.native
    for key in ("common_name", "organization_name"):
        value = values.get(key)
        if value:
            return clipped([value if isinstance(value, str) else str(value[-1])])[:_MOST_NAME]
    return ""
