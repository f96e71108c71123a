"""What a portal is audited by: checks, frameworks and profiles, from files anybody may add.

Takes folders (ours, plug-ins of others, ``--checks DIR``) and gives a ``Catalog``: checks (a rule
with its texts and weight), frameworks (the laws and standards that checks rest on) and profiles
(which checks count for a kind of portal, and how much). Every file is read once and refused with
its name, line and a remedy where it cannot be relied on: unknown keys, names that do not exist, a
text without its fact (``promises``).

It must not know evidence, findings of a run, the network, a store or a report.
"""
