"""Runs over time: what is new, what was fixed, what is accepted, and who must be notified.

Takes verdicts, run by run, as narrow rows; gives states, comparisons and notices. It must not know
evidence, the network or how a report looks. Apart from the readers of files everything is pure.
"""
