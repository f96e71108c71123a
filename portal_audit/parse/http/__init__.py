"""Header fields, cookies, URLs and other parts of HTTP, as browsers read them.

Takes text as it was sent; gives frozen facts, each reader in a file named after what it reads. The
standard it follows stands in its first line. ``web_url`` is the only reader of hosts, and
``public_suffixes`` the only copy of the Public Suffix List.

Must not know the network, evidence, or what is good or bad.
"""
