"""The command line: one short file per command, which parses, calls and shows."""

import sys


def main() -> None:
    """Run the command line with the arguments of the process."""
    # A terminal that cannot show Vietnamese must not end a run: it gets escapes instead.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    from portal_audit.cli.app import app

    app(prog_name="portal-audit")
