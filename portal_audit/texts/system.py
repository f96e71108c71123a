"""Why the system refuses a file, in words of ours where there are any."""

from __future__ import annotations

import errno

from portal_audit.texts.message import Message

KNOWN = {
    errno.ENOENT: "system.no-such-file",
    errno.EACCES: "system.no-permission",
    errno.EPERM: "system.no-permission",
    errno.EISDIR: "system.is-a-folder",
    errno.ENOTDIR: "system.no-folder",
    errno.EEXIST: "system.there-already",
    errno.ENOSPC: "system.disk-full",
    errno.EROFS: "system.read-only",
    errno.EMFILE: "system.too-many-files",
}


def reason(error: OSError | ValueError) -> Message | str:
    """Return why a file could not be used; in the system's own words where it is a rare reason."""
    code = KNOWN.get(getattr(error, "errno", None) or 0)
    return Message(code) if code else getattr(error, "strerror", None) or str(error)
