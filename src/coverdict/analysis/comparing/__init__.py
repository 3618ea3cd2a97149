"""Two texts side by side: where they differ, and what a new version changes."""
