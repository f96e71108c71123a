"""The child process that talks TLS through sslyze; run it with ``python -m``.

nassl, the library below sslyze, never releases the interpreter lock, holds sockets that nobody
can interrupt, and gives objects that cannot be pickled. So it lives in processes of its own,
which are asked in JSON lines, answer in JSON lines as soon as each thing is known, and may be
killed at any moment without losing what they have already said.

Nothing in here imports the rest of the package (which is why it stands below ``net``, not
``probes``): a worker starts quickly and stays small.
"""
