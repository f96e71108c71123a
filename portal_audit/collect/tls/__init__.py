"""What a server offers in TLS: versions, cipher suites, certificates; facts only."""
