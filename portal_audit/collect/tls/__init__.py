"""What a server offers in TLS: versions, cipher suites, groups, and certificates with their trust.

Takes a target, and the HTTP client that has checked its addresses; gives ``TlsServer`` evidence,
facts only. The handshakes happen in worker processes (``worker``), the judgement of certificate
chains in ``trust``, and what the workers answer is put together here.

Must not know of checks, scores or texts, and must not import sslyze or nassl: only the worker
does, in a process of its own.
"""
