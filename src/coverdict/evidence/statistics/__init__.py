"""Pooling: effects, estimators, intervals; arrays in, arrays out."""
