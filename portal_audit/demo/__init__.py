"""The sample province: portals with one known fault each, on loopback, with real TLS."""
