"""How much memory a program and all it started have, what they share counted once (PSS)."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


TLS = b"portal_audit.collect.tls.worker"
"""Stands in the command line of what looks at TLS; who visits and judges has that of the scan."""


def parts(root: int) -> dict[str, float]:
    """Return the memory in MiB of a process and of all below it, by what they do.

    ``main`` is that process, ``forked`` are its copies, which visit and judge, ``tls`` the others.
    """
    found = {"main": _kibibytes(root) / 1024, "forked": 0.0, "tls": 0.0}
    for one in descendants(root):
        found["tls" if TLS in _command(one) else "forked"] += _kibibytes(one) / 1024
    return found


def descendants(root: int) -> list[int]:
    """Return the processes below one."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                # the name of a program, in parentheses, may hold anything
                text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
                children[int(text.rpartition(")")[2].split()[1])].append(int(folder.name))
    found, waiting = list[int](), [root]
    while waiting:
        new = children[waiting.pop()]
        found += new
        waiting += new
    return found


def _command(process: int) -> bytes:
    with suppress(OSError):
        return (PROC / str(process) / "cmdline").read_bytes()
    return b""


def _kibibytes(process: int) -> int:
    with suppress(OSError):
        for line in (PROC / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
