"""Visits to a site, one file per protocol. Probes bring facts and have no opinions."""
