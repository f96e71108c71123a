"""The invented run that guides are tried on."""

from tests.fixtures.invented_run import report_in, run

__all__ = ["report_in", "run"]
