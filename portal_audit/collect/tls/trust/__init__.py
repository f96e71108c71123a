"""Whether browsers trust a certificate chain, and if not, why (RFC 5280 section 6).

Takes the certificates as sent, the trusted roots and a moment in time; gives the certification
path that was proven, or the fault and the certificate that has it. Two validators decide:
``cryptography.x509.verification``, which tries every path, and OpenSSL, which is handed in by
whoever has it. What either proves is trusted, as long as no rule of browsers stands against it.

Must not know of sockets, of sslyze or of the rest of the package: the worker process imports it.
"""
