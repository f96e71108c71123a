"""Pure parsers: bytes and text in, facts out.

Takes what a server sent; gives headers, pages, documents, dates and text. Knows neither the
network nor what a check wants of them.
"""
