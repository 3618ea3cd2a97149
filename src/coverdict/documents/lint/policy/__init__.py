"""Rules about what a policy says: positions, criteria, codes, identity, terms, questions and answers."""
