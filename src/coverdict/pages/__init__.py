"""Self-contained HTML pages of what other rooms found."""
