"""Schedules: which scan is due when, who may carry it out, and what became of it.

Takes schedules from the store; gives scans as child processes of our own command line, and says
in the store what came of each due time. It must not know how a portal is audited or judged.
"""
