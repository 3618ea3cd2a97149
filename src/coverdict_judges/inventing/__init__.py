"""Random vocabularies, documents and requests: as trees, and as the text that stands for them."""
