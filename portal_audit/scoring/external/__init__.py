"""Scores that others defined, computed from the same evidence, so that anyone can check us.

Takes evidence; gives grades and the rules that hold them down. Each is our computation of
published rules, not the publisher's own verdict. Knows no check and no score of ours.
"""
