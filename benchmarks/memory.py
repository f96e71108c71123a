"""How much memory a program and all it started have, what they share counted once (PSS)."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def mebibytes(root: int) -> float:
    """Return the memory of a process and of all below it, in MiB."""
    return sum(_kibibytes(one) for one in [root, *descendants(root)]) / 1024


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


def _kibibytes(process: int) -> int:
    with suppress(OSError):
        for line in (PROC / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
