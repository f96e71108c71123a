"""``python -m portal_audit.demo``: run a set of portals until stopped."""

from __future__ import annotations

import argparse
import json
import os
import signal
import stat
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType

from portal_audit.demo.sets import PROVINCE, find


def main() -> int:
    """Start every portal, say where they are, serve; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m portal_audit.demo", description=__doc__)
    parser.add_argument("--set", type=find, default=PROVINCE, metavar="MODULE:NAME")
    parser.add_argument("--base-port", type=int, metavar="N")
    parser.add_argument("--folder", type=Path, metavar="DIR")
    options = parser.parse_args()
    chosen = options.set
    base_port = chosen.base_port if options.base_port is None else options.base_port
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    with tempfile.TemporaryDirectory(prefix="hacson-") as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        servers = chosen.open(base_port, folder)
        try:
            ready = {"inventory": str(servers.inventory), "ca_file": str(servers.ca_file)}
            print(json.dumps(ready), flush=True)
            _stop_with_parent()
            servers.run()
        except KeyboardInterrupt:
            pass
        finally:
            servers.close()
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop_with_parent() -> None:
    """Stop when the pipe that stdin is bound to closes: the parent has gone."""
    if not stat.S_ISFIFO(os.fstat(0).st_mode):
        return

    def wait() -> None:
        while os.read(0, 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
