"""Audits on all cores: processes that visit, processes that judge, and one that schedules them.

Takes what ``runs.many_portals`` takes; gives the same, site by site. The parent alone holds the
store and the terminal: its children get targets and give packed JSON, over pipes, and end when
the pipe from the parent ends. Visiting and judging are apart, so that no rule, however long it
takes over a hostile page, keeps an event loop from reading the answers of other portals.
Must not know commands, reports or the store's database.
"""
