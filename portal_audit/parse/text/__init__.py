"""Vietnamese text, dates, languages, encodings."""
