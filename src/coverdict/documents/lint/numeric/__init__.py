"""Rules about numbers: whether they can be, and whether they agree with each other."""
