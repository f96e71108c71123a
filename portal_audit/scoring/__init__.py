"""From evidence to findings, scores, ranks and gates.

Takes checks and a profile (``portal_audit.rules``) and the evidence of a site; gives findings
(``judge``), the score and how it came about (``score``), whether the site could be read at all
(``reachability``), ranks (``rank``) and pass or fail for CI (``gate``). ``external/`` computes the
ratings that others defined, ``remediation/`` what fixing a finding would bring in them and in ours.

Pure: it must not know the network, a clock, a disk, a store or a report. ``docs/scoring.md`` works
one example through.
"""
