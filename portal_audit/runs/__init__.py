"""A run: one portal end to end, and many of them at once, bounded.

Takes targets, the chosen checks and profiles, and the limits of a visit; gives, for each target,
its evidence and its result, as each finishes. One portal's failure never touches another's.
Must not know commands, files on disk or the store: whoever calls keeps what comes out.
"""
