"""One portal end to end; many portals, bounded."""
