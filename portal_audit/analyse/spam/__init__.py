"""Injected gambling, loan and pharmacy links, and what only looks like them.

Takes pages; gives traces, each with its page, its place and how it is hidden. How many of them
make an injection is for the check to say.
"""
