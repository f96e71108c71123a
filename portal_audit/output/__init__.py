"""Handing a run to report packs; the run record; making scanned text harmless."""
