"""The sample province: portals with one known fault each, on loopback, with real TLS.

Takes a set of portals, ports and a folder; gives running servers, an inventory and a root
certificate. The demo, the tests and the benchmarks scan them as they would scan any portal.
Must not know probes, checks or scores: what an audit ought to find stands in its table as data.
"""
