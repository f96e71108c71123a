"""Which process holds something: a name that no later process can have, and whether it lives."""

from __future__ import annotations

import os
import platform
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
GONE = "gone"
_START_FIELD = 19
"""Of ``/proc/<pid>/stat``, counted behind the command's name: ticks from boot to start."""


def identity_of(pid: int) -> str:
    """Return host, boot, number and start of a process; of one that is gone, without a start."""
    return f"{platform.node()} {_boot()} {pid} {_start(pid)}"


def this_process() -> str:
    """Return the identity of this process."""
    return identity_of(os.getpid())


def is_dead(holder: str) -> bool | None:
    """Tell whether a process is gone; ``None`` where it runs on another machine, if it runs."""
    try:
        host, boot, pid, start = holder.split(" ")
    except ValueError:
        return None
    if host != platform.node():
        return None
    if boot != _boot():
        return True
    return GONE in (start, now := _start(int(pid))) or start != now


def _boot() -> str:
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return "-"


def _start(pid: int) -> str:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return _without_proc(pid)
    return GONE if fields[0] in "ZX" else fields[_START_FIELD]


def _without_proc(pid: int) -> str:
    if Path("/proc/self/stat").exists() or os.name == "nt":
        return GONE
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return GONE
    except PermissionError:
        pass
    return "-"
