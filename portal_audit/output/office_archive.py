"""Office files (zip archives of XML) without the hour of writing: same run, same bytes."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from portal_audit.output.record_shape import at_utc

CORE = "docProps/core.xml"
_WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(?=</dcterms:)")
FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip archive can hold."""


def undate(file: Path, moment: datetime) -> Path:
    """Write an archive again in place, all its times being that of the run; return the file."""
    stamp = at_utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    beside = file.with_name(f".{file.name}.new")
    with ZipFile(file) as old, ZipFile(beside, "w", ZIP_DEFLATED, allowZip64=True) as new:
        for name in old.namelist():
            entry = ZipInfo(name, FIRST)
            entry.compress_type = ZIP_DEFLATED
            if name == CORE:
                new.writestr(entry, _WRITTEN.sub(rb"\g<1>" + stamp, old.read(name)))
                continue
            with old.open(name) as source, new.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, 1 << 20)
    beside.replace(file)
    return file
