"""Studies: what was done with whom, and every number as the sources print it."""
