"""Notices: what is told to whom, each thing once, and in which words.

Takes what earlier runs knew of a portal and what this one found; gives events, and digests of them
for each organisation. Reads the file of channels. It must not know how a message is sent, where it
is kept or what time it is.
"""
