"""Write a report beside the one that is there, and put it in its place once it is whole.

A disk that fills up, or a run that is killed, must not leave a new index beside old scorecards.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows: nothing tells there whether whoever wrote a folder still lives
    flock = None  # type: ignore[assignment]
CAN_LOCK = flock is not None


@contextmanager
def written_beside(out: Path) -> Iterator[Path]:
    """Yield a folder to write into; when the block ends well, it takes the place of *out*.

    What else lies in *out* stays. Where the folder itself cannot be exchanged, as where it is the
    current one, the files are moved in one by one. What a killed process left is cleared away
    first. Raises OSError.
    """
    finish(out)
    place = out.resolve()
    beside = place.parent if _exchangeable(place) else place
    new = Path(tempfile.mkdtemp(prefix=f".{place.name}-", suffix=".new", dir=beside))
    lock = _locked(new)
    try:
        yield new
        new.chmod(0o777 & ~_umask())
        if beside == place or not _exchange(new, place):
            _move_in(new, place)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def finish(out: Path) -> None:
    """Finish what a process that was killed left of writing *out*.

    A report that was whole and only lacked its name takes its place; what was half written, or has
    been replaced, is removed. What a living process is at is left alone.
    """
    if not CAN_LOCK:
        return
    place = out.resolve()
    for folder in (place.parent, place):
        for new in folder.glob(f".{escape(place.name)}-*.new"):
            lock = _locked(new)
            if lock is None:
                continue
            old = new.with_suffix(".old")
            if not (old.is_dir() and _take_place(new, place)):
                shutil.rmtree(new, ignore_errors=True)
            os.close(lock)
        for old in folder.glob(f".{escape(place.name)}-*.old"):
            if not old.with_suffix(".new").exists() and not _take_place(old, place):
                shutil.rmtree(old, ignore_errors=True)


def _take_place(whole: Path, place: Path) -> bool:
    """Move a folder to where there is none, or an empty one; tell whether that was so."""
    with suppress(OSError):
        if place.exists():
            place.rmdir()
        whole.rename(place)
        return True
    return False


def _locked(folder: Path) -> int | None:
    """Lock a folder until this process ends; ``None`` where another one that lives has it."""
    if flock is None:
        return None
    handle = None
    try:
        handle = os.open(folder, os.O_RDONLY)
        flock(handle, LOCK_EX | LOCK_NB)
    except OSError:
        if handle is not None:
            os.close(handle)
        return None
    return handle


def _exchangeable(place: Path) -> bool:
    inside = Path.cwd().resolve()
    return (
        place != inside
        and place not in inside.parents
        and not place.is_mount()
        and os.access(place.parent, os.W_OK | os.X_OK)
    )


def _exchange(new: Path, place: Path) -> bool:
    """Exchange the folders; tell whether that was possible. Other files are kept by linking."""
    old = new.with_suffix(".old")
    try:
        for folder, _, names in os.walk(place):
            below = new / Path(folder).relative_to(place)
            for name in names:
                if not (below / name).exists():
                    below.mkdir(parents=True, exist_ok=True)
                    (below / name).hardlink_to(Path(folder) / name)
        place.rename(old)
    except OSError:
        return False
    try:
        new.rename(place)
    except OSError:
        old.rename(place)
        return False
    shutil.rmtree(old, ignore_errors=True)
    return True


def _move_in(new: Path, place: Path) -> None:
    """Move each file in, the entry pages last: they lead to all others."""
    files = [file for file in new.rglob("*") if file.is_file()]
    for file in sorted(files, key=lambda file: (-len(file.parts), file)):
        target = place / file.relative_to(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)


def _umask() -> int:
    current = os.umask(0o077)  # there is no other way to ask
    os.umask(current)
    return current
