"""Required information: find what names an item, look where it leads, say what is missing.

Takes a crawl and the limits of one item; gives an outcome with the facts it rests on. Knows which
words name an item only from the item's file, and nothing of laws, weights and sentences.
"""
