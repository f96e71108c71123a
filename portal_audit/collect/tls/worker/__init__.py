"""The child process that makes the TLS handshakes, through sslyze; run it with ``python -m``.

Takes requests as JSON lines on standard input (``ScanRequest``: one address, already checked);
gives facts as JSON lines on standard output, each as soon as it is known, ``done`` at the end.

nassl, the library below sslyze, never releases the interpreter lock, holds sockets that nobody
can interrupt, and gives objects that cannot be pickled. So it lives in processes of its own,
which may be killed at any moment without losing what they have already written.

Must not know of the rest of the package but ``trust``, so that a worker starts quickly and stays
small; must not resolve names or connect anywhere but to that one address (``address_guard``).
"""
