"""The bounded crawl: which pages of a portal are read, and in which order.

Takes a client for HTTP, the front page and the labels that checks look for; gives one ``Crawl``:
pages, documents, robots.txt, sitemap and feed, and what was not read with the reason. Where to
look: ``frontier`` orders links, ``skip_rules`` says what is never asked for, ``interests`` matches
labels, ``crawl_state`` holds what a visit knows so far, ``link_targets`` resolves click counters.
Knows nothing of checks, scores or reports; what it does not read it never guesses.
"""
