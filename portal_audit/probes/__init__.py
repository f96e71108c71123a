"""Visits to a site, one file or folder per protocol. Probes bring facts and have no opinions."""

from portal_audit.probes import crawl, dns, http, rendering, samples, security_txt, tls

__all__ = ["crawl", "dns", "http", "rendering", "samples", "security_txt", "tls"]
