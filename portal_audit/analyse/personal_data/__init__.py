"""Personal data that a portal publishes beyond need.

Takes the text of a page or a file; gives counts by kind, and addresses with numbers masked. It
never hands on the data that it found.
"""
