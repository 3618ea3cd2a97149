"""Reviews: a question, which studies answer it, and by which rules they are weighed."""
