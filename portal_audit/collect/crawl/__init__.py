"""The bounded crawl: which pages are read, and in which order."""
