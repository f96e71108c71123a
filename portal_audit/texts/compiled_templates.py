"""Templates compiled once: by this program, or by one before it."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps compiled templates where Python keeps the modules that it compiled.

    Compiling those of the report takes longer than to audit a portal. A template is compiled anew
    when its text, the module that configures it, or Jinja has changed. Where nothing may be
    written, or ``PYTHONDONTWRITEBYTECODE`` says so, they are kept in memory alone.
    """

    def __init__(self, configured_in: str) -> None:
        """Stand beside the bytecode of the module that makes the environment: its ``__file__``."""
        super().__init__(str(Path(cache_from_source(configured_in)).parent))
        self._settings = f"{version('jinja2')} {Path(configured_in).stat().st_mtime_ns} "
        self._code: dict[str, bytes] = {}

    def get_source_checksum(self, source: str) -> str:
        """Return what must not have changed: how a template is compiled decides beside its text."""
        return super().get_source_checksum(self._settings + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was compiled from the same text."""
        if (code := self._code.get(bucket.key)) is not None:
            bucket.bytecode_from_string(code)
            return
        try:
            super().load_bytecode(bucket)
        except Exception:  # a damaged file: unpickling fails in many ways
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key] = bucket.bytecode_to_string()
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)
