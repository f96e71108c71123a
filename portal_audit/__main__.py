"""Run the command line as ``python -m portal_audit``."""

from portal_audit.cli import main

if __name__ == "__main__":
    main()
