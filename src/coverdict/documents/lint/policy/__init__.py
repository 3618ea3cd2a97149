"""Rules about what a policy says and how: positions, criteria, codes, identity, terms, questions and answers."""
