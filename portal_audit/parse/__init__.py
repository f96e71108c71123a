"""Pure parsers: bytes and text in, facts out."""
