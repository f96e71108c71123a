"""Why the system refuses a file, in words of ours where there are any."""

from __future__ import annotations

import errno

from portal_audit.texts.message import Message

KNOWN = {
    errno.ENOENT: "no-such-file",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EISDIR: "is-a-folder",
    errno.ENOTDIR: "no-folder",
    errno.EEXIST: "there-already",
    errno.ENOSPC: "disk-full",
    errno.EROFS: "read-only",
    errno.EMFILE: "too-many-files",
}


def reason(error: OSError | ValueError) -> Message | str:
    """Return why a file could not be used; in the system's own words where it is a rare reason."""
    code = KNOWN.get(getattr(error, "errno", None) or 0)
    return Message(f"system.{code}") if code else getattr(error, "strerror", None) or str(error)
