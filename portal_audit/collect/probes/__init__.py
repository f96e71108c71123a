"""One probe per kind of evidence: what each brings, and how the engine finds it. No opinions."""
