"""HTTP towards portals: the only place that opens connections for HTTP.

Takes a target, the limits of a visit (``VisitLimits``) and the access rules of the run
(``AccessRules``). Gives ``HttpResponse`` and redirect chains, bounded in bytes, time and number,
and a request log. On the way: every address passes the guard and is pinned (``resolver``,
``sockets``), every host has its rate limits, robots.txt is obeyed once it is known, and heads and
bodies are read as browsers read them (``response_head``, ``bounded_body``).

Must not know what a page or a header means, which checks there are, or what a verdict is.
"""
