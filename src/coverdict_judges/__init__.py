"""Judges of the program: independent ways to the same answers, and random cases to hold them on.

Nothing here uses `coverdict.logic`, `coverdict.library` or `coverdict.decision`; of the language only its
trees. `reference` says what a world's outcome is, `worlds` tries every world, `solver` asks Z3, `definitions`
are the words of the design as brute force, `generators` invents libraries and requests.
"""
