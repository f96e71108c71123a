"""From evidence to findings, scores, ranks and gates. Pure."""
