"""Audits on many machines: one job a portal, in Procrastinate's queue on the store's PostgreSQL.

Takes a run that is written down in the store and the URL of that store; gives the run finished,
by whichever workers are there. Ids and JSON travel, never functions: a worker reads the run's
settings and targets from the store, loads its own rules, and takes no job unless they are the
run's. Whatever is killed, a job is either done, in a living worker's hands, or found by the
heartbeat that stopped.
Must not know commands, reports or how a portal is visited.
"""
