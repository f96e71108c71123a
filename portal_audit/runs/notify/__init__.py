"""Notices on their way: what a run changed goes into the outbox, and from there to people.

Takes finished portals and the file of channels; gives flips with each portal's verdicts, digests
once a run is complete, and their delivery through Apprise. Besides collect/ this is the only place
that uses the network, and it never talks to a portal. It must not know a check's rule, and no
address of a channel leaves it.
"""
