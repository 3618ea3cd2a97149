"""Pooling: one review beside R's metafor, many reviews at once, one study left out a thousand times."""
