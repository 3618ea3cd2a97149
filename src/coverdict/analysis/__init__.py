"""What a policy means before anybody is decided by it.

`findings` checks documents, `comparing` puts two texts side by side, `cases` derives test patients. Beside
these packages stands what they share: a space of cells for several texts, regions of it, words, patients.
"""
