"""The invented run that the run record is tested with."""

from tests.fixtures.invented_run import lang, report_in, run

__all__ = ["lang", "report_in", "run"]
