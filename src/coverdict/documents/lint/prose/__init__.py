"""What the rules look at: sentences with their numbers, studies, citations, references, abbreviations."""
