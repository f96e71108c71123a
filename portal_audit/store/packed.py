"""Evidence of one site as the store keeps it, so that it can travel between processes unread."""

from __future__ import annotations

from dataclasses import dataclass

from portal_audit.evidence import Evidence, Screenshot
from portal_audit.evidence.serialise import dump_around_pages, load, load_as_written
from portal_audit.store import serialise


@dataclass(frozen=True, slots=True)
class PackedEvidence:
    """JSON, compressed; the picture stands beside it, as it is no evidence of a check."""

    blob: bytes
    screenshot: Screenshot | None = None

    def unpack(self) -> Evidence:
        """Return the evidence; raises BadInput or BadStore where it cannot be read."""
        return read_evidence(serialise.decompress(self.blob))


def pack_evidence(evidence: Evidence) -> PackedEvidence:
    """Return evidence as the store keeps it: without the tokens of addresses."""
    packed = serialise.pack_without_secrets(dump_around_pages(evidence))
    return PackedEvidence(packed, evidence.get(Screenshot))


def read_evidence(text: bytes) -> Evidence:
    """Return the evidence that stands in JSON; raises BadInput or BadStore where none does."""
    return load_as_written(text) or load(serialise.read(text))
