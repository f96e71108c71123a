"""What pages mean: pure judgements about text, menus and kinds of pages, from evidence alone.

Takes evidence and parsed text; gives kinds of pages, menus, matches and traces. Knows neither the
network nor weights nor sentences: what a finding costs and how it is said stands with the checks.
"""
