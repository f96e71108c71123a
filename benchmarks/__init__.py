"""Programs that measure; none asserts a time, for machines differ."""
