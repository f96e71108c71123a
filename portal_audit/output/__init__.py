"""Results for people and programs: report packs, the run record, harmless text.

Takes a finished run with its catalog and profiles; gives files, through the formats in
``reports/``, of plug-ins and of ``--reports DIR``. ``record`` is the run as JSON and back, in codes
and facts; ``sanitise`` makes scanned text harmless to show. Must not know how a run was collected
or judged, nor which formats there are.
"""
