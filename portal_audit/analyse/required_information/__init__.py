"""Required information: find what names an item, look where it leads, say what is missing."""
