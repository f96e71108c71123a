"""Injected gambling, loan and pharmacy links, and what only looks like them."""
