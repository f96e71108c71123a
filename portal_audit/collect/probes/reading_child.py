"""A child process that reads what a portal published, where it can be stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import portal_audit


def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a module of ours as a program. Raises OSError where no process can be started.

    ``-P`` keeps the working folder from shadowing what it imports.
    """
    home = str(Path(portal_audit.__file__).parent.parent)
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End it at once, and clear up after it."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
    process.wait()
