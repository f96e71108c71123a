"""Visiting one portal: facts only, through one client of the network.

Takes a target, limits and the kinds of evidence needed; gives that evidence, or the reason why
there is none. Knows no check, no profile and no score.
"""
