"""The invented run that report packs are shown with."""

from tests.fixtures.invented_run import lang, pages, report_in, run, site_map

__all__ = ["lang", "pages", "report_in", "run", "site_map"]
