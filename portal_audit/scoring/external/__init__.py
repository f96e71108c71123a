"""Scores that others defined, computed from the same evidence, so that anyone can check us.

Each is our computation of published rules, not the publisher's own verdict.
"""
