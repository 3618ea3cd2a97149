"""Measurements: the program beside the engine that people would use instead, in one run. `make bench`."""
