"""Vietnamese text, dates, languages, encodings.

Takes text; gives it folded, decoded, dated or compared. Knows nothing of pages, let alone of
portals.
"""
